"""HTTP connections with one deadline for all that an exchange takes, the look-up of the host's name too.

`socket.create_connection` bounds connecting alone: `getaddrinfo` takes no time-out and may wait for half a minute
for a name server that is silent. The look-up therefore has a thread of its own, and whoever wants the address
waits for it as long as they can. It cannot be ended, so all who ask for the same host meanwhile share one.

A socket's own time-out begins anew with every byte that comes, and whoever sends one now and then would be waited for
for ever. Each read therefore waits for what is left until the deadline, headers and body alike.
"""

import io
import math
import socket
import ssl
import threading
import time
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any

_LEAST_SECONDS = 0.05
"""What is left for a step when the time is all but over: a socket takes no time-out of zero."""
_LOOK_UPS: dict[tuple[str, int], "_LookUp"] = {}
"""The last one for each host; the skill knows two."""
_GUARD = threading.Lock()


class Connection(HTTPConnection):
    """Plain HTTP, bounded by `allow`."""

    def __init__(self, host: str, port: int | None = None) -> None:
        """Take where to connect to."""
        super().__init__(host, port)
        self.until = math.inf

    def allow(self, seconds: float) -> None:
        """Bound what comes from now on, from looking up the host to the last byte of an answer, by `seconds`."""
        self.until = time.monotonic() + seconds

    def connect(self) -> None:
        """Connect. Raises `OSError`."""
        self.sock = _connected(self.host, self.port, self.until)

    def send(self, data: Any) -> None:
        """Send some of a request. Raises `OSError`."""
        if self.sock is None:
            self.connect()
        self.sock.settimeout(_left(self.until))
        super().send(data)

    def getresponse(self) -> HTTPResponse:
        """The answer. Raises `OSError` and `http.client.HTTPException`; the first of these also while it is read."""
        self.response_class = partial(_Answer, until=self.until)  # type: ignore[assignment]
        return super().getresponse()


class TlsConnection(Connection, HTTPSConnection):
    """HTTPS, bounded by `allow`."""

    def __init__(self, host: str, port: int | None, tls: ssl.SSLContext) -> None:
        """Take where to connect to, and whom to believe about the host's identity."""
        HTTPSConnection.__init__(self, host, port or 443, context=tls)
        self.until = math.inf
        self._tls = tls

    def connect(self) -> None:
        """Connect. Raises `OSError`."""
        plain = _connected(self.host, self.port, self.until)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


class _Answer(HTTPResponse):
    """An answer that is read until a deadline and no longer."""

    def __init__(self, sock: socket.socket, *args: Any, until: float, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Until(self.fp.detach(), sock, until))


class _Until(io.RawIOBase):
    """What comes from a socket until a deadline."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, until: float) -> None:
        self._raw = raw
        self._sock = sock
        self._until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if time.monotonic() >= self._until:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(_left(self._until))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _connected(host: str, port: int, until: float) -> socket.socket:
    """A socket connected to the first address of `host` that answers, its time-out what is left until `until`."""
    failed: OSError = TimeoutError(f"no address of {host} answered in time")
    for family, kind, protocol, _, address in _addresses(host, port, until):
        if time.monotonic() >= until:
            break
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(_left(until))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(_left(until))
        except OSError as error:
            sock.close()
            failed = error
        else:
            return sock
    raise failed


def _left(until: float) -> float:
    return max(until - time.monotonic(), _LEAST_SECONDS)


def _addresses(host: str, port: int, until: float) -> list[tuple[Any, ...]]:
    """What `getaddrinfo` says, unless it does not say it in time."""
    with _GUARD:
        look_up = _LOOK_UPS.get((host, port))
        # One whose thread is over was for somebody else; after a fork, a thread of the parent's is over too.
        if look_up is None or not look_up.is_alive():
            look_up = _LOOK_UPS[host, port] = _LookUp(host, port)
            look_up.start()
    look_up.join(_left(until))
    if look_up.is_alive():
        raise TimeoutError(f"looking up {host} took too long")
    if look_up.error is not None:
        raise look_up.error
    return look_up.found


class _LookUp(threading.Thread):
    """Looks up one host."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(name="look-up", daemon=True)  # The process may end without it.
        self._where = (host, port)
        self.found: list[tuple[Any, ...]] = []
        self.error: OSError | None = None

    def run(self) -> None:
        try:
            self.found = socket.getaddrinfo(*self._where, type=socket.SOCK_STREAM)
        except OSError as error:
            self.error = error
        except UnicodeError as error:  # a name that cannot be one
            self.error = socket.gaierror(socket.EAI_NONAME, str(error))

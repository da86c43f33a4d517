"""HTTP connections whose every step is bounded, the look-up of the host's name too.

`socket.create_connection` bounds connecting alone: `getaddrinfo` takes no time-out and may wait for half a minute
for a name server that is silent. The look-up therefore has a thread of its own, and whoever wants the address
waits for it as long as they can. It cannot be ended, so all who ask for the same host meanwhile share one.
"""

import socket
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

_LEAST_SECONDS = 0.05
"""What is left for a step when the time is all but over: a socket takes no time-out of zero."""
_LOOK_UPS: dict[tuple[str, int], "_LookUp"] = {}
"""The last one for each host; the skill knows two."""
_GUARD = threading.Lock()


class Connection(HTTPConnection):
    """Plain HTTP. `timeout` is the seconds for looking up, connecting and the first answer together."""

    def connect(self) -> None:
        """Connect. Raises `OSError`."""
        self.sock = _connected(self.host, self.port, time.monotonic() + float(self.timeout or 0))


class TlsConnection(HTTPSConnection):
    """HTTPS. `timeout` is the seconds for looking up, connecting, the handshake and the first answer together."""

    def __init__(self, host: str, port: int | None, tls: ssl.SSLContext, timeout: float = 0.0) -> None:
        """Take where to connect to, and whom to believe about the host's identity."""
        super().__init__(host, port or 443, timeout=timeout, context=tls)
        self._tls = tls

    def connect(self) -> None:
        """Connect. Raises `OSError`."""
        until = time.monotonic() + float(self.timeout or 0)
        plain = _connected(self.host, self.port, until)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        self.sock.settimeout(_left(until))


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

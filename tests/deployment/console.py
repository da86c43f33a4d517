"""Stands in for Amazon's debugging endpoint: a web socket (RFC 6455) that asks requests, and may misbehave.

Written from the standard library alone, so that it agrees with the client in the protocol and in nothing else.
"""

import base64
import hashlib
import json
import os
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.web.authority import Holder

_PATIENCE_S = 60
_ACCEPTS = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


@dataclass
class Console:
    """Listens on loopback; one client at a time."""

    listening: socket.socket
    """Where clients come."""
    tls: ssl.SSLContext | None = None
    """Its certificate; None speaks in the clear."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The head of each client's first request: its path, and its headers in lower case."""

    @property
    def url(self) -> str:
        """Where a client finds it."""
        return f"{'wss' if self.tls else 'ws'}://localhost:{self.listening.getsockname()[1]}/connect"

    def admit(self) -> "Session":
        """Wait for a client and agree to talk."""
        session = Session(self._come())
        head = session.head()
        self.asked.append(head)
        digest = hashlib.sha1(head["sec-websocket-key"].encode() + _ACCEPTS).digest()  # noqa: S324 - the protocol's
        session.answer(
            HTTPStatus.SWITCHING_PROTOCOLS,
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}",
        )
        return session

    def refuse(self, status: HTTPStatus) -> None:
        """Wait for a client and turn it away."""
        with Session(self._come()) as session:
            self.asked.append(session.head())
            session.answer(status, "Content-Length: 0")

    def drop(self) -> None:
        """Wait for a client, and be gone before it is answered."""
        self._come().close()

    def distrusted(self) -> bool:
        """Wait for a client; whether it leaves before anything is said."""
        try:
            self.drop()
        except OSError:  # an alert of TLS, or merely gone
            return True
        return False

    def _come(self) -> socket.socket:
        client, _ = self.listening.accept()
        client.settimeout(_PATIENCE_S)
        return self.tls.wrap_socket(client, server_side=True) if self.tls else client


class Session:
    """One client."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._stream = client.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.break_off()

    def head(self) -> dict[str, str]:
        """The request line's path as `path`, and the headers."""
        path = self._stream.readline().decode().split()[1]
        lines = iter(lambda: self._stream.readline().decode().strip(), "")
        return {"path": path} | {name.strip().lower(): value.strip() for name, _, value in map(_parted, lines)}

    def answer(self, status: HTTPStatus, *headers: str) -> None:
        """Answer a request of HTTP."""
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *headers, "", ""]
        self._client.sendall("\r\n".join(lines).encode())

    def ask(self, envelope: object, request_id: str = "r") -> dict[str, Any]:
        """Send what Alexa sends a skill, as the endpoint wraps it; returns what comes back."""
        self.say(
            json.dumps(
                {
                    "version": "1",
                    "type": "SkillRequestMessage",
                    "requestId": request_id,
                    "requestPayload": json.dumps(envelope),
                }
            )
        )
        return self.heard()

    def say(self, text: str) -> None:
        """Send a message."""
        self._send(_TEXT, text.encode())

    def heard(self) -> dict[str, Any]:
        """The client's next message."""
        code, content = self._frame()
        assert code == _TEXT
        message: dict[str, Any] = json.loads(content)
        return message

    def ping(self) -> bytes:
        """Ask whether the client is there; returns what it echoes."""
        self._send(_PING, b"there?")
        code, content = self._frame()
        assert code == _PONG
        return content

    def close(self, reason: str) -> int:
        """Close as the protocol wants it; returns the status that the client closes with."""
        self._send(_CLOSE, struct.pack("!H", 1000) + reason.encode())
        status = self.closed()
        self.break_off()
        return status

    def closed(self) -> int:
        """Wait until the client closes; returns its status."""
        code, content = self._frame()
        assert code == _CLOSE
        status: int = struct.unpack("!H", content[:2])[0]
        return status

    def agree_to_close(self) -> None:
        """Answer the client's closing."""
        self._send(_CLOSE, struct.pack("!H", 1000))
        self.break_off()

    def break_off(self) -> None:
        """Be gone, without a word."""
        self._stream.close()
        self._client.close()

    def garble(self) -> None:
        """Send beneath TLS what is none of it."""
        with socket.socket(fileno=os.dup(self._client.fileno())) as beneath:
            beneath.sendall(b"nothing that was ever encrypted")

    def _send(self, code: int, content: bytes) -> None:
        length = len(content)
        size = bytes([length]) if length < 126 else bytes([126]) + struct.pack("!H", length)
        self._client.sendall(bytes([0x80 | code]) + size + content)

    def _frame(self) -> tuple[int, bytes]:
        first, second = self._stream.read(2)
        assert first & 0x80, "a message comes in one frame here"
        assert second & 0x80, "a client masks what it sends"
        length = second & 0x7F
        if length >= 126:
            length = int.from_bytes(self._stream.read(2 if length == 126 else 8), "big")
        mask = self._stream.read(4)
        content = self._stream.read(length)
        return first & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(content))


@contextmanager
def console(tls: ssl.SSLContext | None = None) -> Iterator[Console]:
    """An endpoint, for as long as it is needed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(_PATIENCE_S)
        yield Console(listening, tls)


def identity(holder: Holder, folder: Path) -> ssl.SSLContext:
    """What a server with the certificate of `holder` shows."""
    key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(key + holder.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")

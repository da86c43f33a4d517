"""A gunicorn worker that nobody can keep waiting: a thread is for whoever sends, and not for ever.

gunicorn's own hands a new connection to a thread at once, which waits there for the first byte, and then reads as long
as the sender likes. As many silent or slow senders as there are threads are then all that is served.
"""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker

READ_SECONDS = 3.0
"""For the first byte of a connection, and then for a whole request. Alexa waits eight, and sends in a moment."""


class DeadlineWorker(ThreadWorker):
    """gunicorn's worker of threads, with a deadline for what is to be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what gunicorn's own takes."""
        super().__init__(*args, **kwargs)
        self._reading: dict[TConn, _Reading] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection a thread once something has come; until then all of them are watched by one."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + READ_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> object:
        """Read one request in this thread, and answer it."""
        self._reading[conn] = _Reading(time.monotonic() + READ_SECONDS)
        try:
            kept = super().handle(conn)
        finally:
            del self._reading[conn]
        if kept is False:
            # gunicorn's main loop would wait two seconds, and all who wait on it, for the other side to hang up.
            _stop_reading(conn)
        return kept

    def handle_request(self, req: Request, conn: TConn) -> object:
        """Answer a request whose headers have been read."""
        self._reading[conn].body = req.body.reader
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """What gunicorn calls every second: hang up on the silent, and stop reading from the slow.

        Only reading is stopped: an answer that is being worked out can still be sent. Where the request is whole there
        is nothing to stop, however long the answer takes: the next one comes on the same connection.
        """
        super().murder_pending()
        now = time.monotonic()
        for conn, reading in self._reading.copy().items():
            if now >= reading.until and not reading.whole:
                _stop_reading(conn)


@dataclass
class _Reading:
    """A request that a thread has in hand."""

    until: float
    """When it must have been read, by the monotonic clock."""
    body: object = None
    """What its body is read with; None while the headers are read."""

    @property
    def whole(self) -> bool:
        """Whether all of it has been read, as far as is known beforehand how much there is."""
        return isinstance(self.body, LengthReader) and self.body.length == 0


def _stop_reading(conn: TConn) -> None:
    with suppress(OSError):  # closed meanwhile
        conn.sock.shutdown(socket.SHUT_RD)

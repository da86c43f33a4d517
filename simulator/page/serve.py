"""Serving the page on loopback, at its own port or the next free one."""

import logging
import socket
from collections.abc import Callable
from contextlib import closing, suppress

from flask import Flask
from werkzeug.serving import make_server

from simulator.errors import ServerError

FIRST_PORT = 8000
"""Where the page is, if nobody else is there."""

_LOOPBACK = "127.0.0.1"
_TRIES = 100


def serve(app: Flask, port: int, announce: Callable[[str], object]) -> None:
    """Serve `app` until Ctrl-C; `announce` is given the page's address once it can be opened.

    ServerError if neither `port` nor the hundred after it is free.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with closing(_free_socket(port)) as listening:
        server = make_server(_LOOPBACK, 0, app, threaded=True, fd=listening.fileno())
        with closing(server.socket):
            announce(f"http://{_LOOPBACK}:{listening.getsockname()[1]}/")
            with suppress(KeyboardInterrupt):
                server.serve_forever()


def _free_socket(first: int) -> socket.socket:
    for port in range(first, min(first + _TRIES, 65_536)):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Without this a port is taken for a minute after its server has ended.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_LOOPBACK, port))
            listening.listen()
        except OSError:
            listening.close()
            continue
        return listening
    raise ServerError(f"no port is free from {first} on: name another with --port")

"""The three calls to DynamoDB that keeping state needs, within a turn's time.

The official client takes a fifth of a second of processor time to import and make, and its time-outs are a
minute; a listener waits eight seconds. This one is the standard library's HTTPS, kept open between turns.
"""

import http.client
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from skill.errors import StateError
from skill.net.bounded_connection import Connection, TlsConnection
from skill.state.records import TURN_WAIT_SECONDS
from skill.state.signature_v4 import Credentials, Scope, signed_headers

LOGGER = logging.getLogger("back_coach.state")
"""One JSON object a line; never what is kept, and never about whom."""

_FIRST_TRY_SHARE = 0.65
"""Of the time there is; what is left is for a fresh connection, should the first have died unnoticed."""
_PAUSE_SECONDS = 0.03
"""Before asking again whoever said that it was too much."""
_TOO_MUCH = frozenset({"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"})
_MAX_ANSWER_BYTES = 512 * 1024
"""An item is 400 KB at most ("Quotas in Amazon DynamoDB")."""


class _NoAnswerError(Exception):
    """Worth asking again."""


@dataclass(frozen=True)
class Endpoint:
    """Where DynamoDB is."""

    url: str
    """For example https://dynamodb.eu-west-1.amazonaws.com; http only for one on the same machine."""
    region: str
    """The region it is in."""

    @classmethod
    def of_region(cls, region: str) -> "Endpoint":
        """Amazon's own in `region`."""
        return cls(f"https://dynamodb.{region}.amazonaws.com", region)


class DynamoDbClient:
    """Calls DynamoDB. Safe for threads: each has a connection of its own, kept open between calls."""

    def __init__(
        self,
        endpoint: Endpoint,
        credentials: Callable[[], Credentials],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take where and as whom to call; nothing is opened yet. `clock` tells the epoch in seconds."""
        self._endpoint = endpoint
        self._credentials = credentials
        self._clock = clock
        self._threads = threading.local()
        self._tls: ssl.SSLContext | None = None

    def call(self, operation: str, content: dict[str, Any], wait_seconds: float = TURN_WAIT_SECONDS) -> dict[str, Any]:
        """What DynamoDB answers to an operation such as GetItem. Asks twice at most.

        Raises:
            StateError: it refused, or there was no answer within `wait_seconds`.
        """
        until = time.monotonic() + wait_seconds
        try:
            return self._try(operation, content, wait_seconds * _FIRST_TRY_SHARE)
        except _NoAnswerError:
            self.close()
        try:
            return self._try(operation, content, max(until - time.monotonic(), 0.05))
        except _NoAnswerError as error:
            self.close()
            raise _failure(str(error)) from error

    def close(self) -> None:
        """Close this thread's connection, if it has one."""
        connection: Connection | None = getattr(self._threads, "connection", None)
        self._threads.connection = None
        if connection is not None:
            connection.close()

    def _try(self, operation: str, content: dict[str, Any], wait_seconds: float) -> dict[str, Any]:
        body = json.dumps(content).encode()
        try:
            connection = self._connection(wait_seconds)
            connection.request("POST", "/", body, self._headers(operation, body))
            answer = connection.getresponse()
            data = answer.read(_MAX_ANSWER_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _NoAnswerError(type(error).__name__) from error
        if answer.will_close:
            self.close()
        return _content(answer.status, data)

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        try:
            who = self._credentials()
        except KeyError as error:
            raise _failure(f"no {error.args[0]}") from error
        headers = {
            "host": urlsplit(self._endpoint.url).netloc,
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": f"DynamoDB_20120810.{operation}",
        }
        at = datetime.fromtimestamp(self._clock(), UTC)
        return signed_headers(headers, body, at, who, Scope(self._endpoint.region, "dynamodb"))

    def _connection(self, wait_seconds: float) -> Connection:
        """This thread's connection, which takes `wait_seconds` at most for what is asked now."""
        connection: Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._new_connection()
            self._threads.connection = connection
        connection.allow(wait_seconds)
        return connection

    def _new_connection(self) -> Connection:
        parts = urlsplit(self._endpoint.url)
        host = parts.hostname or ""
        if parts.scheme != "https":
            return Connection(host, parts.port)
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return TlsConnection(host, parts.port, self._tls)


def _content(status: int, data: bytes) -> dict[str, Any]:
    """What an answer says. Raises `_NoAnswerError` where asking again may help, else `StateError`."""
    try:
        content = json.loads(data or b"{}")
    except ValueError as error:
        raise _NoAnswerError("unreadable answer") from error
    if not isinstance(content, dict):
        raise _NoAnswerError("unreadable answer")
    if status == http.client.OK:
        return content
    kind = str(content.get("__type", "")).rpartition("#")[2][:64] or f"HTTP {status}"
    if kind in _TOO_MUCH:
        time.sleep(_PAUSE_SECONDS)
        raise _NoAnswerError(kind)
    if status >= http.client.INTERNAL_SERVER_ERROR:
        raise _NoAnswerError(kind)
    raise _failure(kind)


def _failure(kind: str) -> StateError:
    LOGGER.error(json.dumps({"event": "state_failed", "store": "dynamodb", "error": kind}))
    return StateError(f"DynamoDB failed ({kind})")

"""The connection itself: Amazon's ask-sdk-local-debug, with what it lacks.

That package is the client of the protocol: a web socket to an endpoint of Amazon's, over which each request comes and
each response goes. As it stands it does not verify whom it hands the access token to, writes every request and
response into its log, hangs where the endpoint cannot be reached, and gives up when the connection breaks. Here the
certificate is verified, its log is silenced (the skill's own has a line a turn, without words), whatever ends the
connection is told, and one that breaks is made again.
"""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import certifi
from ask_sdk_local_debug.client.autobahn_client import AutobahnClientFactory
from ask_sdk_local_debug.client.autobahn_client_protocol import AutobahnClientProtocol
from ask_sdk_local_debug.config.constant_config import PING_INTERVAL_SECONDS
from ask_sdk_local_debug.config.websocket_config import WebSocketConfiguration
from ask_sdk_local_debug.util.parser import argument_parser
from ask_sdk_local_debug.util.websocket_util import create_web_socket_configuration
from autobahn.twisted.websocket import connectWS
from OpenSSL.SSL import Error as TlsError
from service_identity import VerificationError
from twisted.internet import reactor as running
from twisted.internet.defer import Deferred
from twisted.internet.error import ReactorNotRunning
from twisted.internet.ssl import optionsForClientTLS

from deployment.debug.endpoint import Endpoint
from skill.errors import BackCoachError

Handler = Callable[[object, object], dict[str, Any]]
"""Answers a request, given with a context that is None, as the entry point on Lambda does."""
Tell = Callable[[str], object]
"""Is given a line for whoever started this."""

reactor: Any = running
_CONNECT_S = 20
_PONG_S = 30
_DELAYS_S = (1, 2, 5, 10, 20)
"""Seconds before each try to connect again; after as many the connection is given up."""


class ConnectionEndedError(BackCoachError):
    """The endpoint refused, cannot be reached, or was lost for good."""


@dataclass(frozen=True)
class _Invoker:
    """What the package asks for a response."""

    skill_builder_func: Handler
    """Called as the package calls it."""


class _Protocol(AutobahnClientProtocol):
    """One web socket."""

    refused = False
    """Whether the endpoint answered that it will not talk."""

    def onOpen(self) -> None:
        self.factory.opened(self)

    def onMessage(self, payload: bytes, is_binary: bool) -> None:
        try:
            super().onMessage(payload, is_binary)
        except Exception as error:
            # Its message may quote what somebody said.
            self.factory.tell(f"a message that is no request was left unanswered ({type(error).__name__})")

    def failHandshake(self, reason: str) -> None:
        self.refused = True
        super().failHandshake(reason)

    def connectionLost(self, reason: Any) -> None:
        if reason.check(TlsError, VerificationError):
            self.factory.distrusted(reason.getErrorMessage())
        super().connectionLost(reason)

    def onClose(self, was_clean: bool, code: int | None, reason: str | None) -> None:
        self.factory.closed(was_clean, self.refused, f"{reason or code or 'no reason'}")


class _Connection(AutobahnClientFactory):
    """Makes web sockets, one after the other, until there is a reason to stop."""

    protocol = _Protocol

    def __init__(self, configuration: WebSocketConfiguration, handler: Handler, tell: Tell) -> None:
        super().__init__(configuration.web_socket_server_uri, headers=configuration.headers)
        self.setProtocolOptions(autoPingInterval=PING_INTERVAL_SECONDS, autoPingTimeout=_PONG_S)
        self.skill_invoker_config = _Invoker(handler)
        self.tell = tell
        self.fault = ""
        self._socket: _Protocol | None = None
        self._left: Deferred | None = None
        self._before = False
        self._tried = 0

    def connect(self) -> None:
        """Begin; the certificate must be one of the host's that the public roots vouch for."""
        connectWS(self, optionsForClientTLS(self.host) if self.isSecure else None, timeout=_CONNECT_S)

    def opened(self, socket: _Protocol) -> None:
        """The endpoint agreed."""
        self._socket, self._before, self._tried = socket, True, 0
        self.tell("connected: the developer console's test page talks to this computer now; Ctrl-C ends it")

    def distrusted(self, reason: str) -> None:
        """TLS failed before the endpoint agreed. Later on, what breaks in TLS breaks the connection."""
        if not self._before:
            self._end(f"no connection to {self.host} that can be trusted, its certificate for one thing: {reason}")

    def closed(self, was_clean: bool, refused: bool, reason: str) -> None:
        """The web socket is over, if there ever was one: what becomes of the connection."""
        self._socket = None
        if self._left:
            self._left.callback(None)
        elif was_clean:
            self.tell(
                f"the endpoint closed the connection ({reason}); an hour is the longest. To go on: make debug again"
            )
            _stop()
        elif self._before and not refused:
            self._again(reason)
        else:
            self._end(f"the endpoint refused: {reason}. Is the token an hour old, or the skill another account's?")

    def leave(self) -> Deferred | None:
        """Close the web socket; nothing where there is none."""
        if self._socket is None:
            return None
        self._left = Deferred()
        self._socket.sendClose(1000)
        return self._left

    def clientConnectionLost(self, connector: object, reason: object) -> None:
        """Twisted's word for what `closed` has dealt with."""

    def clientConnectionFailed(self, connector: object, reason: Any) -> None:  # noqa: ARG002 - Twisted's signature
        """Twisted's word for an endpoint that cannot be reached."""
        message = f"{self.host} cannot be reached ({reason.getErrorMessage()})"
        if self._before:
            self._again(message)
        else:
            self._end(message)

    def _again(self, reason: str) -> None:
        if self._tried == len(_DELAYS_S):
            self._end(f"the connection is lost: {reason}")
            return
        delay = _DELAYS_S[self._tried]
        self._tried += 1
        self.tell(f"the connection broke ({reason}); trying again in {delay} s")
        reactor.callLater(delay, self.connect)

    def _end(self, fault: str) -> None:
        """Stop; what was told first is the reason."""
        self.fault = self.fault or fault
        _stop()


def serve(endpoint: Endpoint, handler: Handler, tell: Tell) -> None:
    """Answer what comes from `endpoint`, until it closes or Ctrl-C is pressed.

    Raises:
        ConnectionEndedError: it refused, cannot be reached, or was lost.
    """
    os.environ.setdefault("SSL_CERT_FILE", certifi.where())  # not every system has roots where OpenSSL looks
    logging.getLogger("ask_sdk_local_debug").setLevel(logging.CRITICAL + 1)
    connection = _Connection(configuration(endpoint), handler, tell)
    connection.connect()
    reactor.addSystemEventTrigger("before", "shutdown", connection.leave)
    reactor.run()
    if connection.fault:
        raise ConnectionEndedError(connection.fault)


def configuration(endpoint: Endpoint) -> WebSocketConfiguration:
    """What the package makes of its command line; it loads no file of the skill for this."""
    asked = ["--skillId", endpoint.skill_id, "--region", endpoint.region, "--accessToken", endpoint.token]
    configuration = create_web_socket_configuration(
        argument_parser([*asked, "--skillFilePath", "", "--skillHandler", ""])
    )
    if endpoint.url:
        configuration.web_socket_server_uri = endpoint.url
    return configuration


def _stop() -> None:
    with suppress(ReactorNotRunning):  # it is stopping already
        reactor.stop()

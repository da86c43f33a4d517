"""The web service: one address for requests, two for whoever watches over the service.

Flask routes. A turn, which is nearly all that ever comes, is taken before it gets there: between the server and the
verifier Flask spends as long as the signature, the speech and the database together.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope
from flask import Flask, Response
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from skill.alexa.events import is_event
from skill.alexa.logs import places
from skill.errors import VerificationError
from skill.web.certificates import CertificateAuthority, amazon_authority
from skill.web.dispatch import VerifyingSkillHandler
from skill.web.reasons import Reason
from skill.web.signing_keys import SigningKeys
from skill.web.verification import (
    SIGNATURE_HEADER,
    URL_HEADER,
    ApplicationVerifier,
    ClockSkewError,
    SignatureVerifier,
    TimestampVerifier,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MAX_BODY_BYTES = 256 * 1024
LOGGER = logging.getLogger("back_coach.web")
"""One JSON object a line; never a body, an utterance, a slot value or a user id."""

_EMPTY_ANSWER = b'{"version":"1.0","response":{}}'
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), check_circular=False)
_HEADERS = {name: f"HTTP_{name.upper().replace('-', '_')}" for name in (URL_HEADER, SIGNATURE_HEADER)}
"""The headers that are read, to their names in WSGI."""
_MAX_LOGGED_CHARACTERS = 128


def create_app(
    skill: CustomSkill,
    *,
    skill_id: str,
    authority: CertificateAuthority | None = None,
    clock: Callable[[], float] = time.time,
    healthy: Callable[[], bool] = lambda: True,
) -> Flask:
    """The WSGI application that serves a skill.

    `skill_id` is the application id that requests must bear. `authority` is whom to trust as their
    signer: Amazon, unless given. `clock` tells the epoch in seconds. A skill that is not `healthy`,
    because parts of it are missing, damaged or broken, is served and not ready. Verification cannot be
    turned off. Raises `ValueError` for an empty `skill_id`.
    """
    keys = SigningKeys(authority or amazon_authority(), clock)
    handler = VerifyingSkillHandler(
        skill,
        of_bytes=SignatureVerifier(keys),
        of_envelope=(TimestampVerifier(clock), ApplicationVerifier(skill_id)),
    )
    app = Flask("back_coach", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    endpoints = _Endpoints(handler, keys, healthy)
    # So that other methods are refused. Turns take the short cut; "//", the same path to Flask, is not one.
    app.add_url_rule("/", "turn", lambda: Response(status=404), methods=["POST"])
    app.add_url_rule("/healthz", view_func=endpoints.healthz)
    app.add_url_rule("/readyz", view_func=endpoints.readyz)
    app.register_error_handler(HTTPException, _neutral)
    app.register_error_handler(Exception, _failed)
    app.wsgi_app = _ShortCut(endpoints, app.wsgi_app)  # type: ignore[method-assign]  # as Flask's guide says
    return app


@dataclass(frozen=True)
class _ShortCut:
    """Takes turns to their endpoint, and everything else to Flask."""

    endpoints: "_Endpoints"
    """Where turns go."""
    others: "WSGIApplication"
    """Flask."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ.get("PATH_INFO") not in ("/", "") or environ["REQUEST_METHOD"] != "POST":
            return self.others(environ, start_response)
        answer = self.endpoints.turn(environ)
        if isinstance(answer, Response):
            return answer(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]


@dataclass(frozen=True)
class _Endpoints:
    """What is served."""

    handler: VerifyingSkillHandler
    """Verifies requests and asks the skill."""
    keys: SigningKeys
    """Knows whether the certificate host can be reached."""
    healthy: Callable[[], bool]
    """Whether every part of the skill is whole and works."""

    def turn(self, environ: "WSGIEnvironment") -> bytes | Response:
        """One request of Alexa's: the JSON to answer with, 400 where refused, 413 where too large.

        503 for an event that could not be dealt with: somebody who disabled the skill is not forgotten yet.
        """
        try:
            body = get_input_stream(environ, max_content_length=MAX_BODY_BYTES).read()
        except RequestEntityTooLarge:
            return _refused(413, Reason.BODY_TOO_LARGE)
        except HTTPException as error:
            return _neutral(error)  # whoever sent it went away
        headers = {name: environ[key] for name, key in _HEADERS.items() if key in environ}
        try:
            envelope = self.handler.admit(headers, body)
        except ClockSkewError as error:
            return _refused(400, error.reason, offset_s=round(error.offset_s, 3))
        except VerificationError as error:
            cause = error.__cause__
            return _refused(400, error.reason, cause=cause and type(cause).__name__)
        return self._answer(envelope)

    def _answer(self, envelope: RequestEnvelope) -> bytes | Response:
        """What the skill says; an answer that says nothing where even its own apology failed."""
        try:
            answer = self.handler.answer(envelope)
            return _ENCODER.encode(answer).encode("ascii")
        except Exception as error:
            request_id = (envelope.request.request_id or "")[:_MAX_LOGGED_CHARACTERS]
            fields = {"event": "skill_failed", "request_id": request_id}
            LOGGER.error(json.dumps(fields | {"error": type(error).__name__}))
            if is_event(envelope.request):
                return Response(status=503)  # Nobody listens, and what was not done must not look done.
            # Alexa speaks its own apology then; a 5xx would not be heard any better.
            return _EMPTY_ANSWER

    def healthz(self) -> Response:
        """Liveness: the process answers."""
        return Response("alive\n", mimetype="text/plain")

    def readyz(self) -> Response:
        """Readiness: 503 while a part is broken, or the certificate host cannot be reached, which is tried again."""
        if self.healthy() and self.keys.probe():
            return Response("ready\n", mimetype="text/plain")
        return Response("not ready\n", status=503, mimetype="text/plain")


def _refused(status: int, reason: str, **fields: object) -> Response:
    """An empty answer, which helps nobody, and the line in the log, which helps us."""
    refusal: Mapping[str, object] = {"event": "refused", "status": status, "reason": reason}
    known = {name: value for name, value in fields.items() if value is not None}
    LOGGER.warning(json.dumps({**refusal, **known}))
    return Response(status=status)


def _neutral(error: HTTPException) -> Response:
    """An unknown path or method: the status without a page about it."""
    return Response(status=error.code or 400)


def _failed(error: Exception) -> Response:
    """A mistake of ours outside a turn: its kind and place go to the log, and nothing to whoever asked."""
    LOGGER.error(json.dumps({"event": "service_failed", "error": type(error).__name__, "where": places(error)}))
    return Response(status=500)

"""The web service: one address for requests, two for whoever watches over the service."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from skill.errors import VerificationError
from skill.web.certificates import CertificateAuthority, amazon_authority
from skill.web.dispatch import VerifyingSkillHandler
from skill.web.reasons import Reason
from skill.web.signing_keys import SigningKeys
from skill.web.verification import (
    ApplicationVerifier,
    ClockSkewError,
    SignatureVerifier,
    TimestampVerifier,
)

MAX_BODY_BYTES = 256 * 1024
LOGGER = logging.getLogger("back_coach.web")
"""One JSON object a line; never a body, an utterance, a slot value or a user id."""

_EMPTY_ANSWER = b'{"version":"1.0","response":{}}'
_MAX_LOGGED_CHARACTERS = 128


def create_app(
    skill: CustomSkill,
    *,
    skill_id: str,
    authority: CertificateAuthority | None = None,
    clock: Callable[[], float] = time.time,
) -> Flask:
    """The WSGI application that serves a skill.

    `skill_id` is the application id that requests must bear. `authority` is whom to trust as their
    signer: Amazon, unless given. `clock` tells the epoch in seconds. Verification cannot be turned
    off. Raises `ValueError` for an empty `skill_id`.
    """
    keys = SigningKeys(authority or amazon_authority(), clock)
    handler = VerifyingSkillHandler(
        skill,
        of_bytes=SignatureVerifier(keys),
        of_envelope=(TimestampVerifier(clock), ApplicationVerifier(skill_id)),
    )
    app = Flask("back_coach", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    endpoints = _Endpoints(handler, keys)
    app.add_url_rule("/", view_func=endpoints.turn, methods=["POST"])
    app.add_url_rule("/healthz", view_func=endpoints.healthz)
    app.add_url_rule("/readyz", view_func=endpoints.readyz)
    app.register_error_handler(HTTPException, _neutral)
    return app


@dataclass(frozen=True)
class _Endpoints:
    """What is served."""

    handler: VerifyingSkillHandler
    """Verifies requests and asks the skill."""
    keys: SigningKeys
    """Knows whether the certificate host can be reached."""

    def turn(self) -> Response:
        """One request of Alexa's: 200 with the answer, 400 where refused, 413 where too large."""
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return _refused(413, Reason.BODY_TOO_LARGE)
        try:
            envelope = self.handler.admit(dict(request.headers), body)
        except ClockSkewError as error:
            return _refused(400, error.reason, offset_s=round(error.offset_s, 3))
        except VerificationError as error:
            cause = error.__cause__
            return _refused(400, error.reason, cause=cause and type(cause).__name__)
        return Response(self._answer(envelope), mimetype="application/json")

    def _answer(self, envelope: RequestEnvelope) -> bytes:
        """What the skill says; an answer that says nothing where even its own apology failed."""
        try:
            answer = self.handler.answer(envelope)
            return json.dumps(answer, allow_nan=False, separators=(",", ":")).encode("ascii")
        except Exception as error:
            # Alexa speaks its own apology then; a 5xx would not be heard any better.
            request_id = (envelope.request.request_id or "")[:_MAX_LOGGED_CHARACTERS]
            fields = {"event": "skill_failed", "request_id": request_id}
            LOGGER.error(json.dumps(fields | {"error": type(error).__name__}))
            return _EMPTY_ANSWER

    def healthz(self) -> Response:
        """Liveness: the process answers."""
        return Response("alive\n", mimetype="text/plain")

    def readyz(self) -> Response:
        """Readiness: 503 while the certificate host cannot be reached, and tried again if so."""
        if self.keys.probe():
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

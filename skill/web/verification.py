"""Is a request Amazon's, fresh and ours? One verifier for each question.

The rules are Amazon's ("Host a Custom Skill as a Web Service": the signature, the timestamp;
"Add Events to Your Skill": the longer tolerance of events). Every refusal is a `VerificationError`.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime

from ask_sdk_model import RequestEnvelope
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.events import is_event
from skill.errors import VerificationError
from skill.web.certificate_url import normalised
from skill.web.reasons import Reason
from skill.web.sdk_support import AbstractVerifier
from skill.web.signing_keys import SigningKeys

URL_HEADER = "signaturecertchainurl"
SIGNATURE_HEADER = "signature-256"
TOLERANCE_S = 150.0
EVENT_TOLERANCE_S = 3600.0
_MAX_SIGNATURE_CHARACTERS = 2048


class ClockSkewError(VerificationError):
    """A request's timestamp is too far from the clock; says by how much, for the log."""

    def __init__(self, offset_s: float) -> None:
        """Take the request's timestamp minus the clock, in seconds."""
        super().__init__(Reason.TIMESTAMP_OUT_OF_RANGE)
        self.offset_s = offset_s


class SignatureVerifier(AbstractVerifier):
    """Checks that the bytes of a request were signed by Amazon."""

    def __init__(self, keys: SigningKeys) -> None:
        """Take the source of Amazon's keys."""
        self._keys = keys

    def verify(
        self,
        headers: Mapping[str, str],
        serialized_request_env: bytes,
        deserialized_request_env: object = None,  # noqa: ARG002 - the SDK's interface
    ) -> None:
        """Check the signature over the bytes as received; nothing is parsed for it."""
        url = normalised(_header(headers, URL_HEADER))
        signature = _decoded(_header(headers, SIGNATURE_HEADER))
        signer = self._keys.key(url)
        try:
            signer.key.verify(signature, serialized_request_env, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise VerificationError(Reason.SIGNATURE_WRONG) from error
        self._keys.proved(url)


class TimestampVerifier(AbstractVerifier):
    """Checks that a request is fresh, so that a recorded one cannot be sent again later."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock that tells the epoch in seconds."""
        self._clock = clock

    def verify(
        self,
        headers: Mapping[str, str],  # noqa: ARG002 - the SDK's interface
        serialized_request_env: bytes,  # noqa: ARG002
        deserialized_request_env: RequestEnvelope,
    ) -> None:
        """Check the timestamp of the request against the clock."""
        request = deserialized_request_env.request
        sent = getattr(request, "timestamp", None)
        if not isinstance(sent, datetime) or sent.utcoffset() is None:
            raise VerificationError(Reason.TIMESTAMP_MALFORMED)
        offset_s = sent.timestamp() - self._clock()
        # An event may be delivered late; nothing may come from the future.
        late_s = EVENT_TOLERANCE_S if is_event(request) else TOLERANCE_S
        if not -late_s <= offset_s <= TOLERANCE_S:
            raise ClockSkewError(offset_s)


class ApplicationVerifier(AbstractVerifier):
    """Checks that a request is meant for this skill; Amazon signs everybody's with one key."""

    def __init__(self, skill_id: str) -> None:
        """Take the one application id to let through. Raises `ValueError` for an empty one."""
        if not skill_id:
            message = "skill_id is empty: give the id of the skill, as in amzn1.ask.skill.…"
            raise ValueError(message)
        self._skill_id = skill_id

    def verify(
        self,
        headers: Mapping[str, str],  # noqa: ARG002 - the SDK's interface
        serialized_request_env: bytes,  # noqa: ARG002
        deserialized_request_env: RequestEnvelope,
    ) -> None:
        """Check the application id of the context and, where there is one, of the session."""
        system = getattr(deserialized_request_env.context, "system", None)
        session = deserialized_request_env.session
        of_context = getattr(system, "application", None)
        of_session = getattr(session, "application", None)
        if getattr(of_context, "application_id", None) != self._skill_id:
            raise VerificationError(Reason.APPLICATION_WRONG)
        if of_session is not None and of_session.application_id != self._skill_id:
            raise VerificationError(Reason.APPLICATION_WRONG)


def _header(headers: Mapping[str, str], name: str) -> str:
    found = [value for key, value in headers.items() if key.lower() == name]
    if len(found) != 1 or not found[0]:
        raise VerificationError(Reason.HEADER_MISSING)
    return found[0]


def _decoded(signature: str) -> bytes:
    if len(signature) > _MAX_SIGNATURE_CHARACTERS:
        raise VerificationError(Reason.SIGNATURE_MALFORMED)
    try:
        return base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError(Reason.SIGNATURE_MALFORMED) from error

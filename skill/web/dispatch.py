"""From raw bytes to a response: verify first, read second, and only then ask the skill."""

from collections.abc import Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import IntentRequest, Request, RequestEnvelope

from skill.alexa.serializer import EnvelopeSerializer
from skill.errors import VerificationError
from skill.web.json_body import MalformedBodyError, parsed_object
from skill.web.reasons import Reason
from skill.web.sdk_support import AbstractVerifier, WebserviceSkillHandler


class VerifyingSkillHandler(WebserviceSkillHandler):
    """The SDK's web-service handler, with its two steps in the safe order.

    The stock one deserialises before it verifies and reads types it does not know with an error.
    """

    def __init__(
        self,
        skill: CustomSkill,
        *,
        of_bytes: AbstractVerifier,
        of_envelope: tuple[AbstractVerifier, ...],
    ) -> None:
        """Take the skill, the verifier of the raw body, and those of what it says."""
        super().__init__(skill, verify_signature=False, verify_timestamp=False)
        self._of_bytes = of_bytes
        self._of_envelope = of_envelope
        self._serializer = EnvelopeSerializer()

    def verify_request_and_dispatch(
        self, http_request_headers: Mapping[str, str], http_request_body: bytes
    ) -> dict[str, Any]:
        """The response of the skill to a request, ready for `json.dumps`.

        Raises `VerificationError` for a request that is refused, else what the skill raises.
        """
        return self.answer(self.admit(http_request_headers, http_request_body))

    def admit(self, headers: Mapping[str, str], body: bytes) -> RequestEnvelope:
        """The envelope that a request holds, if it is Amazon's, fresh, ours, and complete.

        Raises `VerificationError`, also where a verifier fails in a way of its own: in doubt the
        request is refused.
        """
        try:
            self._of_bytes.verify(headers, body, None)
            envelope = self._read(body)
            for verifier in self._of_envelope:
                verifier.verify(headers, body, envelope)
        except VerificationError:
            raise
        except Exception as error:
            raise VerificationError(Reason.VERIFIER_FAILED) from error
        if not _is_complete(envelope.request):
            raise VerificationError(Reason.ENVELOPE_INCOMPLETE)
        return envelope

    def answer(self, envelope: RequestEnvelope) -> dict[str, Any]:
        """The response of the skill to an envelope that has been admitted."""
        response = self._skill.invoke(request_envelope=envelope, context=None)
        written: dict[str, Any] = self._serializer.serialize(response)
        return written

    def _read(self, body: bytes) -> RequestEnvelope:
        try:
            return self._serializer.read(parsed_object(body), RequestEnvelope)
        except MalformedBodyError as error:
            raise VerificationError(Reason.BODY_MALFORMED) from error


def _is_complete(request: Request) -> bool:
    """Whether handlers find what every request of its kind has: a type, and an intent's name."""
    if not request.object_type:
        return False
    if isinstance(request, IntentRequest):
        return bool(request.intent is not None and request.intent.name)
    return True

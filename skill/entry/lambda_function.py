"""The skill on AWS Lambda, behind the Alexa trigger: thin, and kept between turns."""

import gc

gc.disable()  # what is imported stays: to look through it for garbage, time and again, took a tenth of a cold start

import json
import logging
import os
from collections.abc import Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from skill.alexa.events import is_event
from skill.alexa.logs import log_to
from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import assemble
from skill.errors import BackCoachError, StateError, VerificationError
from skill.state.keys import KEY_VARIABLE, secret_of

gc.freeze()
gc.enable()

LOGGER = logging.getLogger("back_coach.lambda")
_EMPTY_ANSWER: Mapping[str, Any] = {"version": "1.0", "response": {}}
"""Says nothing; Alexa speaks her own apology, as she would at an error."""


class LambdaHandler:
    """Answers events. Lambda keeps the object between turns, and the skill with it."""

    def __init__(self, skill: CustomSkill, skill_id: str) -> None:
        """Take the skill and the one application id to answer."""
        self._skill = skill
        self._skill_id = skill_id
        self._serializer = EnvelopeSerializer()

    def __call__(self, event: object, context: object) -> dict[str, Any]:
        """The answer to an event, which Lambda has parsed already.

        Amazon lets only the trigger's skill in; this checks once more that the request is meant for it.

        Raises:
            VerificationError: the application id is not ours. Whoever sent it gets no answer.
            BackCoachError: an event could not be dealt with: somebody who disabled the skill is not forgotten yet.
        """
        envelope: RequestEnvelope | None = None
        try:
            envelope = self._serializer.read(event, RequestEnvelope)
            self._admit(envelope)
            answer: dict[str, Any] = self._serializer.serialize(self._skill.invoke(envelope, context))
            answer = _finite(answer)
        except VerificationError as error:
            LOGGER.error(json.dumps({"event": "refused", "reason": error.reason}))
            raise
        except Exception as error:
            LOGGER.error(json.dumps({"event": "skill_failed", "error": type(error).__name__}))
            if is_event(getattr(envelope, "request", None)):
                # Nobody listens, and what was not done must not look done. Lambda logs what is raised: no details.
                raise BackCoachError("an event could not be dealt with; the log says why") from None
            return dict(_EMPTY_ANSWER)
        return answer

    def _admit(self, envelope: RequestEnvelope | None) -> None:
        system = getattr(getattr(envelope, "context", None), "system", None)
        of_context = getattr(system, "application", None)
        of_session = getattr(getattr(envelope, "session", None), "application", None)
        named = {application.application_id for application in (of_context, of_session) if application is not None}
        if named != {self._skill_id}:
            raise VerificationError("application_wrong")


def _finite(answer: dict[str, Any]) -> dict[str, Any]:
    """`answer`, in which numbers without bounds, which only a session's attributes can bring, count as zero.

    Lambda reads what JSON does not have, and cannot send it back. Raises `ValueError` for what is no JSON otherwise.
    """
    try:
        json.dumps(answer, allow_nan=False)
    except ValueError:
        bounded: dict[str, Any] = json.loads(json.dumps(answer), parse_constant=lambda _: 0)
        return bounded
    return answer


def create_handler(environment: Mapping[str, str]) -> LambdaHandler:
    """The handler, as the environment says.

    BACK_COACH_SKILL_ID, BACK_COACH_TABLE and BACK_COACH_KEY are ours; AWS_REGION and the credentials are set
    by Lambda. BACK_COACH_DYNAMODB stands for another endpoint than Amazon's, as in tests.

    Raises:
        BackCoachError: a variable is missing, or a compiled file is missing or damaged.
    """
    # HTTPS takes a tenth of a start to import; a handler of another skill, as tests make, does without.
    from skill.state.dynamodb import DynamoDbAdapter  # noqa: PLC0415
    from skill.state.dynamodb_client import DynamoDbClient, Endpoint  # noqa: PLC0415
    from skill.state.signature_v4 import Credentials  # noqa: PLC0415

    log_to()
    secret = secret_of(environment)
    if secret is None:
        raise StateError(f"set {KEY_VARIABLE}: user ids are hashed with it")
    region = _set(environment, "AWS_REGION")
    url = environment.get("BACK_COACH_DYNAMODB", "")
    endpoint = Endpoint(url, region) if url else Endpoint.of_region(region)
    client = DynamoDbClient(endpoint, lambda: Credentials.of(environment))
    adapter = DynamoDbAdapter(client, _set(environment, "BACK_COACH_TABLE"), secret)
    return LambdaHandler(assemble(adapter), _set(environment, "BACK_COACH_SKILL_ID"))


def _set(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise BackCoachError(f"set the environment variable {name} (serverless.yml does)")
    return environment[name]


def __getattr__(name: str) -> LambdaHandler:
    """`handler`, made when Lambda asks for it: while it starts, when the processor is at its fastest."""
    if name != "handler":
        raise AttributeError(name)
    made = create_handler(os.environ)
    globals()["handler"] = made
    return made

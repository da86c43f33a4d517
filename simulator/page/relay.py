"""The signing relay: any program on this computer may send the skill a request without a signature.

The relay signs it as Alexa would and hands it on; the answer comes back as the skill gave it. Two
things a client cannot know are put in their place first: the id of the skill, and the simulated
clock, which is set to the request's own timestamp. Everything else reaches the skill as it came.
"""

from datetime import datetime

from simulator.device.clock import SimulatedClock
from simulator.errors import SkillFailure
from simulator.json_object import JsonObject, as_object, member
from simulator.protocol.envelope import SKILL_ID
from simulator.protocol.skill_connection import Endpoint


def relay(envelope: JsonObject, endpoint: Endpoint, clock: SimulatedClock) -> JsonObject:
    """Return the skill's answer to an unsigned request; SkillFailure if it gives none."""
    clock.set(_moment(envelope))
    return endpoint.send(_addressed(envelope))


def _moment(envelope: JsonObject) -> float:
    written = member(envelope, "request", "timestamp")
    try:
        moment = datetime.fromisoformat(str(written).upper())
        if moment.tzinfo is None:  # the skill refuses it, and does not say why
            raise SkillFailure(f"request.timestamp is {written!r}, without a time zone: put Z behind it, as Alexa does")
        return moment.timestamp()
    except (ValueError, OverflowError):
        raise SkillFailure(f"request.timestamp is {written!r}: write ISO 8601, as Alexa does") from None


def _addressed(envelope: JsonObject) -> JsonObject:
    """Return the envelope with the skill's id wherever Alexa writes it."""
    application = {"applicationId": SKILL_ID}
    addressed = dict(envelope)
    if "session" in envelope:
        addressed["session"] = {**as_object(envelope["session"]), "application": application}
    context = as_object(envelope.get("context"))
    system = {**as_object(context.get("System")), "application": application}
    return {**addressed, "context": {**context, "System": system}}

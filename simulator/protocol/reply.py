"""A skill's response, read as the device reads it."""

import json
from dataclasses import dataclass

from simulator.errors import SkillFailure
from simulator.json_object import JsonObject, as_object, as_objects, member
from simulator.protocol import ssml
from skill.speech.clock import seconds

LONGEST_SPEECH = 8_000
"""Characters of SSML that Alexa accepts in one speech or reprompt (best-practice-text-response)."""

LARGEST_RESPONSE = 120 * 1024
"""Bytes that Alexa accepts in one response."""


@dataclass(frozen=True)
class Spoken:
    """Something the device says."""

    text: str
    """The words without tags."""
    ssml: str | None
    """The SSML; None if the skill sent plain text."""
    seconds: float
    """Estimated listening time."""


@dataclass(frozen=True)
class Reply:
    """A response that Alexa can play."""

    speech: Spoken | None
    """What is said at once."""
    reprompt: Spoken | None
    """What is said after a silence."""
    keeps_session: bool
    """Whether the session stays open with the microphone on.

    Only `shouldEndSession: false` does so: on a speaker without a screen a missing one closes.
    """
    directives: tuple[JsonObject, ...]
    """Directives in order."""
    attributes: JsonObject
    """Session attributes."""


def read(response: JsonObject) -> Reply:
    """Read a decoded response; SkillFailure if Alexa would refuse it."""
    body = response.get("response")
    if not isinstance(body, dict):
        raise SkillFailure("the answer has no response object")
    size = len(json.dumps(response, separators=(",", ":")).encode())
    if size > LARGEST_RESPONSE:
        raise SkillFailure(f"the answer has {size} bytes, more than {LARGEST_RESPONSE}")
    return Reply(
        speech=_spoken(body.get("outputSpeech"), "speech"),
        reprompt=_spoken(member(body, "reprompt", "outputSpeech"), "reprompt"),
        keeps_session=body.get("shouldEndSession") is False,
        directives=as_objects(body.get("directives")),
        attributes=as_object(response.get("sessionAttributes")),
    )


def _spoken(output: object, what: str) -> Spoken | None:
    if output is None:
        return None
    fields = as_object(output)
    is_ssml = fields.get("type") == "SSML"
    text = fields.get("ssml" if is_ssml else "text")
    if not isinstance(text, str):
        raise SkillFailure(f"the {what} has a type without the text that belongs to it")
    if len(text) > LONGEST_SPEECH:
        raise SkillFailure(f"the {what} has {len(text)} characters, more than {LONGEST_SPEECH}")
    if not is_ssml:
        return Spoken(" ".join(text.split()), None, round(seconds(text), 3))
    try:
        return Spoken(ssml.plain_text(text), text, round(seconds(text), 3))
    except ssml.SsmlError as error:
        raise SkillFailure(f"the {what} is broken SSML: {error}") from error

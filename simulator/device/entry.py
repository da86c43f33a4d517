"""One entry of a batch's output: what became of one utterance."""

from dataclasses import dataclass, fields
from typing import Literal

from simulator.json_object import JsonObject
from simulator.protocol.reply import Reply

HeardBy = Literal["skill", "alexa", "nobody"]
"""Who took the words."""


@dataclass(frozen=True)
class Entry:
    """What became of one utterance. The names of the fields are the names in the output."""

    said: str
    """The words as given; empty for a silence."""
    heard_by: HeardBy
    """The skill, Alexa itself ("exit"), or nobody (no session, silence)."""
    session_open: bool
    """Whether the session is open afterwards."""
    intent: str | None = None
    """Name of the intent, or LaunchRequest or SessionEndedRequest."""
    slots: dict[str, str] | None = None
    """Values of the filled slots by name."""
    outcome: str | None = None
    """The skill's own name for what it did."""
    statements: list[str] | None = None
    """Ids of the statements that were spoken."""
    choices: list[str] | None = None
    """What the skill offered."""
    safety_net: bool | None = None
    """Whether it said what to do about a red flag that nobody told of; None if the skill said nothing."""
    speech: str | None = None
    """What was heard, without tags."""
    ssml: str | None = None
    """What was sent, if it was SSML."""
    reprompt: str | None = None
    """What is said after a silence, without tags."""
    seconds: float | None = None
    """Estimated listening time of `speech`."""
    directives: list[JsonObject] | None = None
    """Directives of the response."""
    meanwhile: list[JsonObject] | None = None
    """What the device did since the last entry, and a session end that this utterance brought."""
    error: str | None = None
    """Why the skill failed on this turn."""

    def as_json(self) -> JsonObject:
        """Return all fields in the order of the contract, null where there is nothing."""
        shown = {field.name: getattr(self, field.name) for field in fields(self)}
        # The words, who heard them and the session are never null, the rest is where empty.
        kept = ("said", "heard_by", "session_open")
        return {name: shown[name] if name in kept or shown[name] not in ("", [], {}) else None for name in _ORDER}


_ORDER = (
    "said", "heard_by", "intent", "slots", "outcome", "statements", "choices", "safety_net", "speech", "ssml",
    "reprompt", "session_open", "seconds", "directives", "meanwhile", "error",
)  # fmt: skip


def reply_fields(reply: Reply) -> JsonObject:
    """Return the fields of an entry that a reply fills."""
    outcome = reply.attributes.get("outcome")
    return {
        "outcome": outcome if isinstance(outcome, str) else None,
        "statements": _texts(reply.attributes.get("statements")),
        "choices": _texts(reply.attributes.get("choices")),
        "safety_net": reply.attributes.get("safety_net") is True,
        "speech": reply.speech.text if reply.speech else None,
        "ssml": reply.speech.ssml if reply.speech else None,
        "seconds": reply.speech.seconds if reply.speech else None,
        "reprompt": reply.reprompt.text if reply.reprompt else None,
        "directives": list(reply.directives),
    }


def _texts(value: object) -> list[str] | None:
    return [str(item) for item in value] if isinstance(value, list) else None

"""Talks to the assembled skill in this process: intents, words or silence in, spoken replies out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import create_skill

_START = 1_750_000_000


@dataclass
class Conversation:
    """One user's conversation with the skill, on a clock that only moves when told."""

    skill: CustomSkill
    """The skill under test."""
    user: str = "somebody"
    """Whose memory it uses."""
    now: int = _START
    """Seconds since 1970."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """The session attributes of the last reply."""
    open: bool = False
    """Whether the session is open."""
    speech: str = ""
    """The SSML of the last reply."""
    reprompt: str = ""
    """The SSML of its reprompt."""

    @property
    def outcome(self) -> str:
        """The outcome of the last reply."""
        return str(self.attributes.get("outcome", ""))

    @property
    def position(self) -> dict[str, Any]:
        """The place in the stretch under way; empty if there is none."""
        return dict(self.attributes.get("position") or {})

    def launch(self) -> "Conversation":
        """Open the skill."""
        self.open, self.attributes = False, {}
        return self._send({"type": "LaunchRequest"})

    def intent(self, name: str, after: int = 60, **slots: str) -> "Conversation":
        """Send an intent, `after` seconds later."""
        self.now += after
        filled = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
        return self._send({"type": "IntentRequest", "intent": {"name": name, "slots": filled}})

    def say(self, words: str, after: int = 60) -> "Conversation":
        """Send words as the free question."""
        return self.intent("AskQuestionIntent", after, question=words)

    def _send(self, request: dict[str, Any]) -> "Conversation":
        stamp = datetime.fromtimestamp(self.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        user = {"userId": self.user}
        system = {"application": {"applicationId": "app"}, "user": user, "device": {"deviceId": "d"}}
        envelope = {
            "version": "1.0",
            "session": {
                "new": not self.open,
                "sessionId": "s",
                "application": {"applicationId": "app"},
                "user": user,
                "attributes": self.attributes if self.open else {},
            },
            "context": {"System": system},
            "request": {"requestId": "r", "locale": "en-US", "timestamp": stamp, **request},
        }
        answer = self.skill.invoke(EnvelopeSerializer().read(envelope, RequestEnvelope), None)
        said = EnvelopeSerializer().serialize(answer)
        response = said["response"]
        self.attributes = said.get("sessionAttributes") or {}
        self.open = response.get("shouldEndSession") is False
        self.speech = (response.get("outputSpeech") or {}).get("ssml", "")
        self.reprompt = ((response.get("reprompt") or {}).get("outputSpeech") or {}).get("ssml", "")
        return self


def conversation(folder: Path, user: str = "somebody") -> Conversation:
    """A new user of a skill with an empty store in `folder`."""
    return Conversation(create_skill(folder / "state.db"), user)

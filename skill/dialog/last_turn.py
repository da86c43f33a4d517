"""The turn before, as ids: enough to answer it once more, word for word."""

from dataclasses import dataclass
from typing import Any, Self

from skill.dialog.session import Session
from skill.understanding.command import Command
from skill.understanding.meaning import Asked, CommandGiven, Launched, Meaning, Referred, Unanswerable
from skill.understanding.routine_request import RoutineRequest

LAST_TURN = "last turn"
"""Its key in session attributes."""


@dataclass(frozen=True)
class LastTurn:
    """What somebody meant when the coach last told something, and what was known then. It holds no words."""

    meaning: Meaning
    """What was meant."""
    session: Session
    """The session as it was answered in, with the open question."""
    now: int
    """When it was said, seconds since 1970."""
    first: bool = False
    """Whether it was the listener's first opening of the skill ever."""

    @property
    def whole(self) -> bool:
        """Whether everything that was meant can be kept."""
        dumped = _dumped(self.meaning)
        return bool(dumped) and _loaded(dumped) == self.meaning

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"meaning": _dumped(self.meaning), "session": self.session.dump(), "now": self.now, "first": self.first}

    @classmethod
    def load(cls, data: object) -> Self | None:
        """Rebuild from session attributes; None if it does not fit. A client can send anything here."""
        if not isinstance(data, dict):
            return None
        try:
            session = Session.load(data["session"])
            return cls(_loaded(data["meaning"]), session, int(data["now"]), bool(data.get("first", False)))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return None


def _dumped(meaning: Meaning) -> dict[str, Any]:
    """`meaning` as plain JSON; empty for one that is not kept: an emergency, or what hangs on the words themselves."""
    match meaning:
        case Launched():
            return {"kind": "launch"}
        case Referred(referral, statement):
            return {"kind": "refer", "id": referral, "statement": statement}
        case Unanswerable(gap, off_topic):
            return {"kind": "gap", "id": gap, "off_topic": off_topic}
        case Asked(statements, others, confident, ambiguous):
            return {
                "kind": "asked",
                "ids": list(statements),
                "others": list(others),
                "confident": confident,
                "ambiguous": ambiguous,
            }
        case CommandGiven(command, request, _, number) if command is not Command.DIFFERENT:
            return {"kind": "command", "id": command.value, "request": request.dump(), "number": number}
    return {}


def _loaded(data: dict[str, Any]) -> Meaning:
    """Raises KeyError, TypeError, ValueError or AttributeError if it is no meaning."""
    match data["kind"]:
        case "launch":
            return Launched()
        case "refer":
            return Referred(str(data["id"]), str(data["statement"]))
        case "gap":
            return Unanswerable(str(data["id"]), bool(data["off_topic"]))
        case "asked":
            ids, others = (tuple(map(str, data[name])) for name in ("ids", "others"))
            return Asked(ids, others, bool(data["confident"]), bool(data["ambiguous"]))
        case "command":
            return CommandGiven(Command(data["id"]), RoutineRequest.load(data["request"]), number=int(data["number"]))
    raise ValueError(data["kind"])

"""What is kept between turns (`Session`) and between days (`Memory`): ids and indexes, never text."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from skill.guidance.choosing import Limits
from skill.guidance.position import RoutinePosition
from skill.understanding.routine_request import RoutineRequest
from skill.understanding.utterance import ANYTHING_ELSE, TO_HEAR

_LATELY_SECONDS = 3600
"""How long after an emergency whoever asks for a routine is asked first whether it has been seen to."""
_REQUEST = "wish"
"""The key of `Session.request` in session attributes: sessions that are under way have it."""


class Ask(StrEnum):
    """What an open yes-or-no question, or choice, is about."""

    STATEMENT = TO_HEAR
    """Would you like to hear this statement?"""
    ROUTINE = "routine"
    """Shall we try this routine?"""
    CHOICE = "choice"
    """Which of these statements, or routines?"""
    GO_ON = "go on"
    """Shall we go on with the routine?"""
    SAVED = "saved"
    """Shall we go on with the routine left half done?"""
    STOP_HERE = "stop here"
    """That hurt: shall we stop here?"""
    ANYTHING = ANYTHING_ELSE
    """Anything else?"""
    START_ANY = "start any"
    """Would you like to start a routine?"""
    AGREED = "agreed"
    """Has somebody who can judge agreed to your stretching?"""
    SIGN = "sign"
    """Do you have this sign, which would be a red flag?"""
    SEEN_TO = "seen to"
    """You were sent to get help a little while ago: has it been seen to?"""


@dataclass(frozen=True)
class Pending:
    """A question the skill has asked and not had answered."""

    ask: Ask
    """What it is about."""
    ids: tuple[str, ...] = ()
    """What it offers, in the order spoken."""
    insisted: bool = False
    """Whether something else was said to it, and it was asked once more: of a sign in doubt."""

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rebuild from plain JSON. Raises KeyError, TypeError or ValueError if it is not one."""
        return cls(Ask(data["ask"]), tuple(str(name) for name in data["ids"]), bool(data.get("insisted", False)))

    def dump(self) -> dict[str, Any]:
        """As plain JSON; what is unset is left out."""
        data: dict[str, Any] = {"ask": self.ask, "ids": self.ids}
        return data | {"insisted": True} if self.insisted else data


@dataclass(frozen=True)
class Session:
    """What is kept between the turns of one session."""

    turn: int = 0
    """Number of the turn: wordings of one prompt are spoken in rotation."""
    position: RoutinePosition | None = None
    """The routine under way, if any."""
    pending: Pending | None = None
    """The open question, if any."""
    heard: tuple[str, ...] = ()
    """Statements spoken last, the main one first."""
    others: tuple[str, ...] = ()
    """Statements that were less likely meant, best first."""
    missed: int = 0
    """How many times in a row nothing was understood."""
    no_floor: bool = False
    """Whether the listener cannot get on the floor; for this session only."""
    lacking: tuple[str, ...] = ()
    """Equipment the listener has not got; for this session only."""
    hurt: tuple[str, ...] = ()
    """Movements that hurt; not offered again in this session, never stored."""
    declined: tuple[str, ...] = ()
    """Routines passed over for a different one."""
    ask_first: bool = False
    """Whether a professional has to agree before a routine starts; for this session only, never stored."""
    not_kept_said: bool = False
    """Whether it was said that the place in a routine may not be kept: once a session is enough."""
    introduced: tuple[str, ...] = ()
    """Routines whose introduction was spoken: once a session is enough, and the caution once for all of them."""
    first_stretch: bool = False
    """Whether the listener's first routine ever was begun in this session: its introduction was spoken in full."""
    interrupting_said: bool = False
    """Whether it was said in this session how to interrupt a long turn."""
    net_said: bool = False
    """Whether the signs to watch for were said to a complaint: once a session is enough; never stored."""
    request: RoutineRequest | None = None
    """The request that waits for an answer, or for somebody to agree, if any: whoever says to start means it."""

    @property
    def limits(self) -> Limits:
        """What keeps a routine from the listener."""
        return Limits(self.no_floor, self.lacking, self.hurt, self.declined)

    def asking(self, ask: Ask, *ids: str) -> Self:
        """This session with an open question."""
        return replace(self, pending=Pending(ask, ids))

    def dump(self) -> dict[str, Any]:
        """As plain JSON; what is unset is left out."""
        data = {name: value for name, value in vars(self).items() if value}
        if self.position:
            data["position"] = self.position.dump()
        if self.pending:
            data["pending"] = self.pending.dump()
        if self.request:
            del data["request"]
            data[_REQUEST] = self.request.dump()
        return data

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rebuild from session attributes; whatever does not fit counts as unset.

        A client can send anything here, and an older version of the skill may have written it.
        """
        try:
            position = data.get("position")
            pending = data.get("pending")
            request = data.get(_REQUEST)
            return cls(
                turn=int(data.get("turn", 0)),
                position=RoutinePosition.load(position) if position else None,
                pending=Pending.load(pending) if pending else None,
                heard=_ids(data, "heard"),
                others=_ids(data, "others"),
                missed=int(data.get("missed", 0)),
                no_floor=bool(data.get("no_floor", False)),
                lacking=_ids(data, "lacking"),
                hurt=_ids(data, "hurt"),
                declined=_ids(data, "declined"),
                ask_first=bool(data.get("ask_first", False)),
                not_kept_said=bool(data.get("not_kept_said", False)),
                introduced=_ids(data, "introduced"),
                first_stretch=bool(data.get("first_stretch", False)),
                interrupting_said=bool(data.get("interrupting_said", False)),
                net_said=bool(data.get("net_said", False)),
                request=RoutineRequest.load(request) if request is not None else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return cls()


@dataclass(frozen=True)
class Memory:
    """What is kept between sessions. Nothing about anyone's health or body."""

    position: RoutinePosition | None = None
    """The routine left half done, if any."""
    disclaimer_heard: bool = False
    """Whether the disclaimer was spoken to this user."""
    routine_disclaimer_heard: bool = False
    """Whether it was spoken before a routine."""
    interrupting_heard: bool = False
    """Whether they were told how to interrupt a long turn."""
    waits: bool = False
    """Whether they want to be waited for after every step of a routine."""
    emergency_at: int = 0
    """When somebody was last sent to urgent care, seconds since 1970; nothing of why. It counts for an hour."""
    readable: bool = field(default=True, compare=False)
    """Whether it could be read at all."""
    attributes: dict[str, Any] = field(default_factory=dict, compare=False)
    """Whatever else is stored, by a newer version of the skill or about others of a household; kept untouched."""

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        data = dict(self.attributes)
        if self.position:
            data["position"] = self.position.dump_kept()
        else:
            data.pop("position", None)
        data["disclaimer_heard"] = self.disclaimer_heard
        data["routine_disclaimer_heard"] = self.routine_disclaimer_heard
        for name in ("interrupting_heard", "waits"):
            if getattr(self, name):
                data[name] = True
            else:
                data.pop(name, None)
        if self.emergency_at:
            data["emergency_at"] = self.emergency_at
        else:
            data.pop("emergency_at", None)
        return data

    def at(self, now: int) -> Self:
        """What of it still counts at `now`, seconds since 1970."""
        counts = not self.emergency_at or 0 <= now - self.emergency_at <= _LATELY_SECONDS
        return self if counts else replace(self, emergency_at=0)

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rebuild from what was stored; a damaged position counts as none."""
        try:
            position = RoutinePosition.load(data["position"]) if data.get("position") else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            position = None
        return cls(
            position=position,
            disclaimer_heard=bool(data.get("disclaimer_heard", False)),
            routine_disclaimer_heard=bool(data.get("routine_disclaimer_heard", False)),
            interrupting_heard=bool(data.get("interrupting_heard", False)),
            waits=bool(data.get("waits", False)),
            emergency_at=_time(data.get("emergency_at", 0)),
            attributes=dict(data),
        )


def _time(kept: object) -> int:
    return kept if isinstance(kept, int) else 0


def _ids(data: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(item) for item in data.get(name, ()))

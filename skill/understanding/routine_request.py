"""A request for a routine, as far as its words say what it should be like."""

from dataclasses import dataclass
from typing import Any, Self

_ROUTINE = "stretch"
"""The key of `routine` in plain JSON: sessions that are under way have it."""


@dataclass(frozen=True)
class RoutineRequest:
    """What a listener asked for; what they did not say is empty."""

    routine: str = ""
    """Id of a routine."""
    body_part: str = ""
    """Part of the body, as the slot's value names it."""
    also: tuple[str, ...] = ()
    """Other parts that they named in the same breath: neck *and shoulders*."""
    position: str = ""
    """chair, standing or floor."""
    avoids: str = ""
    """A position to keep out of."""
    shuns: tuple[str, ...] = ()
    """Ids of routines that they named as not wished for: "anything but *the walk*"."""
    shuns_parts: tuple[str, ...] = ()
    """Parts of the body that they named so: "surprise me, but not *the neck*"."""
    minutes: int = 0
    """Minutes that they have; 0 if they did not say."""
    unclear_minutes: bool = False
    """Whether they said how long in words that cannot be made out."""
    lacked: str = ""
    """Name of an exercise that they asked for and that there is none of, as it is said back."""
    purposes: tuple[str, ...] = ()
    """What or when it is for, in the document's words: before bed, something quick."""
    asides: tuple[str, ...] = ()
    """What they said beside it that wants a word: that two do it, that it should be as the last time."""
    unlisted: bool = False
    """Whether all that they named is on no list."""
    equipment: str = ""
    """Equipment that they named, at hand or not."""
    lacking: bool = False
    """Whether that equipment is not at hand."""
    only: bool = False
    """Whether that equipment is all that is at hand."""
    like: bool = False
    """Whether they want one like the routine that they named, and not that one."""
    at_once: bool = False
    """Whether to begin with the first step, without the introduction."""

    def open(self) -> bool:
        """Whether any routine would do."""
        return self.for_nothing_else() and not (self.purposes or self.avoids or self.equipment)

    def named(self) -> bool:
        """Whether they said what to do or what it is for, and not only where or how long."""
        return bool(self.routine or self.body_part or self.lacked or self.purposes)

    def for_nothing_else(self) -> bool:
        """Whether they said no more than a purpose."""
        return not (self.routine or self.body_part or self.position or self.minutes or self.lacked)

    def dump(self) -> dict[str, Any]:
        """As plain JSON; what is unset is left out."""
        kept = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items() if value}
        if self.routine:
            kept[_ROUTINE] = kept.pop("routine")
        return kept

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rebuild from plain JSON, without what is answered at once. Raises TypeError, ValueError or AttributeError."""
        return cls(
            routine=str(data.get(_ROUTINE, "")),
            body_part=str(data.get("body_part", "")),
            also=tuple(map(str, data.get("also", ()))),
            position=str(data.get("position", "")),
            avoids=str(data.get("avoids", "")),
            shuns=tuple(map(str, data.get("shuns", ()))),
            shuns_parts=tuple(map(str, data.get("shuns_parts", ()))),
            minutes=min(max(int(data.get("minutes", 0)), 0), 9999),
            lacked=str(data.get("lacked", "")),
            purposes=tuple(map(str, data.get("purposes", ()))),
            equipment=str(data.get("equipment", "")),
            at_once=bool(data.get("at_once", False)),
        )

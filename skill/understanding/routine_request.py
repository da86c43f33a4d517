"""What somebody asked for when they asked for a routine."""

from dataclasses import dataclass
from typing import Any, Self

_ROUTINE = "stretch"
"""The key of `routine` in plain JSON: sessions that are under way have it."""


@dataclass(frozen=True)
class RoutineRequest:
    """What somebody asked for when they asked for a routine."""

    routine: str = ""
    """Id of a routine."""
    body_part: str = ""
    """Part of the body, as the slot's value names it."""
    position: str = ""
    """chair, standing or floor."""
    avoids: str = ""
    """A position that it is not to be in."""
    minutes: int = 0
    """How long they have; 0 if they did not say."""
    unclear_minutes: bool = False
    """Whether they said how long, and it cannot be made out."""
    lacked: str = ""
    """An exercise that they named and that there is not, as it is said back."""
    purposes: tuple[str, ...] = ()
    """What it is for, or when, as the document names it: before bed, something quick."""
    unlisted: bool = False
    """Whether they named something that is on no list, and nothing besides."""
    equipment: str = ""
    """What they said they have not got, or have."""
    lacking: bool = False
    """Whether they said that they have not got it."""
    only: bool = False
    """Whether that is all they have."""
    at_once: bool = False
    """Whether it is to begin with its first step, and no way in."""

    def open(self) -> bool:
        """Whether anything would do."""
        return not (self.routine or self.body_part or self.position or self.minutes or self.lacked or self.purposes)

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
        """Rebuild from plain JSON. Raises TypeError, ValueError or AttributeError if it is not one."""
        return cls(
            routine=str(data.get(_ROUTINE, "")),
            body_part=str(data.get("body_part", "")),
            position=str(data.get("position", "")),
            avoids=str(data.get("avoids", "")),
            minutes=min(max(int(data.get("minutes", 0)), 0), 9999),
            lacked=str(data.get("lacked", "")),
            purposes=tuple(map(str, data.get("purposes", ()))),
            equipment=str(data.get("equipment", "")),
            at_once=bool(data.get("at_once", False)),
        )

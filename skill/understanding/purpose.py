"""What a routine is wanted for, or when: before bed, after sitting, something quick."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Purpose:
    """The routines for a purpose."""

    fits: tuple[str, ...] = ()
    """Ids of those made for it, best first."""
    nearest: tuple[str, ...] = ()
    """Where there are none, those that come near."""
    why: str = ""
    """Why they do, in a sentence."""
    place: str = ""
    """The position that whoever says it is in, and stays in; empty if it says nothing of one."""
    manner: bool = False
    """Whether it says how a routine should be, which gives way where nothing of what was asked for is so."""

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild from plain data; other keys are left out."""
        return cls(
            tuple(data.get("fits", ())),
            tuple(data.get("nearest", ())),
            str(data.get("why", "")),
            str(data.get("place", "")),
            bool(data.get("manner", False)),
        )

    def dump(self) -> dict[str, Any]:
        """As plain JSON; what is unset is left out."""
        return {name: value for name, value in vars(self).items() if value}

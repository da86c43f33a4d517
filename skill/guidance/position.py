"""Where in a routine somebody is, how fast it is spoken, and how long its holds last."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Self


class Pace(IntEnum):
    """How fast a routine is spoken. Holds keep their seconds."""

    SLOW = -1
    NORMAL = 0
    FAST = 1


class Hold(IntEnum):
    """How long a hold lasts, within the range its source allows."""

    SHORT = -1
    NORMAL = 0
    LONG = 1


@dataclass(frozen=True)
class RoutinePosition:
    """Where in a routine the listener is."""

    routine: str
    """Id of the routine; empty when it was built to fit a number of minutes."""
    steps: tuple[str, ...]
    """Ids of its steps, in order; of a step that takes one side alone, the name of that stage."""
    stage: int = -1
    """Index of the step and side under way; -1 while getting into place."""
    cue: int = 0
    """The cue the last turn began with; after an interruption, the one to go on from."""
    kept_on: int = 0
    """Seconds surely done of what goes on and on in this stage, at `cue` or where it leads: they are not done again."""
    pace: Pace = Pace.NORMAL
    """How fast it is spoken."""
    hold: Hold = Hold.NORMAL
    """How long its holds last."""
    easier: bool = False
    """Whether the easier version of this step was asked for."""
    paused: bool = False
    """Whether the listener paused."""
    waits: bool = False
    """Whether the listener wants to be waited for after every step; else one flows into the next."""
    then: int = -1
    """Stage to go to after this one, when somebody has to get down again first; -1 for the next one."""
    spoken_at: int = 0
    """When the last guiding turn began, seconds since 1970; 0 once its progress was taken into `cue`."""
    harder: bool = False
    """Whether the harder version of this step was asked for."""
    gently: bool = False
    """Whether the listener is puffed, and walks on at an easy pace; for this session only, never stored."""
    uncounted: bool = False
    """Whether the listener wants no counting."""

    @property
    def following(self) -> int:
        """Index of the stage after the one under way."""
        return self.stage + 1 if self.then < 0 else self.then

    @property
    def unspoken(self) -> Self:
        """The same place, as if nothing of it had been spoken yet, nor paused at."""
        return replace(self, paused=False, spoken_at=0) if self.paused or self.spoken_at else self

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """Rebuild from plain JSON. Raises KeyError, TypeError or ValueError if it is not one."""
        return cls(
            routine=str(data["routine"]),
            steps=tuple(str(step) for step in data["steps"]),
            stage=int(data["stage"]),
            cue=int(data["cue"]),
            kept_on=int(data.get("kept_on", 0)),
            pace=Pace(int(data["pace"])),
            hold=Hold(int(data["hold"])),
            easier=bool(data["easier"]),
            paused=bool(data["paused"]),
            waits=bool(data.get("waits", False)),
            then=int(data.get("then", -1)),
            spoken_at=int(data["spoken_at"]),
            harder=bool(data.get("harder", False)),
            gently=bool(data.get("gently", False)),
            uncounted=bool(data.get("uncounted", False)),
        )

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        return vars(self).copy()

    def dump_kept(self) -> dict[str, Any]:
        """As plain JSON for another day, without how the listener was today."""
        return {name: value for name, value in self.dump().items() if name not in ("gently", "kept_on")}

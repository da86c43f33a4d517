"""A position's steps, one after the other, each side on its own."""

from dataclasses import dataclass, replace
from functools import lru_cache

from skill.content.model import Content, Routine, Step
from skill.guidance.position import RoutinePosition

_SIDE = "@"
"""Stands between a step and the one side of it that is to be done."""
_REMEMBERED = 1024
"""Routines, as stages: a turn asks for those of its own half a dozen times."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One step on one side: what a listener thinks of as "this one". There is one object for each, to remember by."""

    step: Step
    """The movement."""
    side: str
    """Its side; empty if it has none."""

    @property
    def routine(self) -> str:
        """Id of the routine it belongs to."""
        return self.step.id.partition("/")[0]

    @property
    def name(self) -> str:
        """What a routine names among its steps to have this stage alone: its step where that has no sides."""
        return f"{self.step.id}{_SIDE}{self.side}" if self.side else self.step.id


class Routines:
    """Looks up routines and steps by id."""

    def __init__(self, content: Content) -> None:
        """Index the routines of `content`."""
        self.by_id: dict[str, Routine] = {routine.id: routine for routine in content.routines}
        self._stages: dict[str, tuple[Stage, ...]] = {}
        for step in (step for routine in content.routines for step in routine.steps):
            self._stages[step.id] = tuple(Stage(step, side) for side in step.sides or ("",))
            self._stages |= {stage.name: (stage,) for stage in self._stages[step.id]}
        self._expanded = lru_cache(maxsize=_REMEMBERED)(self._stages_of)

    def stages(self, position: RoutinePosition) -> tuple[Stage, ...]:
        """Every stage of the routine under way, in order.

        Raises:
            KeyError: it names a step that is no longer there.
        """
        return self._expanded(position.steps)

    def expand(self, steps: tuple[Step, ...]) -> tuple[Stage, ...]:
        """Each step once a side."""
        return self._expanded(tuple(step.id for step in steps))

    def _stages_of(self, names: tuple[str, ...]) -> tuple[Stage, ...]:
        return tuple(stage for name in names for stage in self._stages[name])

    def current(self, position: RoutinePosition) -> Stage:
        """The stage under way; the first while still getting into place."""
        return self.stages(position)[max(position.stage, 0)]

    def routine_of(self, position: RoutinePosition) -> Routine:
        """The routine that the stage under way belongs to."""
        return self.by_id[self.current(position).routine]

    def done(self, position: RoutinePosition) -> bool:
        """Whether the stage under way was heard to its end."""
        return position.stage >= 0 and position.cue >= len(self.current(position).step.cues)

    def over(self, position: RoutinePosition) -> bool:
        """Whether the whole routine was."""
        return self.done(position) and position.following >= len(self.stages(position))

    def at(self, position: RoutinePosition, stage: int) -> RoutinePosition:
        """The beginning of another stage, or behind the last one. A step made easier stays so on its other side."""
        stages = self.stages(position)
        same = position.stage >= 0 and stage < len(stages) and stages[position.stage].step is stages[stage].step
        return replace(position, stage=stage, cue=0, kept_on=0, easier=position.easier and same, harder=False, then=-1)

    def knows(self, position: RoutinePosition) -> bool:
        """Whether every step is still there, and the stage is one of them."""
        known = bool(position.steps) and all(name in self._stages for name in position.steps)
        return known and -1 <= position.stage < len(self.stages(position))

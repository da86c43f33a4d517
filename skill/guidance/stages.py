"""A position's steps, one after the other, each side on its own."""

from dataclasses import dataclass

from skill.content.model import Content, Routine, Step
from skill.session import RoutinePosition


@dataclass(frozen=True)
class Stage:
    """One step on one side: what a listener thinks of as "this one"."""

    step: Step
    """The movement."""
    side: str
    """Its side; empty if it has none."""


class Stretches:
    """Looks up routines and steps by id."""

    def __init__(self, content: Content) -> None:
        """Index the routines of `content`."""
        self.routines: dict[str, Routine] = {one.id: one for one in content.routines}
        self._steps = {step.id: step for one in content.routines for step in one.steps}

    def stages(self, position: RoutinePosition) -> tuple[Stage, ...]:
        """Every stage of the stretch under way, in order.

        Raises:
            KeyError: it names a step that is no longer there.
        """
        return self.expand(tuple(self._steps[name] for name in position.steps))

    @staticmethod
    def expand(steps: tuple[Step, ...]) -> tuple[Stage, ...]:
        """Each step once a side."""
        return tuple(Stage(step, side) for step in steps for side in (step.sides or ("",)))

    def current(self, position: RoutinePosition) -> Stage:
        """The stage under way; the first while still getting into place."""
        return self.stages(position)[max(position.stage, 0)]

    def routine_of(self, position: RoutinePosition) -> Routine:
        """The routine that the stage under way belongs to."""
        return self.routines[self.current(position).step.id.partition("/")[0]]

    def knows(self, position: RoutinePosition) -> bool:
        """Whether every step is still there, and the stage is one of them."""
        known = bool(position.steps) and all(name in self._steps for name in position.steps)
        return known and -1 <= position.stage < len(self.stages(position))

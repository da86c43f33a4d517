"""What is still to come of a routine, changed: one side alone, a stage once more, less of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from skill.content.model import Part
from skill.guidance.position import Hold, RoutinePosition
from skill.guidance.stages import Routines


def only(routines: Routines, position: RoutinePosition, side: str) -> RoutinePosition | None:
    """From now on that side alone; None if no step to come has it.

    Where the step under way was the last one, and that side of it is done, it goes back to it.
    """
    stages = routines.stages(position)
    here = max(position.stage, 0)
    order = [number for number, stage in enumerate(stages) if number < here or stage.side in ("", side)]
    changed = _replanned(routines, position, order)
    if any(stages[number].side == side for number in order if number >= here):
        return changed
    done = [number for number in range(here) if (stages[number].step, stages[number].side) == (stages[here].step, side)]
    return replace(routines.at(position, done[-1]), steps=changed.steps) if done else None


def both(routines: Routines, position: RoutinePosition) -> RoutinePosition:
    """Every step with all its sides again, from the stage under way on."""
    here = routines.current(position)
    steps = tuple(dict.fromkeys(stage.step.id for stage in routines.stages(position)))
    changed = replace(position, steps=steps, then=-1)
    if position.stage < 0:
        return changed
    return replace(changed, stage=[stage.name for stage in routines.stages(changed)].index(here.name))


def again(routines: Routines, position: RoutinePosition, side: str = "") -> RoutinePosition | None:
    """The stage under way once more after this; or `side` of its step, or of a later one. None if none has it."""
    stages = routines.stages(position)
    here = max(position.stage, 0)
    wanted = [number for number, stage in enumerate(stages) if stage.side == side] if side else [here]
    same = [number for number in wanted if stages[number].step is stages[here].step]
    found = same[-1:] or [number for number in wanted if number > here][:1]
    if not found:
        return None
    after = max(*found, here) + 1
    return _replanned(routines, position, [*range(after), *found, *range(after, len(stages))])


def without_part(routines: Routines, position: RoutinePosition, part: Part) -> RoutinePosition | None:
    """The routine without its warm-up, or its cool-down; None if none of that is still to come.

    Where that was the rest of it, `stage` stands behind the last stage: it is done.
    """
    stages = routines.stages(position)
    here = max(position.stage, 0)
    order = [number for number, stage in enumerate(stages) if number < here or stage.step.part is not part]
    return _replanned(routines, position, order) if len(order) < len(stages) else None


def way_up(routines: Routines, position: RoutinePosition) -> RoutinePosition | None:
    """The beginning of what leads up from the floor; None while nobody is down, or where nothing does."""
    if position.stage < 0:
        return None
    stages = routines.stages(position)
    up = [number for number, stage in enumerate(stages) if stage.step.part is Part.GETTING_UP]
    return routines.at(position, up[-1]) if up else None


def fitted(
    length: Callable[[RoutinePosition], float], routines: Routines, position: RoutinePosition, seconds: float
) -> RoutinePosition:
    """As much of what is to come as `seconds` hold, the earlier steps first; the least there is if even that is longer.

    Holds are shortened before a step is left out. What gets somebody down, up, warm or cool stays.

    Args:
        length: the seconds from a position to the end.
        routines: what there is.
        position: the stage under way, which is finished in any case.
        seconds: how long the listener has.
    """
    stages = routines.stages(position)
    here = max(position.stage, 0)
    under_way = stages[here].step
    later = [number for number in range(here, len(stages)) if stages[number].step is not under_way]
    steps = [list(group) for _, group in groupby(later, key=lambda number: stages[number].step.id)]
    movements = [group for group in steps if stages[group[0]].step.part.moves]
    least = 0 if under_way.part.moves or not movements else 1
    shortest = position
    for kept in range(len(movements), least - 1, -1):
        out = {number for group in movements[kept:] for number in group}
        order = [number for number in range(len(stages)) if number not in out]
        for hold in dict.fromkeys((position.hold, min(position.hold, Hold.NORMAL), Hold.SHORT)):
            shortest = replace(_replanned(routines, position, order), hold=hold)
            if length(shortest) <= seconds:
                return shortest
    return shortest


def _replanned(routines: Routines, position: RoutinePosition, order: Sequence[int]) -> RoutinePosition:
    """These stages of a routine, in this order; the place is kept, or moves on to the next that is left.

    Args:
        routines: what there is.
        position: the place in the routine as it was.
        order: which of its stages, by number.
    """
    if list(order) == list(range(len(routines.stages(position)))):
        return position

    def place(stage: int) -> int:
        return next((new for new, old in enumerate(order) if old >= stage), len(order)) if stage >= 0 else stage

    stages = routines.stages(position)
    if position.stage >= 0 and position.stage not in order:
        position = routines.at(position, min((old for old in order if old > position.stage), default=len(stages)))
    return replace(
        position,
        steps=tuple(stages[number].name for number in order),
        stage=place(position.stage),
        then=place(position.then),
    )

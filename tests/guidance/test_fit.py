"""Stretches built for a number of minutes: never longer, nothing twice, warm before effort, down and up once."""

import pytest

from skill.content.model import Part, Position, Routine
from skill.guidance.choosing import fit
from skill.guidance.position import RoutinePosition
from tests.guidance.stretching import STRETCHES

ROUTINES = tuple(STRETCHES.by_id.values())
POOLS: dict[str, list[Routine]] = {
    "everything": list(ROUTINES),
    **{position: [one for one in ROUTINES if one.position == position] for position in Position},
    **{part: [one for one in ROUTINES if part in one.body] for part in ("lower back", "hips", "core")},
}
_WAY_IN = 20
_STAGE = 35


def length(position: RoutinePosition) -> float:
    return _WAY_IN + _STAGE * len(STRETCHES.stages(position))


@pytest.mark.parametrize("minutes", range(2, 21))
@pytest.mark.parametrize("pool", POOLS)
def test_what_is_built(pool: str, minutes: int) -> None:
    found = fit(length, POOLS[pool], minutes * 60)
    if found is None:
        assert all(length(RoutinePosition("", (one.steps[0].id,))) > minutes * 60 for one in POOLS[pool]) or minutes < 5
        return
    assert length(found) <= minutes * 60
    steps = [stage.step for stage in STRETCHES.stages(found)]
    steps = [step for number, step in enumerate(steps) if number == 0 or steps[number - 1] is not step]
    assert len({(step.sides, step.cues) for step in steps}) == len(steps), [step.id for step in steps]
    warm = False
    for step in steps:
        assert warm or step.part is not Part.STRENGTH, [step.id for step in steps]
        warm = warm or step.part in (Part.WARM_UP, Part.MOVEMENT)
    positions = {STRETCHES.by_id[step.id.partition("/")[0]].position for step in steps}
    assert len(positions) == 1
    if positions == {Position.FLOOR} and not found.routine:
        assert steps[0].part is Part.GETTING_DOWN
        assert [step.part for step in steps].count(Part.GETTING_UP) == 1
        assert steps[-1].part is Part.GETTING_UP


def test_one_that_is_as_long_is_taken_as_it_stands() -> None:
    found = fit(length, ROUTINES, int(length(whole := RoutinePosition("whole-ten", _steps("whole-ten")))))
    assert found == whole


def _steps(routine: str) -> tuple[str, ...]:
    return tuple(step.id for step in STRETCHES.by_id[routine].steps)

"""What is left of a stretch after a change, in `plans.yaml`; and that what is fitted is no longer than asked."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from skill.content.model import Part
from skill.content.store import load_content
from skill.guidance.plans import again, both, fitted, only, without
from skill.guidance.position import Hold, RoutinePosition
from skill.guidance.stages import Routines
from tests.dialog.turns import COMPILED

STRETCHES = Routines(load_content(COMPILED / "content.json"))
PLANS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("plans.yaml").read_text("utf-8"))
CHANGES: Mapping[str, Callable[[RoutinePosition], RoutinePosition | None]] = {
    "only left": lambda place: only(STRETCHES, place, "left"),
    "only right": lambda place: only(STRETCHES, place, "right"),
    "twice left": lambda place: again(STRETCHES, place, "left"),
    "twice right": lambda place: again(STRETCHES, place, "right"),
    "twice": lambda place: again(STRETCHES, place),
    "skip warm-up": lambda place: without(STRETCHES, place, Part.WARM_UP),
    "skip cool-down": lambda place: without(STRETCHES, place, Part.COOL_DOWN),
}
_SECONDS = 30
"""What each stage takes in these tests at a usual hold; ten less or more at a short or long one."""


def place_in(routine: str, stage: int) -> RoutinePosition:
    steps = tuple(step.id for step in STRETCHES.by_id[routine].steps)
    return RoutinePosition(routine, steps, stage=stage, cue=1, harder=True)


def names(place: RoutinePosition) -> list[str]:
    return [stage.name.partition("/")[2] for stage in STRETCHES.stages(place)]


def length(place: RoutinePosition) -> float:
    return (len(STRETCHES.stages(place)) - max(place.stage, 0)) * (_SECONDS + 10 * place.hold)


@pytest.mark.parametrize(
    ("routine", "change"),
    [
        pytest.param(plan["routine"], change, id=f"{plan['routine']}-{change['say']}-{change['at']}".replace(" ", "-"))
        for plan in PLANS.values()
        for change in plan["changes"]
    ],
)
def test_what_a_change_leaves(routine: str, change: dict[str, Any]) -> None:
    before = place_in(routine, change["at"])
    after = CHANGES[change["say"]](before)
    if "left" not in change:
        assert after is None
        return
    assert after is not None
    assert (names(after), after.stage) == (change["left"], change["now"])
    same = 0 <= after.stage < len(names(after)) and STRETCHES.current(after) is STRETCHES.current(before)
    if after.stage >= 0:
        assert (after.cue, after.harder) == ((1, True) if same else (0, False))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_both_sides_again_is_the_stretch_as_it_was(plan: dict[str, Any]) -> None:
    for number, name in enumerate(plan["stages"]):
        before = place_in(plan["routine"], number)
        side = name.partition("@")[2]
        after = only(STRETCHES, before, side) if side else before
        assert after is not None
        back = both(STRETCHES, after)
        assert names(back) == plan["stages"]
        assert (back.stage, back.cue) == (number, 1)


def everywhere() -> Iterator[RoutinePosition]:
    for plan in PLANS.values():
        for stage in range(-1, len(plan["stages"])):
            yield place_in(plan["routine"], stage)


@pytest.mark.parametrize("place", list(everywhere()), ids=lambda place: f"{place.routine}-{place.stage}")
def test_what_is_left_fits_and_is_whole(place: RoutinePosition) -> None:
    shortest = length(fitted(length, STRETCHES, place, 0))
    for seconds in range(0, 400, 10):
        after = fitted(length, STRETCHES, place, seconds)
        assert length(after) <= max(seconds, shortest)
        assert STRETCHES.current(after) is STRETCHES.current(place)
        to_come = STRETCHES.stages(after)[max(after.stage, 0) :]
        kept = {stage.step.part for stage in STRETCHES.stages(place)[max(place.stage, 0) :]} - {Part.MOVEMENT}
        assert {stage.step.part for stage in to_come} >= kept
        for stage in to_come:
            if stage.step is not to_come[0].step:
                assert tuple(one.side for one in to_come if one.step is stage.step) == (stage.step.sides or ("",))
        if length(place) <= seconds:
            assert after == place


def test_holds_are_shortened_before_a_step_is_left_out() -> None:
    place = place_in("hamstring-chair", 0)
    after = fitted(length, STRETCHES, place, 4 * (_SECONDS - 10))
    assert (names(after), after.hold) == (PLANS["seated"]["stages"], Hold.SHORT)
    assert names(fitted(length, STRETCHES, place, 4 * (_SECONDS - 10) - 1)) == ["reach@right", "reach@left"]

"""A copy of ours is the one that the standard library makes."""

import dataclasses
from dataclasses import dataclass, replace
from functools import cached_property

import pytest

from skill.dialog.session import Session
from skill.guidance.position import RoutinePosition

PLACE = RoutinePosition("chin", ("chin/tuck",), stage=0)
SESSION = Session(turn=3, position=PLACE, heard=("walking",))


@dataclass(frozen=True)
class _Sum:
    first: int
    second: int = 1

    @cached_property
    def whole(self) -> int:
        return self.first + self.second


def test_a_copy_is_what_the_standard_library_makes() -> None:
    assert replace(SESSION, turn=4, position=None) == dataclasses.replace(SESSION, turn=4, position=None)
    assert replace(PLACE, cue=2) == dataclasses.replace(PLACE, cue=2)
    assert PLACE.cue == 0


def test_what_was_worked_out_of_the_old_fields_is_left_behind() -> None:
    old = _Sum(1)
    assert old.whole == 2
    assert replace(old, first=5).whole == 6


def test_a_field_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(TypeError, match="wrong"):
        replace(SESSION, wrong=1)  # type: ignore[call-arg]

"""A stretch that has its minutes in its name takes about as long as it says."""

import re
from dataclasses import replace

import pytest

from skill.content.model import Routine
from skill.dialog.handlers.routine_speech import seconds_of
from skill.dialog.session import Memory
from skill.guidance.position import RoutinePosition
from skill.understanding.meaning import Launched
from tests.dialog.turns import CONTENT, VOICES, turn_of

NUMBERS = VOICES.numbers
NAMED = [
    pytest.param(one, NUMBERS.index(found[1]), id=one.id)
    for one in CONTENT.routines
    if (found := re.search(r"(\w+)-minute", one.name))
]
_OFF_SECONDS = 35
"""Lengths are said to half a minute."""


@pytest.mark.parametrize(("routine", "minutes"), NAMED)
def test_its_name_is_true(routine: Routine, minutes: int) -> None:
    memory = Memory(disclaimer_heard=True, routine_disclaimer_heard=True)
    turn = replace(turn_of(Launched()), read_memory=lambda: memory)
    whole = seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))
    assert whole == pytest.approx(minutes * 60, abs=_OFF_SECONDS)


def test_there_are_some() -> None:
    assert len(NAMED) >= 5

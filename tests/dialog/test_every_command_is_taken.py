"""In every state each command has a handler, and the one that takes it has declared it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from skill.dialog.handlers import HANDLERS
from skill.dialog.session import Ask, Memory, Pending, Session
from skill.dialog.turn import Turn
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from tests.dialog.turns import OTHER, PLACE, ROUTINE, STATEMENTS, turn_of

OFFERED: dict[Ask, tuple[str, ...]] = {
    Ask.STATEMENT: STATEMENTS[:1],
    Ask.ROUTINE: (ROUTINE.id,),
    Ask.CHOICE: (ROUTINE.id, OTHER.id),
    Ask.AGREED: (PLACE.routine, *PLACE.steps),
}
QUESTIONS = [None, *(Pending(ask, OFFERED.get(ask, ())) for ask in Ask), Pending(Ask.CHOICE, STATEMENTS[:2])]


def _turns(command: Command) -> Iterator[Turn]:
    """The command in every state."""
    plain = turn_of(CommandGiven(command))
    places = (None, PLACE, replace(PLACE, stage=-1), replace(PLACE, paused=True))
    for place, pending, saved, one_shot in product(places, QUESTIONS, (None, PLACE), (False, True)):
        session = Session(position=place)
        recalled = partial(Memory, saved)
        yield replace(plain, session=session, pending=pending, one_shot=one_shot, read_memory=recalled)


@pytest.mark.parametrize("command", Command)
def test_the_handler_that_takes_a_command_has_declared_it(command: Command) -> None:
    handlers = [handler() for handler in HANDLERS]
    for turn in _turns(command):
        taken = [handler for handler in handlers if handler.accepts(turn)]
        assert taken, f"nobody takes it: {turn.session}, {turn.pending}"
        assert command in taken[0].commands, f"{taken[0]} takes it undeclared: {turn.session}, {turn.pending}"

"""In every state each command has a handler, and the one that takes it has declared it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from skill.content.store import load_content
from skill.dialog.catalog import Knowledge, knowledge
from skill.dialog.handlers import HANDLERS
from skill.dialog.session import Ask, Memory, Pending, Session
from skill.dialog.turn import Turn
from skill.entry.assembly import SPEECH
from skill.guidance.position import RoutinePosition
from skill.speech.voice import Voices
from skill.understanding.command import Command
from skill.understanding.commands import Commands
from skill.understanding.meaning import CommandGiven
from tests.understanding.saying import recognizer_of

COMPILED = SPEECH / "compiled"
CONTENT = load_content(COMPILED / "content.json")
STATEMENTS = tuple(statement.id for statement in CONTENT.statements[:2])
VOICES = Voices.load(COMPILED)
ROUTINE, OTHER = CONTENT.routines[:2]
PLACE = RoutinePosition(ROUTINE.id, tuple(step.id for step in ROUTINE.steps), stage=0)
OFFERED: dict[Ask, tuple[str, ...]] = {
    Ask.STATEMENT: STATEMENTS[:1],
    Ask.ROUTINE: (ROUTINE.id,),
    Ask.CHOICE: (ROUTINE.id, OTHER.id),
    Ask.AGREED: (PLACE.routine, *PLACE.steps),
}
QUESTIONS = [None, *(Pending(ask, OFFERED.get(ask, ())) for ask in Ask), Pending(Ask.CHOICE, STATEMENTS)]


@pytest.fixture(scope="module")
def catalog() -> Knowledge:
    nearest = Commands(COMPILED, VOICES.numbers).nearest
    return knowledge(CONTENT, nearest, recognizer_of(SPEECH / "model/none.bin"))


def _turns(catalog: Knowledge, command: Command) -> Iterator[Turn]:
    """The command in every state."""
    plain = Turn(
        meaning=CommandGiven(command),
        session=Session(),
        pending=None,
        voice=VOICES.voice("en-US"),
        knowledge=catalog,
        now=0,
        one_shot=False,
    )
    places = (None, PLACE, replace(PLACE, stage=-1), replace(PLACE, paused=True))
    for place, pending, saved, one_shot in product(places, QUESTIONS, (None, PLACE), (False, True)):
        session = Session(position=place)
        recalled = partial(Memory, saved)
        yield replace(plain, session=session, pending=pending, one_shot=one_shot, read_memory=recalled)


@pytest.mark.parametrize("command", Command)
def test_the_handler_that_takes_a_command_has_declared_it(catalog: Knowledge, command: Command) -> None:
    handlers = [handler() for handler in HANDLERS]
    for turn in _turns(catalog, command):
        taken = [handler for handler in handlers if handler.accepts(turn)]
        assert taken, f"nobody takes it: {turn.session}, {turn.pending}"
        assert command in taken[0].commands, f"{taken[0]} takes it undeclared: {turn.session}, {turn.pending}"

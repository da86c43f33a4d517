"""How long it takes before anything moves: the way into every stretch, by the clock."""

from dataclasses import replace

import pytest

from skill.content.model import Routine
from skill.dialog.handlers.routine_speech import start
from skill.dialog.session import Memory, Session
from skill.dialog.turn import Reply
from skill.speech.clock import seconds
from skill.speech.ssml import plain_text
from skill.understanding.meaning import Launched
from tests.dialog.turns import CONTENT, VOICES, turn_of

FIRST_SECONDS = 20
LATER_SECONDS = 8
"""Both beside whom the stretch is not for, which is said each day: somebody may be by now."""
NOT_FOR_SECONDS = 4
MANY_CONDITIONS = 3
"""Each condition beyond these may take a second more: leaving one out is worse than a longer sentence."""
KNOWN = Memory(disclaimer_heard=True, routine_disclaimer_heard=True)
routines = pytest.mark.parametrize("routine", CONTENT.routines, ids=lambda one: one.id)
locales = pytest.mark.parametrize("locale", VOICES.locales)


def way_in(routine: Routine, locale: str, memory: Memory, session: Session | None = None) -> list[Reply]:
    """The start of the routine, in each of its wordings."""
    turn = replace(turn_of(Launched(), session), read_memory=lambda: memory)
    return [start(replace(turn, voice=VOICES.voice(locale, number)), routine) for number in range(2)]


@locales
@routines
def test_the_first_time_it_is_short(routine: Routine, locale: str) -> None:
    for reply in way_in(routine, locale, Memory()):
        whom = VOICES.voice(locale).say(f"routine.{routine.id}.not_for")
        assert seconds(reply.speech) - seconds(whom) <= FIRST_SECONDS, plain_text(reply.speech)
        assert "not medical advice" in reply.speech


@locales
@routines
def test_later_it_is_shorter(routine: Routine, locale: str) -> None:
    for reply in way_in(routine, locale, KNOWN):
        whom = VOICES.voice(locale).say(f"routine.{routine.id}.not_for")
        assert seconds(whom) <= NOT_FOR_SECONDS + max(0, len(routine.exclusions) - MANY_CONDITIONS)
        assert seconds(reply.speech) - seconds(whom) <= LATER_SECONDS, plain_text(reply.speech)
        assert whom in reply.speech
        assert "top if" in reply.speech


@routines
def test_nothing_of_it_is_said_twice_in_a_session(routine: Routine) -> None:
    for memory in (Memory(), KNOWN):
        for reply in way_in(routine, "en-US", memory):
            assert reply.memory is not None
            again = way_in(routine, "en-US", reply.memory, reply.session)[0]
            name, *said = plain_text(reply.speech).split(". ")
            assert not set(said[:-1]) & set(plain_text(again.speech).split(". ")), name

"""Whatever is named that the document has no more is left out, or it is said honestly that nothing is known of it."""

from dataclasses import replace

import pytest

from skill.content.model import Content, Gap, Statement
from skill.dialog.session import Ask, Memory, Session
from skill.dialog.turn import Outcome, Reply
from skill.understanding.command import Command
from skill.understanding.meaning import Asked, CommandGiven, Meaning, Referred, Unanswerable, Urgent
from skill.understanding.routine_request import RoutineRequest
from tests.dialog.turns import CONTENT, OTHER, PLACE, ROUTINE, STATEMENTS, VOICES, catalog_of, reply_to, turn_of

FIRST, SECOND = STATEMENTS[:2]
UNCLEAR = VOICES.voice("en-US").say("unknown.unclear")
STATES = {
    "idle": Session(),
    "in a stretch": Session(position=PLACE),
    "getting into place": Session(position=replace(PLACE, stage=-1)),
    "which stretch": Session().asking(Ask.CHOICE, ROUTINE.id, OTHER.id),
    "which statement": Session().asking(Ask.CHOICE, FIRST, SECOND),
    "it hurt": Session().asking(Ask.STOP_HERE),
}
MEANINGS: list[Meaning] = [
    Asked(("gone",)),
    Asked(("gone", FIRST), ("gone",)),
    Asked((FIRST, "gone"), ("gone", SECOND)),
    Asked(("gone", "gone too"), confident=False, ambiguous=True),
    Asked(("gone", FIRST), confident=False, ambiguous=True),
    Unanswerable("gap-gone"),
    Referred("refer-gone"),
    Urgent("urgent-gone"),
    CommandGiven(Command.START, RoutineRequest(routine="gone")),
    CommandGiven(Command.ACHE, RoutineRequest(body_part="gone")),
]


def _is_sound(reply: Reply) -> bool:
    """Whether something is said, and only what there is can be named next."""
    known = {*STATEMENTS, *(routine.id for routine in CONTENT.routines), *PLACE.steps, "more"}
    pending = reply.session.pending.ids if reply.session.pending else ()
    named = {*reply.statements, *reply.choices, *reply.session.heard, *reply.session.others, *pending}
    return bool(reply.speech) and named <= known


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", MEANINGS, ids=str)
def test_a_meaning_that_names_what_is_gone_is_answered(state: str, meaning: Meaning) -> None:
    assert _is_sound(reply_to(turn_of(meaning, STATES[state])))


def test_a_statement_that_is_gone_is_not_guessed() -> None:
    reply = reply_to(turn_of(Asked(("gone",))))
    assert reply.outcome is Outcome.UNKNOWN
    assert reply.speech.startswith(UNCLEAR)


def test_what_is_left_of_an_answer_is_spoken() -> None:
    assert reply_to(turn_of(Asked(("gone", FIRST)))).statements[0] == FIRST


def test_a_referral_that_is_gone_is_taken_as_seriously_as_any() -> None:
    reply = reply_to(turn_of(Referred("refer-gone"), Session(position=PLACE)))
    assert reply.outcome is Outcome.REFER
    assert reply.session.ask_first
    assert reply.session.position is None
    assert reply.memory == Memory(None)


def _dangling() -> Content:
    """Our document, with everything that refers to something else referring to nothing."""
    statements = tuple(
        replace(one, study="gone", neighbours=("gone",), joined="gone", offer="gone") for one in CONTENT.statements
    )
    gaps = tuple(replace(gap, nearest="gone") for gap in CONTENT.gaps)
    routines = tuple(
        replace(routine, steps=tuple(replace(step, why="gone") for step in routine.steps))
        for routine in CONTENT.routines
    )
    return replace(CONTENT, statements=statements, gaps=gaps, routines=routines)


DANGLING = catalog_of(_dangling())


@pytest.mark.parametrize("statement", CONTENT.statements, ids=lambda statement: statement.id)
def test_an_answer_that_refers_to_nothing_is_spoken_all_the_same(statement: Statement) -> None:
    reply = reply_to(turn_of(Asked((statement.id,)), catalog=DANGLING))
    assert _is_sound(reply)
    for command in (Command.MORE, Command.SOURCE, Command.SHORTER, Command.REPEAT, Command.NOT_THAT, Command.YES):
        assert _is_sound(reply_to(turn_of(CommandGiven(command), reply.session, DANGLING)))


@pytest.mark.parametrize("gap", CONTENT.gaps, ids=lambda gap: gap.id)
def test_a_gap_near_nothing_is_named_all_the_same(gap: Gap) -> None:
    reply = reply_to(turn_of(Unanswerable(gap.id), catalog=DANGLING))
    assert _is_sound(reply)
    assert str(VOICES.voice("en-US").say(f"gap.{gap.id}")) in reply.speech


def test_a_step_that_is_good_for_nothing_known() -> None:
    reply = reply_to(turn_of(CommandGiven(Command.WHY), Session(position=PLACE), DANGLING))
    assert reply.speech.startswith(UNCLEAR)

"""What was recalled and is no more leaves no trace; what is still there stays as it was."""

from dataclasses import replace

import pytest

from skill.content.store import load_content
from skill.dialog.catalog import Catalog
from skill.dialog.known import known_memory, known_session
from skill.dialog.session import Ask, Memory, Pending, Session
from skill.entry.assembly import SPEECH
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines
from skill.understanding.routine_request import RoutineRequest
from tests.understanding.saying import MODEL, recognizer_of

CONTENT = load_content(SPEECH / "compiled/content.json")
CATALOG = Catalog(
    statements={one.id: one for one in CONTENT.statements},
    sources=(),
    complaint=(),
    studies={},
    gaps={},
    referrals={},
    red_flags={},
    routines=Routines(CONTENT),
    nearest={},
    recognizer=recognizer_of(MODEL),
)
FIRST, SECOND = [one.id for one in CONTENT.statements][:2]
ROUTINE, OTHER = CONTENT.routines[:2]
PLACE = RoutinePosition(ROUTINE.id, tuple(step.id for step in ROUTINE.steps), stage=1)
GOOD = Session(
    turn=3,
    position=PLACE,
    pending=Pending(Ask.CHOICE, (FIRST, SECOND)),
    heard=(FIRST, "more", SECOND),
    others=(SECOND,),
    hurt=("anything",),
    declined=("anything",),
)


def test_what_is_known_stays() -> None:
    assert known_session(GOOD, CATALOG) == GOOD
    memory = Memory(PLACE, disclaimer_heard=True)
    assert known_memory(memory, CATALOG) == memory


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, steps=("gone", *PLACE.steps)),
        replace(PLACE, steps=()),
        replace(PLACE, stage=99),
        replace(PLACE, stage=-2),
        replace(PLACE, cue=-1),
        replace(PLACE, then=99),
        replace(PLACE, then=-2),
        replace(PLACE, spoken_at=-1),
        replace(PLACE, spoken_at=10**400),
    ],
)
def test_a_place_that_is_none(place: RoutinePosition) -> None:
    assert known_session(replace(GOOD, position=place), CATALOG) == replace(GOOD, position=None)
    assert known_memory(Memory(place), CATALOG).position is None


@pytest.mark.parametrize("count", [-1, 10**400])
def test_counts_beyond_all_bounds(count: int) -> None:
    assert known_session(replace(GOOD, turn=count, missed=count), CATALOG) == replace(GOOD, turn=0)


@pytest.mark.parametrize("heard", [("gone",), ("gone", FIRST), ("more", FIRST)])
def test_what_was_heard_begins_with_a_statement(heard: tuple[str, ...]) -> None:
    assert known_session(replace(GOOD, heard=heard), CATALOG).heard in {(), (FIRST,)}


def test_others_that_are_gone_are_left_out() -> None:
    assert known_session(replace(GOOD, others=("gone", FIRST)), CATALOG).others == (FIRST,)


@pytest.mark.parametrize(
    ("pending", "kept"),
    [
        (Pending(Ask.STATEMENT, (FIRST,)), True),
        (Pending(Ask.STATEMENT, ("gone",)), False),
        (Pending(Ask.STATEMENT, ()), False),
        (Pending(Ask.STATEMENT, (ROUTINE.id,)), False),
        (Pending(Ask.ROUTINE, (ROUTINE.id,)), True),
        (Pending(Ask.ROUTINE, (FIRST,)), False),
        (Pending(Ask.CHOICE, (ROUTINE.id, OTHER.id)), True),
        (Pending(Ask.CHOICE, (ROUTINE.id, FIRST)), False),
        (Pending(Ask.CHOICE, (FIRST,)), False),
        (Pending(Ask.CHOICE, (FIRST, "gone")), False),
        (Pending(Ask.GO_ON), True),
        (Pending(Ask.SAVED), True),
        (Pending(Ask.AGREED, (PLACE.routine, *PLACE.steps)), True),
        (Pending(Ask.AGREED, ("", *PLACE.steps)), True),
        (Pending(Ask.AGREED, (PLACE.routine, "gone")), False),
        (Pending(Ask.AGREED, ()), False),
    ],
)
def test_an_open_question_about_what_is_gone_is_dropped(pending: Pending, kept: bool) -> None:
    assert known_session(replace(GOOD, pending=pending), CATALOG).pending == (pending if kept else None)


def test_nothing_goes_on_where_the_place_is_gone() -> None:
    session = replace(GOOD, position=replace(PLACE, stage=99), pending=Pending(Ask.GO_ON))
    assert known_session(session, CATALOG).pending is None


@pytest.mark.parametrize(
    ("wish", "known"),
    [
        (RoutineRequest(body_part="neck", minutes=5), RoutineRequest(body_part="neck", minutes=5)),
        (RoutineRequest(body_part="{'name': 'x_y'}", minutes=5), RoutineRequest(minutes=5)),
        (RoutineRequest(lacked="the dead bug"), RoutineRequest(lacked="the dead bug")),
        (RoutineRequest(lacked="a dead_bug"), RoutineRequest()),
    ],
)
def test_a_wish_names_nothing_that_is_on_no_list(wish: RoutineRequest, known: RoutineRequest) -> None:
    assert known_session(replace(GOOD, request=wish), CATALOG).request == known

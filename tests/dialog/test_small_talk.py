"""What asks for nothing is answered in every state, and leaves the stretch and the open question as they were."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from skill.dialog.session import Ask, Memory, Session
from skill.dialog.turn import Outcome, Reply
from skill.guidance.position import RoutinePosition
from skill.speech.clock import seconds
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from skill.understanding.routine_request import RoutineRequest
from tests.dialog.turns import CONTENT, PLACE, ROUTINE, VOICES, reply_to, turn_of

TALK: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("small_talk.yaml").read_text("utf-8"))
STATES = {
    "rest": Session(),
    "asked": Session().asking(Ask.ROUTINE, ROUTINE.id),
    "guiding": Session(position=PLACE),
}
LONGEST = 25
"""Seconds that a front door may take."""


def _said(command: str, session: Session, body_part: str = "") -> Reply:
    request = RoutineRequest(body_part=body_part)
    return reply_to(turn_of(CommandGiven(Command(command), request), session))


def _asked(reply: Reply) -> str | None:
    return reply.session.pending.ask.value if reply.session.pending else None


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", TALK)
def test_it_is_answered(command: str, state: str) -> None:
    outcome, heard, asked = TALK[command][state]
    reply = _said(command, STATES[state])
    assert (reply.outcome.value, _asked(reply)) == (outcome, asked)
    assert [text for text in heard if text not in reply.speech.unescape()] == []
    assert reply.reprompt is not None, "the microphone is closed"
    assert bool(reply.session.position) is (state == "guiding")


@pytest.mark.parametrize("command", TALK)
def test_the_microphone_stays_open_after_a_one_shot(command: str) -> None:
    turn = replace(turn_of(CommandGiven(Command(command))), one_shot=True)
    assert reply_to(turn).reprompt is not None


def test_the_net_goes_with_a_complaint_once_a_session() -> None:
    first = _said("complaint", Session())
    assert first.safety_net
    again = _said("complaint", first.session)
    assert not again.safety_net
    assert "numb" not in again.speech
    assert Session.load(first.session.dump()).net_said, "it is forgotten between turns"
    assert "net_said" not in Memory().dump()


def test_nothing_else_has_a_net() -> None:
    complaints = ("complaint", "puffed", "shaky", "wobbly")
    replies = [_said(command, session) for command in TALK for session in STATES.values() if command not in complaints]
    assert not any(reply.safety_net for reply in replies)


def test_whether_somebody_was_puffed_is_never_stored() -> None:
    place = replace(PLACE, gently=True)
    assert RoutinePosition.load(place.dump()) == place
    assert Memory.load(Memory(place).dump()).position == PLACE


@pytest.mark.parametrize("command", ["puffed", "shaky", "wobbly", "dropped", "climbed on"])
def test_what_happens_in_a_stretch_keeps_the_place(command: str) -> None:
    place = replace(PLACE, cue=2)
    reply = _said(command, Session(position=place))
    assert reply.session.position == replace(place, paused=True)
    assert reply.memory is not None
    assert reply.memory.position == reply.session.position


@pytest.mark.parametrize("part", sorted({part for routine in CONTENT.routines for part in routine.body}))
@pytest.mark.parametrize("locale", VOICES.locales)
def test_a_complaint_that_names_a_part_gets_a_stretch_for_it_in_time(part: str, locale: str) -> None:
    turn = turn_of(CommandGiven(Command.COMPLAINT, RoutineRequest(body_part=part)))
    for wording in range(3):
        reply = reply_to(replace(turn, voice=VOICES.voice(locale, wording)))
        (offered,) = reply.choices
        assert part in next(routine.body for routine in CONTENT.routines if routine.id == offered)
        assert reply.session.pending == Session().asking(Ask.ROUTINE, offered).pending
        assert len(reply.statements) == 1
        assert seconds(str(reply.speech)) <= LONGEST


def test_a_part_without_a_stretch_gets_the_general_offer_in_time() -> None:
    reply = _said("complaint", Session(), body_part="wrists")
    assert reply.session.pending == Session().asking(Ask.START_ANY).pending
    assert reply.statements == CONTENT.complaint[:1]
    assert seconds(str(reply.speech)) <= LONGEST


def test_what_hurt_today_is_not_offered() -> None:
    neck = next(routine for routine in CONTENT.routines if routine.body[0] == "neck")
    hurt = Session(hurt=tuple(neck.movement.replace(",", " ").split()))
    assert neck.id not in _said("complaint", hurt, body_part="neck").choices


def test_progress_offers_what_was_left_half_done() -> None:
    turn = replace(turn_of(CommandGiven(Command.PROGRESS)), read_memory=lambda: Memory(PLACE))
    reply = reply_to(turn)
    assert reply.outcome is Outcome.PROMPT
    assert _asked(reply) == "saved"


@pytest.mark.parametrize(
    ("command", "place", "heard"),
    [
        ("aside", replace(PLACE, paused=True), "say resume"),
        ("fine", replace(PLACE, paused=True), "Shall we go on"),
        ("aside", replace(PLACE, stage=-1), "Say ready"),
        ("fine", replace(PLACE, stage=-1), "Say ready"),
    ],
)
def test_a_stretch_that_waits_goes_on_waiting(command: str, place: Any, heard: str) -> None:
    reply = _said(command, Session(position=place))
    assert heard in reply.speech
    assert reply.session.position == place


def test_it_is_fine_to_go_on() -> None:
    reply = _said("fine", Session(position=PLACE).asking(Ask.GO_ON))
    assert reply.outcome is Outcome.ROUTINE
    assert reply.session.position is not None
    assert "Shall we go on" not in reply.speech

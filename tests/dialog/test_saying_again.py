"""What was said last is said again word for word, from what is kept of it; a step is left to the routine."""

import json
from dataclasses import replace

import pytest

from skill.dialog.last_turn import LastTurn
from skill.dialog.saying_again import at_the_pace_asked_for, last_turn, said_again
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import Command
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Launched,
    Meaning,
    Referred,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.routine_request import RoutineRequest
from tests.dialog.turns import CONTENT, OTHER, PLACE, ROUTINE, STATEMENTS, VOICES, reply_to, turn_of

STATES = {
    "rest": Session(),
    "anything else": Session().asking(Ask.ANYTHING),
    "which routine": Session().asking(Ask.CHOICE, ROUTINE.id, OTHER.id),
    "a condition was named": Session(ask_first=True, request=RoutineRequest(routine=OTHER.id)),
    "getting into place": Session(position=replace(PLACE, stage=-1)),
    "in a routine": Session(position=PLACE),
    "it hurt": Session(position=None).asking(Ask.STOP_HERE),
}
MEANINGS: list[Meaning] = [
    *(Referred(referral.id) for referral in CONTENT.referrals[:3]),
    Unanswerable(CONTENT.gaps[0].id),
    Unanswerable(off_topic=True),
    Asked(STATEMENTS[:2], STATEMENTS[2:4], confident=False),
    *(
        CommandGiven(command)
        for command in (
            *(Command.HELP, Command.DISCLAIMER, Command.SOURCE, Command.CLOCK, Command.PROGRESS, Command.GREETING),
            *(
                Command.COMPLAINT,
                Command.LIST,
                Command.HURTS,
                Command.PAUSE,
                Command.ASIDE,
                Command.HOW,
                Command.TIME_LEFT,
                Command.WHY,
            ),
        )
    ),
    CommandGiven(Command.START, RoutineRequest(body_part="lower back")),
]
AGAIN = CommandGiven(Command.SAY_AGAIN)


def _turn(meaning: Meaning, session: Session) -> Turn:
    """The turn as a request makes it: the session counts it, and the voice speaks its wordings."""
    turn = turn_of(meaning, session)
    counted = replace(turn.session, turn=session.turn + 1)
    return replace(turn, session=counted, voice=VOICES.voice("en-US", session.turn))


def _after(turn: Turn, reply: Reply, meaning: Meaning) -> Turn:
    """The next turn, with what is kept between the two as it travels."""
    last = last_turn(turn, reply)
    kept = LastTurn.load(json.loads(json.dumps(last.dump()))) if last else None
    later = _turn(meaning, Session.load(json.loads(json.dumps(reply.session.dump()))))
    return said_again(replace(later, last=kept, now=turn.now + 30))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", MEANINGS, ids=str)
def test_what_was_said_is_said_again(meaning: Meaning, state: str) -> None:
    turn = _turn(meaning, STATES[state])
    reply = reply_to(turn)
    again = _after(turn, reply, AGAIN)
    if reply.outcome is Outcome.ROUTINE and reply.session.pending is None:
        assert again.meaning == CommandGiven(Command.REPEAT), "a routine under way repeats its step"
        return
    second = reply_to(again)
    assert (second.speech, second.reprompt, second.outcome) == (reply.speech, reply.reprompt, reply.outcome)
    assert second.session == reply.session
    assert reply_to(_after(again, second, AGAIN)).speech == reply.speech, "and again"


def test_the_first_welcome_is_said_again() -> None:
    turn = _turn(Launched(), Session())
    reply = reply_to(turn)
    again = _after(turn, reply, AGAIN)
    assert reply_to(again).speech == reply.speech


def test_what_was_not_understood_leaves_what_was_said() -> None:
    turn = _turn(Referred(CONTENT.referrals[0].id), Session())
    reply = reply_to(turn)
    missed = _after(turn, reply, Unheard())
    assert reply_to(missed).outcome is Outcome.MISSED
    assert reply_to(_after(missed, reply_to(missed), AGAIN)).speech == reply.speech


def test_slower_at_rest_is_the_same_slowly() -> None:
    turn = _turn(Referred(CONTENT.referrals[0].id), Session())
    reply = reply_to(turn)
    slower = _after(turn, reply, CommandGiven(Command.SLOWER))
    spoken = at_the_pace_asked_for(slower, reply_to(slower)).speech
    assert f'rate="slow">{reply.speech}<' in spoken or (str(reply.speech) in spoken and "prosody" in spoken)


@pytest.mark.parametrize("meaning", [Urgent(), Doubtful("")], ids=str)
def test_nothing_is_kept_of_an_emergency(meaning: Meaning) -> None:
    turn = _turn(meaning, Session())
    assert last_turn(turn, reply_to(turn)) is None


@pytest.mark.parametrize("meaning", [CommandGiven(Command.START, RoutineRequest(body_part="left eyebrow"))], ids=str)
def test_no_words_of_the_listener_are_kept(meaning: Meaning) -> None:
    turn = _turn(meaning, Session())
    assert last_turn(turn, reply_to(turn)) is None
    spoken = replace(_turn(CommandGiven(Command.HELP, text="help me love"), Session()), text="help me love")
    last = last_turn(spoken, reply_to(spoken))
    assert last is not None
    assert "love" not in json.dumps(last.dump())


@pytest.mark.parametrize(
    "kept", [None, "x", {}, {"meaning": 1}, {"meaning": {"kind": "x"}, "session": {}, "now": 0}], ids=str
)
def test_what_does_not_fit_is_nothing(kept: object) -> None:
    assert LastTurn.load(kept) is None

"""A doubtful sign: the number first, then one question; nothing moves until there is a clear answer."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from skill.content.model import RedFlag, Tier
from skill.dialog.doubt import in_doubt
from skill.dialog.session import Ask, Pending, Session
from skill.dialog.turn import Outcome, Reply
from skill.speech.clock import seconds
from skill.understanding.command import Command
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Ended,
    Launched,
    Meaning,
    Referred,
    Speechless,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.routine_request import RoutineRequest
from tests.dialog.turns import CONTENT, PLACE, STATEMENTS, VOICES, reply_to, turn_of

ANSWERS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("doubt.yaml").read_text("utf-8"))
FLAG, OTHER = (flag.id for flag in CONTENT.red_flags[:2])
STATES = {"rest": Session(), "guiding": Session(position=PLACE)}
OUTCOMES = {"rest": Outcome.REFER, "guiding": Outcome.HURTS}
LONGEST = 25
"""Seconds that the question may take, the number and all."""
SHORT = 13
"""Seconds that it may take behind something else, with a word of thanks before it."""


def _doubted(state: str) -> Reply:
    return reply_to(turn_of(Doubtful(FLAG), STATES[state]))


def _answered(state: str, meaning: Meaning) -> Reply:
    return reply_to(turn_of(meaning, _doubted(state).session))


def _is_in_doubt(reply: Reply, state: str) -> bool:
    """Whether the number is said and repeated, the question is open, and what was under way waits."""
    position = reply.session.position
    waits = position is not None and position.paused if state == "guiding" else position is None
    numbers = "911" in reply.speech and "911" in (reply.reprompt or "")
    return waits and numbers and _asks_about(reply, FLAG) and reply.safety_net


def _asks_about(reply: Reply, flag: str) -> bool:
    pending = reply.session.pending
    return pending is not None and (pending.ask, pending.ids) == (Ask.SIGN, (flag,))


@pytest.mark.parametrize("state", STATES)
def test_the_number_comes_before_the_question(state: str) -> None:
    reply = _doubted(state)
    assert _is_in_doubt(reply, state)
    assert reply.outcome is OUTCOMES[state]
    assert reply.speech.index("911") < reply.speech.index("?")
    assert reply.speech.count("?") == 1
    assert not reply.choices


@pytest.mark.parametrize("flag", CONTENT.red_flags, ids=lambda flag: flag.id)
@pytest.mark.parametrize("locale", VOICES.locales)
def test_every_sign_is_named_with_whom_to_call(flag: RedFlag, locale: str) -> None:
    voice = VOICES.voice(locale)
    speech = reply_to(replace(turn_of(Doubtful(flag.id)), voice=voice)).speech
    assert str(voice.emergency()) in speech
    kind = {Tier.CRISIS: "crisis", Tier.POISON: "poison", Tier.SAME_DAY: "advice"}.get(flag.tier)
    telephone = voice.telephone(kind) if kind else None
    assert telephone is None or str(telephone.number) in speech
    assert flag.tier is Tier.POISON or str(voice.say(f"flag.{flag.id}")) in speech
    assert seconds(str(speech)) <= LONGEST


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", ANSWERS["urgent"])
def test_a_yes_is_urgent(command: str, state: str) -> None:
    reply = _answered(state, CommandGiven(Command(command)))
    assert reply.outcome is Outcome.URGENT
    assert str(VOICES.voice("en-US").say(f"flag.{FLAG}"))[1:] in reply.speech
    assert (reply.reprompt, reply.session.position, reply.after_emergency) == (None, None, True)


@pytest.mark.parametrize("command", ANSWERS["relieved"])
def test_a_clear_no_leads_back(command: str) -> None:
    at_rest = _answered("rest", CommandGiven(Command(command)))
    assert (at_rest.outcome, at_rest.safety_net) == (Outcome.PROMPT, False)
    assert at_rest.session.pending == Pending(Ask.ANYTHING)
    during_routine = _answered("guiding", CommandGiven(Command(command)))
    assert during_routine.session.pending == Pending(Ask.GO_ON)
    assert during_routine.session.position is not None, "the place is lost"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", ANSWERS["stopped"])
def test_stopping_closes_with_the_number(command: str, state: str) -> None:
    reply = _answered(state, CommandGiven(Command(command)))
    assert (reply.outcome, reply.reprompt, reply.safety_net) == (Outcome.STOPPED, None, True)
    assert "911" in reply.speech


QUESTIONS: list[Meaning] = [
    Unheard(),
    Unanswerable(),
    Unanswerable(off_topic=True),
    Asked(STATEMENTS[:1]),
    Asked(STATEMENTS[:2], ambiguous=True),
]
HARMLESS: list[Meaning] = [*QUESTIONS, *(CommandGiven(Command(name)) for name in ANSWERS["harmless"])]
HELD: list[Meaning] = [
    Speechless(),
    Referred(CONTENT.referrals[0].id),
    *(CommandGiven(Command(name)) for name in ANSWERS["held"]),
]


def _insisted(state: str) -> Session:
    """The session after something else was said, and the question asked once more."""
    return _answered(state, Unheard()).session


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", [*HARMLESS, *HELD], ids=str)
def test_whatever_is_no_answer_asks_again_the_first_time(meaning: Meaning, state: str) -> None:
    again = _answered(state, meaning)
    assert _is_in_doubt(again, state)
    assert again.outcome is OUTCOMES[state]
    assert again.speech.startswith(str(VOICES.voice("en-US").say("doubt.again")))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", HARMLESS, ids=str)
def test_from_then_on_what_moves_nothing_is_answered_and_the_question_stays(meaning: Meaning, state: str) -> None:
    """Twice over: the question is kept open by what is answered, too."""
    session = _insisted(state)
    insisted = str(VOICES.voice("en-US").say("doubt.again"))
    for _ in range(2):
        reply = reply_to(turn_of(meaning, session))
        assert _is_in_doubt(reply, state)
        assert insisted not in reply.speech
        assert reply.speech.rindex("911") < reply.speech.rindex("?") == len(reply.speech) - 1
        assert not reply.choices
        session = reply.session


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", HELD, ids=str)
def test_what_moves_or_offers_to_move_is_met_with_the_question_for_ever(meaning: Meaning, state: str) -> None:
    session = _insisted(state)
    for _ in range(2):
        reply = reply_to(turn_of(meaning, session))
        assert _is_in_doubt(reply, state)
        assert reply.outcome is OUTCOMES[state]
        session = reply.session


def test_every_command_is_told_of() -> None:
    told = [name for names in ANSWERS.values() for name in names]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("flag", CONTENT.red_flags, ids=lambda flag: flag.id)
@pytest.mark.parametrize("locale", VOICES.locales)
def test_the_question_behind_something_else_is_short_and_has_the_number(locale: str, flag: RedFlag, state: str) -> None:
    voice = VOICES.voice(locale)
    session = replace(STATES[state], pending=Pending(Ask.SIGN, (flag.id,), insisted=True))
    thanked = reply_to(replace(turn_of(CommandGiven(Command.THANKS), session), voice=voice))
    kind = {Tier.CRISIS: "crisis", Tier.SAME_DAY: "advice"}.get(flag.tier, "emergency")
    telephone = voice.telephone(kind)
    assert telephone is None or str(telephone.number) in thanked.speech
    assert str(voice.emergency()) in str(thanked.reprompt)
    assert seconds(str(thanked.speech)) <= SHORT


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", ANSWERS["once more"])
def test_who_wants_it_repeated_hears_the_number_and_the_question(command: str, state: str) -> None:
    again = _answered(state, CommandGiven(Command(command)))
    assert _is_in_doubt(again, state)
    assert again.speech in _doubted(state).speech


def test_who_wants_to_get_up_is_let_go_with_the_number_once_it_was_asked_again() -> None:
    reply = reply_to(turn_of(CommandGiven(Command.GET_UP), _insisted("guiding")))
    assert (reply.outcome, reply.reprompt, reply.safety_net) == (Outcome.STOPPED, None, True)
    assert "911" in reply.speech


@pytest.mark.parametrize("state", STATES)
def test_yes_no_and_a_told_sign_count_after_what_was_answered(state: str) -> None:
    thanked = reply_to(turn_of(CommandGiven(Command.THANKS), _insisted(state))).session
    assert reply_to(turn_of(CommandGiven(Command.YES), thanked)).outcome is Outcome.URGENT
    assert reply_to(turn_of(Urgent(OTHER), thanked)).outcome is Outcome.URGENT
    relieved = reply_to(turn_of(CommandGiven(Command.NO), thanked))
    assert (relieved.outcome, relieved.safety_net) == (Outcome.PROMPT, False)


def test_an_answer_is_short_before_the_question() -> None:
    answered = reply_to(turn_of(Asked(STATEMENTS[:2]), _insisted("rest")))
    assert answered.statements == STATEMENTS[:1]
    assert answered.speech.startswith(str(VOICES.voice("en-US").say(f"statement.{STATEMENTS[0]}.brief")))


def test_insisting_is_kept_in_the_session() -> None:
    session = _insisted("rest")
    assert session.pending is not None
    assert session.pending.insisted
    assert Session.load(json.loads(json.dumps(session.dump()))).pending == session.pending


def test_another_sign_in_doubt_is_asked_about_instead() -> None:
    pending = reply_to(turn_of(Doubtful(OTHER), _insisted("rest"))).session.pending
    assert pending == Pending(Ask.SIGN, (OTHER,))


def test_a_sign_that_the_document_does_not_name() -> None:
    reply = reply_to(turn_of(Doubtful("urgent-gone")))
    assert "911" in reply.speech
    assert reply_to(turn_of(CommandGiven(Command.YES), reply.session)).outcome is Outcome.URGENT


NOW = next(flag.id for flag in CONTENT.red_flags if flag.tier is Tier.NOW)
TODAY = next(flag.id for flag in CONTENT.red_flags if flag.tier is Tier.SAME_DAY)


@pytest.mark.parametrize(
    ("flag", "meaning", "comes_to"),
    [
        (NOW, Urgent(), Urgent(NOW)),
        (TODAY, Urgent(), Urgent()),
        (NOW, Urgent(tier=Tier.CRISIS), Urgent(tier=Tier.CRISIS)),
        (NOW, Urgent(asked=True), Urgent(asked=True)),
        (NOW, Urgent(TODAY), Urgent(TODAY)),
        (NOW, Launched(), Launched()),
        (NOW, Ended(), Ended()),
        (NOW, CommandGiven(Command.FORGET), CommandGiven(Command.FORGET)),
    ],
)
def test_what_is_told_besides(flag: str, meaning: Meaning, comes_to: Meaning) -> None:
    assert in_doubt(meaning, Pending(Ask.SIGN, (flag,))) == comes_to


def test_nothing_changes_where_no_sign_is_asked_about() -> None:
    for pending in (None, Pending(Ask.GO_ON)):
        assert in_doubt(CommandGiven(Command.YES), pending) == CommandGiven(Command.YES)


@pytest.mark.parametrize("state", STATES)
def test_a_wish_that_begins_with_all_right_is_no_yes_to_the_sign(state: str) -> None:
    wish = CommandGiven(Command.YES, RoutineRequest(minutes=5))
    assert _is_in_doubt(_answered(state, wish), state)

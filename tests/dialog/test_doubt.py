"""A doubtful sign: the number first, then one question; nothing moves until there is a clear answer."""

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
    Unanswerable,
    Unheard,
    Urgent,
)
from tests.dialog.turns import CONTENT, PLACE, STATEMENTS, VOICES, reply_to, turn_of

ANSWERS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("doubt.yaml").read_text("utf-8"))
FLAG, OTHER = (flag.id for flag in CONTENT.red_flags[:2])
STATES = {"rest": Session(), "guiding": Session(position=PLACE)}
OUTCOMES = {"rest": Outcome.REFER, "guiding": Outcome.HURTS}
LONGEST = 25
"""Seconds that the question may take, the number and all."""


def _doubted(state: str) -> Reply:
    return reply_to(turn_of(Doubtful(FLAG), STATES[state]))


def _answered(state: str, meaning: Meaning) -> Reply:
    return reply_to(turn_of(meaning, _doubted(state).session))


def _is_in_doubt(reply: Reply, state: str) -> bool:
    """Whether the number is said and repeated, the question is open, and what was under way waits."""
    position = reply.session.position
    waits = position is not None and position.paused if state == "guiding" else position is None
    numbers = "911" in reply.speech and "911" in (reply.reprompt or "")
    asked = reply.session.pending == Pending(Ask.SIGN, (FLAG,))
    return waits and numbers and asked and reply.safety_net and reply.outcome is OUTCOMES[state]


@pytest.mark.parametrize("state", STATES)
def test_the_number_comes_before_the_question(state: str) -> None:
    reply = _doubted(state)
    assert _is_in_doubt(reply, state)
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


OTHERS: list[Meaning] = [
    Unheard(),
    Unanswerable(),
    Unanswerable(off_topic=True),
    Referred(CONTENT.referrals[0].id),
    Asked(STATEMENTS[:1]),
    *(CommandGiven(Command(name)) for name in ANSWERS["in doubt"]),
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("meaning", OTHERS, ids=str)
def test_anything_else_asks_again(meaning: Meaning, state: str) -> None:
    again = _answered(state, meaning)
    assert _is_in_doubt(again, state)
    third = reply_to(turn_of(meaning, again.session))
    assert _is_in_doubt(third, state)
    assert third.speech != _doubted(state).speech


def test_another_sign_in_doubt_is_asked_about_instead() -> None:
    assert _answered("rest", Doubtful(OTHER)).session.pending == Pending(Ask.SIGN, (OTHER,))


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

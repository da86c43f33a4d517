"""The question about a sign, answered through Alexa's own intents, in free words, and by silence's reprompt."""

from pathlib import Path
from typing import Any

import pytest

from skill.content.store import load_content
from skill.dialog.session import Session
from skill.entry.assembly import SPEECH
from tests.conversation import Conversation, conversation

FLAG = load_content(SPEECH / "compiled/content.json").red_flags[0].id


@pytest.fixture
def in_stretch(tmp_path: Path) -> Conversation:
    """A stretch that waits, and a sign in doubt."""
    one = conversation(tmp_path).launch().intent("StartRoutineIntent", stretch="neck stretch").intent("ReadyIntent")
    position: dict[str, Any] = one.position | {"paused": True}
    one.attributes |= {"position": position, "pending": {"ask": "sign", "ids": [FLAG]}}
    return one


@pytest.mark.parametrize("said", ["AMAZON.YesIntent", "AgreeIntent"])
def test_yes_by_intent(in_stretch: Conversation, said: str) -> None:
    in_stretch.intent(said)
    assert (in_stretch.outcome, in_stretch.open) == ("urgent", False)


@pytest.mark.parametrize("words", ["yes", "maybe", "i don't know", "sort of", "a bit", "i think so", "i have that"])
def test_yes_in_words(in_stretch: Conversation, words: str) -> None:
    in_stretch.say(words)
    assert (in_stretch.outcome, in_stretch.open) == ("urgent", False)


def test_no_by_intent(in_stretch: Conversation) -> None:
    in_stretch.intent("AMAZON.NoIntent")
    assert (in_stretch.outcome, in_stretch.attributes["safety_net"]) == ("prompt", False)
    assert "go on" in in_stretch.speech
    assert in_stretch.intent("AMAZON.YesIntent").outcome == "routine"


ASKED_AGAIN = ["hurts"] * 3
"""The question once more, whatever is said."""


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("AMAZON.NextIntent", ASKED_AGAIN),
        ("ReadyIntent", ASKED_AGAIN),
        ("AMAZON.FallbackIntent", ["hurts", "missed", "missed"]),
        ("AMAZON.HelpIntent", ["hurts", "help", "help"]),
    ],
)
def test_anything_else_by_intent(in_stretch: Conversation, name: str, outcomes: list[str]) -> None:
    for outcome in outcomes:
        in_stretch.intent(name)
        assert (in_stretch.outcome, in_stretch.open, in_stretch.attributes["safety_net"]) == (outcome, True, True)
        assert in_stretch.speech.endswith("?</speak>")
        assert "911" in in_stretch.speech
        assert "911" in in_stretch.reprompt
        assert in_stretch.position["paused"]


def test_a_stop_by_intent(in_stretch: Conversation) -> None:
    in_stretch.intent("AMAZON.StopIntent")
    assert (in_stretch.outcome, in_stretch.open) == ("stopped", False)


def test_the_open_question_survives_the_session_attributes(in_stretch: Conversation) -> None:
    session = Session.load(in_stretch.intent("AMAZON.NextIntent").attributes)
    assert session.pending is not None
    assert session.pending.ids == (FLAG,)

"""What a wish for a stretch is about: the last of several, with what is at hand and without what is not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from skill.understanding.routine_request import RoutineRequest
from tests.understanding.saying import in_slots, recognizer_of

HERE = Path(__file__).parent
RECOGNIZER = recognizer_of(HERE / "none.onnx")
WISHES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "wishes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", list(WISHES))
def test_a_wish(words: str) -> None:
    meant: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in WISHES[words].items()}
    assert RECOGNIZER.request(words) == RoutineRequest(**meant)


@pytest.mark.parametrize(("said", "minutes"), [("5", 5), ("ten", 10), ("PT5M", 5), ("PT1H", 60), ("PT90S", 0)])
def test_minutes_in_a_slot(said: str, minutes: int) -> None:
    meaning = in_slots(RECOGNIZER, Command.START, minutes=said)
    assert isinstance(meaning, CommandGiven)
    assert (meaning.request.minutes, meaning.request.unclear_minutes) == (minutes, not minutes)


@pytest.mark.parametrize("said", ["for", "0", "PT", "blue"])
def test_minutes_that_are_none_are_asked_again(said: str) -> None:
    meaning = in_slots(RECOGNIZER, Command.START, minutes=said)
    assert isinstance(meaning, CommandGiven)
    assert meaning.request.unclear_minutes


@pytest.mark.parametrize(("slot", "said"), [("stretch", "the silver swan"), ("equipment", "a unicycle")])
def test_what_is_on_no_list_is_named_and_not_wished(slot: str, said: str) -> None:
    meaning = in_slots(RECOGNIZER, Command.START, **{slot: said})
    assert isinstance(meaning, CommandGiven)
    assert (meaning.request.unlisted, meaning.request.open()) == (True, True)


def test_a_part_of_the_body_on_no_list_is_said_back() -> None:
    meaning = in_slots(RECOGNIZER, Command.START, body_part="popliteus")
    assert isinstance(meaning, CommandGiven)
    assert (meaning.request.body_part, meaning.request.unlisted) == ("popliteus", False)


def test_a_command_taken_for_a_part_of_the_body_is_that_command() -> None:
    meaning = in_slots(RECOGNIZER, Command.START, body_part="the disclaimer")
    assert isinstance(meaning, CommandGiven)
    assert meaning.command is Command.DISCLAIMER


def test_a_wish_is_kept_without_what_is_not_wished() -> None:
    request = RoutineRequest(routine="neck", minutes=5)
    assert request.dump() == {"stretch": "neck", "minutes": 5}
    assert RoutineRequest.load(request.dump()) == request

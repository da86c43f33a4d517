"""What an utterance is understood as, from the interaction model alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hearing import spoken_numbers
from simulator.hearing.interaction_model import InteractionModel, load
from simulator.hearing.invocation import read_launch, without_wake_word
from simulator.hearing.recognizer import FALLBACK, Recognizer
from simulator.hearing.words import spoken
from tests.simulator.conftest import MODELS

DATA = Path(__file__).parent / "data"


def table(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", table("recognizer.jsonl"), ids=lambda row: row["say"])
def test_recognition(model: InteractionModel, row: dict[str, Any]) -> None:
    heard = Recognizer(model).recognize(row["say"])
    slots = {slot.slot.name: [slot.value, *(match.id for match in slot.matches)] for slot in heard.slots}
    assert (heard.intent.name, slots, heard.rank.name) == (
        row["intent"], row.get("slots", {}), row["rank"],
    )  # fmt: skip
    assert heard.why


@pytest.mark.parametrize("row", table("launch.jsonl"), ids=lambda row: row["say"])
def test_launch_forms(row: dict[str, Any]) -> None:
    for in_session in (False, True):
        launch = read_launch(row["say"], "back coach", in_session=in_session)
        wanted = row.get("in_session", row["readings"]) if in_session else row["readings"]
        assert (list(launch.requests) if launch else None) == wanted


@pytest.mark.parametrize("row", table("numbers.jsonl"), ids=lambda row: f"{row['say']}-{list(row)[1]}")
def test_spoken_numbers(row: dict[str, Any]) -> None:
    if "number" in row:
        assert spoken_numbers.number(row["say"]) == row["number"]
    else:
        assert spoken_numbers.duration(row["say"]) == row["duration"]


def test_without_a_free_question_all_else_is_fallback(model: InteractionModel) -> None:
    intents = tuple(intent for intent in model.intents if intent is not model.question_intent)
    closed = InteractionModel(model.locale, model.invocation_name, intents, model.types)
    assert Recognizer(closed).recognize("why does walking help").intent.name == FALLBACK
    assert Recognizer(closed).recognize("help").intent.name == "AMAZON.HelpIntent"


@given(text=st.text(max_size=60))
def test_anything_can_be_said(text: str) -> None:
    words = spoken(text)
    assert spoken(words) == words
    assert words == " ".join(words.split())
    heard = Recognizer(load(MODELS, "en-US")).recognize(text)
    assert heard.intent.name
    assert len(without_wake_word(words)) <= len(words)

"""What the `device` hearing loses, and that it loses the same in every run."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from simulator.hearing.fidelity import LONGEST_QUESTION, DeviceHearing, IdealHearing, Losses
from simulator.hearing.interaction_model import InteractionModel
from simulator.hearing.recognizer import FALLBACK

KEYS = [f"en-US/line/{number}" for number in range(400)]
QUESTION = "should i stretch my stiff neck"
LONG = "so i was thinking the other day about my back and whether it is any use at all to walk"
NEAR_MISSES = [json.loads(line) for line in (Path(__file__).parent / "data/near_misses.jsonl").read_text().splitlines()]


def intents(hearing: DeviceHearing, words: str) -> Counter[str]:
    return Counter(hearing.hear((words,), key).intent.name for key in KEYS)


def test_no_share_loses_nothing(model: InteractionModel) -> None:
    hearing = DeviceHearing(model, Losses(share=0.0))
    assert intents(hearing, QUESTION) == {"AskQuestionIntent": len(KEYS)}


def test_the_share_is_kept_and_split_between_fallback_and_a_neighbour(
    model: InteractionModel,
) -> None:
    heard = intents(DeviceHearing(model, Losses(share=0.3)), QUESTION)
    assert set(heard) == {"AskQuestionIntent", FALLBACK, "StartIntent"}
    lost = heard[FALLBACK] + heard["StartIntent"]
    assert 0.25 < lost / len(KEYS) < 0.35
    assert 0.4 < heard[FALLBACK] / lost < 0.6


def test_full_share_loses_every_question_but_no_command(model: InteractionModel) -> None:
    hearing = DeviceHearing(model, Losses(share=1.0))
    assert "AskQuestionIntent" not in intents(hearing, QUESTION)
    assert intents(hearing, "next") == {"AMAZON.NextIntent": len(KEYS)}
    assert intents(hearing, "zebra") == {FALLBACK: len(KEYS)}


def test_listed_questions_are_lost_like_others(model: InteractionModel) -> None:
    heard = intents(DeviceHearing(model, Losses(share=1.0)), "what is the core")
    assert "AskQuestionIntent" not in heard


def test_a_neighbour_keeps_the_slots_it_can_find(model: InteractionModel) -> None:
    hearing = DeviceHearing(model, Losses(share=1.0))
    heard = [hearing.hear(("is it wise to start the neck roll",), key) for key in KEYS[:20]]
    slots = {(s.slot.name, s.value) for one in heard for s in one.slots}
    assert slots == {("stretch", "neck roll"), ("body_part", "neck")}


def test_the_same_seed_loses_the_same(model: InteractionModel) -> None:
    def heard(seed: int) -> list[str]:
        hearing = DeviceHearing(model, Losses(share=0.5, seed=seed))
        return [hearing.hear((QUESTION,), key).intent.name for key in KEYS]

    assert heard(1) == heard(1)
    assert heard(1) != heard(2)


def test_long_questions_are_cut(model: InteractionModel) -> None:
    heard = DeviceHearing(model, Losses(share=0.0)).hear((LONG,), "key")
    assert heard.slots[0].value == " ".join(LONG.split()[:LONGEST_QUESTION])
    assert "cut" in heard.why


def test_a_request_may_begin_with_the_connecting_word(model: InteractionModel) -> None:
    hearing = IdealHearing(model)
    assert hearing.hear(("the core", "what is the core"), "").slots[0].value == "what is the core"
    assert hearing.hear(("the spine", "about the spine"), "").slots[0].value == "the spine"


@pytest.mark.parametrize("case", NEAR_MISSES, ids=lambda case: str(case["say"]))
def test_near_misses_go_to_the_nearest_sample(case: dict[str, Any], model: InteractionModel) -> None:
    heard = DeviceHearing(model, Losses(share=0.0)).hear((case["say"],), "key")
    assert heard.intent.name == case["intent"]
    if "slots" in case:
        assert {slot.slot.name: slot.value for slot in heard.slots} == case["slots"]
    ideal = IdealHearing(model).hear((case["say"],), "key")
    assert heard.misheard == (heard.intent != ideal.intent)

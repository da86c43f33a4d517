"""A call for help is heard from memory alone; talk about one is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.compiler.calls import spoken_number
from skill.content.model import Tier
from skill.content.store import load_content
from skill.emergency import compiled
from skill.emergency.hearing import call_for_help, flag_of_phrase, tier_of_flag, tier_of_intent
from skill.entry.assembly import SPEECH
from skill.understanding.recognizer import Recognizer
from skill.understanding.words import normalise
from tests.understanding.saying import MODEL, recognizer_of

HERE = Path(__file__).parent
CALLS = [line.split("\t") for line in (HERE / "calls.tsv").read_text(encoding="utf-8").splitlines()]
COMPILED = SPEECH / "compiled"
CONTENT = load_content(COMPILED / "content.json")


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return recognizer_of(MODEL)


@pytest.mark.parametrize(("tier", "text"), CALLS)
def test_a_call_for_help_gets_its_tier_and_talk_of_one_gets_none(tier: str, text: str) -> None:
    heard = call_for_help(normalise(text))
    assert (heard.value if heard else "none") == tier


@pytest.mark.parametrize("text", [text for tier, text in CALLS if tier == "none"])
def test_talk_of_a_call_is_no_emergency(recognizer: Recognizer, text: str) -> None:
    assert recognizer.senses.certain_red_flag(normalise(text)) is None


def test_a_sign_told_with_such_talk_is_one(recognizer: Recognizer) -> None:
    words = "i have chest pain and can't breathe should i call nine one one"
    assert recognizer.senses.certain_red_flag(words) is not None


def test_each_kind_is_in_the_list() -> None:
    assert {tier for tier, _ in CALLS} == {*Tier, "none"}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("911", {"911", "9 1 1", "nine one one"}),
        ("000", {"000", "0 0 0", "zero zero zero", "oh oh oh", "triple zero", "triple oh", "zero double zero"}),
        ("13 11 14", {"131114", "thirteen eleven fourteen", "one three one one one four", "thirteen one one one four"}),
    ],
)
def test_a_number_is_known_however_it_is_said(number: str, said: set[str]) -> None:
    assert said <= set(spoken_number(number))


@pytest.mark.parametrize("flag", CONTENT.red_flags, ids=lambda one: one.id)
def test_a_red_flags_own_phrases_need_nothing_else(flag: object) -> None:
    assert tier_of_flag(flag.id) is flag.tier  # type: ignore[attr-defined]
    for phrase in flag.phrases:  # type: ignore[attr-defined]
        assert flag_of_phrase(normalise(phrase)) == flag.id  # type: ignore[attr-defined]


def test_the_intents_of_the_tiers_are_known_by_name() -> None:
    assert {tier_of_intent(tier.intent) for tier in Tier} == set(Tier)
    assert tier_of_intent("AMAZON.NextIntent") is None


@given(st.text(alphabet="abceghilmnorstuy 0189", max_size=60))
def test_any_words_are_heard_without_failing(text: str) -> None:
    assert call_for_help(normalise(text)) in (None, *Tier)


@given(st.sampled_from(sorted(compiled.ALONE)), st.lists(st.sampled_from(compiled.AROUND), max_size=3))
def test_words_around_change_nothing(alone: str, around: list[str]) -> None:
    words = " ".join([*around, alone, *around])
    assert call_for_help(words) == Tier(compiled.ALONE[alone])

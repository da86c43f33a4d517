"""Samples of ours that Amazon's built-in intents answer to as well: whichever of the two is sent, the same is meant."""

import pytest

from simulator.command_line.commands import MODELS
from simulator.hearing.builtins import builtins
from simulator.hearing.interaction_model import available_locales, load
from simulator.hearing.recognizer import Recognizer
from skill.entry.assembly import SPEECH
from skill.understanding.commands import Commands

BY_INTENT = Commands(SPEECH / "compiled", ()).by_intent


def overlaps(locale: str) -> list[tuple[str, str, str]]:
    """Words, our intent, and the built-in intent."""
    model = load(MODELS, locale)
    built_in = {text: name for name, said in builtins().utterances.items() for text in said}
    samples = [(" ".join(sample.tokens), intent.name) for intent in model.intents for sample in intent.samples]
    return [
        (words, ours, built_in[words])
        for words, ours in samples
        if words in built_in and built_in[words] in model.intents_by_name
    ]


@pytest.mark.parametrize("locale", available_locales(MODELS))
def test_whichever_intent_comes_the_same_is_meant(locale: str) -> None:
    found = overlaps(locale)
    assert found
    assert [one for one in found if BY_INTENT[one[1]] is not BY_INTENT[one[2]]] == []


@pytest.mark.parametrize("locale", available_locales(MODELS))
def test_the_simulator_sends_ours_as_amazon_does(locale: str) -> None:
    recognizer = Recognizer(load(MODELS, locale))
    assert {words: recognizer.recognize(words).intent.name for words, _, _ in overlaps(locale)} == {
        words: ours for words, ours, _ in overlaps(locale)
    }

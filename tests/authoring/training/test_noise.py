"""Noise keeps what it should of a text."""

import random

from hypothesis import given
from hypothesis import strategies as st

from authoring.training.noise import one_word_lost, swapped, vocabulary

WORDS = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=12)
CHANCE = st.randoms(use_true_random=False)
OTHERS = ("x", "y", "z")


@given(words=WORDS, chance=CHANCE)
def test_at_most_one_word_is_lost(words: list[str], chance: random.Random) -> None:
    left = one_word_lost(" ".join(words), chance).split()
    without_one = [words[:at] + words[at + 1 :] for at in range(len(words))] if len(words) > 3 else []
    assert left in [words, *without_one]


@given(words=WORDS, least=st.floats(0, 1), chance=CHANCE)
def test_words_are_swapped_for_others_or_stay(words: list[str], least: float, chance: random.Random) -> None:
    found = swapped(" ".join(words), OTHERS, least, chance).split()
    assert len(found) == len(words)
    assert all(now == before or now in OTHERS for now, before in zip(found, words, strict=True))


@given(words=WORDS, chance=CHANCE)
def test_every_word_can_be_swapped(words: list[str], chance: random.Random) -> None:
    assert set(swapped(" ".join(words), OTHERS, 1, chance).split()) <= set(OTHERS)


def test_a_vocabulary_holds_every_word_once() -> None:
    assert vocabulary(["so it is", "is it"]) == ["is", "it", "so"]

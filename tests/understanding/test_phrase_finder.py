"""Phrases in a sentence: the first, the longest there, whole words alone, and none behind a word that takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.phrase_finder import PhraseFinder

FINDER = PhraseFinder(["out of the chair", "out of", "walk"], unless_after="without")


@pytest.mark.parametrize(
    ("text", "first", "replaced"),
    [
        ("", "", ""),
        ("a sidewalk", "", "a sidewalk"),
        ("walk", "walk", "*"),
        ("up out of the chair and walk", "out of the chair", "up * and *"),
        ("up out of the chairs", "out of", "up * the chairs"),
        ("without walk", "", "without walk"),
        ("without a walk", "walk", "without a *"),
    ],
)
def test_phrases_are_found(text: str, first: str, replaced: str) -> None:
    assert FINDER.first(text) == first
    assert FINDER.replaced(text, lambda _: "*") == replaced
    assert FINDER.begins(text) == replaced.startswith("*")


@given(st.lists(st.sampled_from(["out", "of", "the", "chair", "walk", "without", "up"]), max_size=12))
def test_nothing_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert FINDER.replaced(text, lambda found: found) == text
    assert bool(FINDER.first(text)) == ("*" in FINDER.replaced(text, lambda _: "*"))


def test_without_phrases_nothing_is_found() -> None:
    assert PhraseFinder([]).first("anything") == ""

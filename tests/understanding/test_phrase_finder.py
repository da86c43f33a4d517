"""Phrases in a sentence: the first, the longest there, whole words alone, and none behind a word that takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.phrase_finder import PhraseFinder, Words, replaced_once
from skill.understanding.phrase_table import PhraseTable, indexed


def finder(*phrases: str, words: Words = Words.WHOLE) -> PhraseFinder:
    """Looks for these."""
    return PhraseFinder(PhraseTable(indexed(dict.fromkeys(phrases, ""))), words=words, unless_after=["without"])


FINDER = finder("out of the chair", "out of", "walk")


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


@given(st.lists(st.sampled_from(["out", "of", "the", "chair", "walk", "without", "up"]), max_size=12))
def test_nothing_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert FINDER.replaced(text, lambda found: found) == text
    assert bool(FINDER.first(text)) == ("*" in FINDER.replaced(text, lambda _: "*"))


def test_without_phrases_nothing_is_found() -> None:
    assert finder().first("anything") == ""


@pytest.mark.parametrize(
    ("text", "whole", "bare"),
    [
        ("my neck's stiff", "", "neck"),
        ("'neck'", "", "neck"),
        ("necks", "", ""),
        ("sore neck pain", "neck", "neck"),
        ("child's pose's end", "", "child's pose"),
        ("the child's pose", "child's pose", "child's pose"),
    ],
)
def test_an_ending_is_part_of_a_word_or_none(text: str, whole: str, bare: str) -> None:
    phrases = ("neck", "child's pose")
    assert finder(*phrases).first(text) == whole
    assert finder(*phrases, words=Words.BARE).first(text) == bare


def test_what_is_between_is_what_is_left() -> None:
    assert FINDER.split("up out of the chair and walk") == ["up ", " and ", ""]
    assert FINDER.split("up") == ["up"]


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("my neck and neck", "my * and neck"),
        ("bottleneck neck's", "bottleneck *'s"),
        ("{neck_one} necks", "{neck_one} necks"),
    ],
)
def test_one_is_replaced(text: str, replaced: str) -> None:
    assert replaced_once(text, "neck", "*") == replaced

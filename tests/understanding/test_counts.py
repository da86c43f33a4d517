"""Numbers and minutes as people say them, and as Alexa hands them over."""

import pytest

from skill.understanding.counts import Counts
from skill.understanding.phrase_table import PhraseTable, indexed

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty twenty-one"
)
COUNTS = Counts(
    NUMBERS.split(),
    {"a": 1, "a couple": 2},
    ("minute", "minutes"),
    PhraseTable(indexed({"half an hour": "30", "an hour": "60"})),
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("three minutes", 3),
        ("a couple minutes", 2),
        ("twenty one minutes for my neck", 21),
        ("a 12 minute walk", 12),
        ("half an hour", 30),
        ("half an hour's walk", 30),
        ("quite some minutes", 0),
        ("twenty", 0),
    ],
)
def test_minutes_are_found(text: str, minutes: int) -> None:
    assert COUNTS.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "number"), [("PT5M", 5), ("pt1h30m", 90), ("twenty-one", 21), ("99999", 9999), ("zero", 0), ("dozens", 0)]
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert COUNTS.number(text) == number


@pytest.mark.parametrize(
    ("text", "first"), [("step three of 12", 3), ("12 of three", 12), ("twenty one's enough", 21), ("none", 0)]
)
def test_the_first_number_counts(text: str, first: int) -> None:
    assert COUNTS.first_number(text) == first


def test_what_a_number_fills_is_told_with_its_words() -> None:
    assert list(COUNTS.mentions("a three minute walk")) == [("minutes", "three"), ("number", "three")]
    assert list(COUNTS.mentions("a walk")) == []

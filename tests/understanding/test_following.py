"""A value behind what says what of it, with words between that may stand there, and no others."""

import pytest

from skill.understanding.following import Following
from skill.understanding.phrase_finder import PhraseFinder, Words
from skill.understanding.phrase_table import PhraseTable, indexed


def finder(*phrases: str) -> PhraseFinder:
    """Looks for these."""
    return PhraseFinder(PhraseTable(indexed(dict.fromkeys(phrases, ""))), words=Words.BARE)


REFUSED = Following(
    finder("not", "not on", "nothing"), finder("floor", "on the floor"), {"the", "down"}.__contains__, 2
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("not on the floor", "not on the floor"),
        ("please not down on the floor now", "not down on the floor"),
        ("not the floor and nothing down the floor", "not the floor"),
        ("not the down the floor", ""),
        ("not that floor", ""),
        ("not the floor's edge", "not the floor"),
        ("knot the floor", ""),
        ("not", ""),
        ("the floor", ""),
    ],
)
def test_the_first_is_found(text: str, found: str) -> None:
    assert REFUSED.first(text) == found
    assert REFUSED.within(text) == bool(found)


def test_every_one_is_found() -> None:
    text = "not the floor and nothing down the floor"
    assert [text[start:end] for start, end in REFUSED.spans(text)] == ["not the floor", "nothing down the floor"]

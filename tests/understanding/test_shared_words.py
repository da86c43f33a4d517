"""Words in common: what an utterance shares with each entry, as the compiler counted and the skill looks up."""

import pytest

from authoring.compiler.shared_words import WordCounts
from skill.understanding.shared_words import SharedWords, stems

ENTRIES = (
    ("how high should the screen be", "put the screen level with your eyes"),
    ("where should the chair be", "set the chair so that your feet are on the floor"),
    ("do varifocals matter", "with varifocals the screen goes lower"),
)


@pytest.fixture
def words() -> SharedWords:
    return SharedWords(WordCounts(ENTRIES).parts(), len(ENTRIES))


def test_endings_tell_nothing() -> None:
    assert stems("screens stretching stretched") == stems("screen stretch stretches")
    assert stems("the bus is his") == ["the", "bus", "is", "his"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [("is my screen too high", 0), ("my chairs", 1), ("varifocal glasses", 2), ("does the screen suit varifocals", 2)],
)
def test_rare_words_tell_most(text: str, owner: int, words: SharedWords) -> None:
    assert int(words.shares(text).argmax()) == owner


def test_a_share_lies_between_nothing_and_all(words: SharedWords) -> None:
    for text in ("", "kettle", "screen", "how high should the screen be put level with your eyes"):
        shares = words.shares(text)
        assert shares.shape == (len(ENTRIES),)
        assert 0 <= shares.min() <= shares.max() < 1
    assert words.shares("kettle").max() == 0


def test_words_that_nobody_listed_weigh_too(words: SharedWords) -> None:
    assert words.shares("varifocals").max() > words.shares("varifocals for zebras").max() > 0


def test_a_question_left_out_of_its_entry_counts_for_less() -> None:
    counts = WordCounts(ENTRIES)
    text = "how high should the screen be"
    whole = float(SharedWords(counts.parts(), len(ENTRIES)).shares(text)[0])
    assert 0 < counts.share_without(text, 0) < whole
    assert counts.share_without("do varifocals matter", 1) == 0

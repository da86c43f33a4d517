"""Names that were heard wrong by a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.misheard import Misheard, spelling_key, spellings
from skill.understanding.phrase_table import PhraseTable, indexed

NAMES = ["child's pose", "hip flexor", "whole routine", "lower back", "neck"]
KNOWN = {"the", "one", "please", "lower", "routine", "back", "hip"}
MISHEARD = Misheard(PhraseTable(indexed(spellings(NAMES), spelling_key)), KNOWN)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("the hip flexer one", "the hip flexor one"),
        ("child spoke please", "child's pose please"),
        ("hole routine", "whole routine"),
        ("the lower bach", "the lower back"),
        ("the lower black one", "the lower back one"),
        ("nack please", "nack please"),
        ("the hip one", "the hip one"),
        ("", ""),
    ],
)
def test_a_name_is_mended(text: str, mended: str) -> None:
    assert MISHEARD.mended(text) == mended


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=8))
def test_known_words_are_left_alone(words: list[str]) -> None:
    assert MISHEARD.mended(" ".join(words)) == " ".join(words)


@given(st.sampled_from([name for name in NAMES if len(name) > 8]), st.data())
def test_a_letter_left_out_is_put_back(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1).filter(lambda one: name[one].isalpha()))
    heard = name[:place] + name[place + 1 :]
    if any(word not in KNOWN for word in heard.split()):
        assert MISHEARD.mended(heard) == name

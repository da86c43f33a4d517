"""Names that were heard wrong, by a letter or by their sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.misheard import BY_SOUND, Beside, Everyday, Misheard, spelling_key, spellings
from skill.understanding.phrase_table import PhraseTable, indexed
from skill.understanding.sounds import sound_key
from tests.understanding.saying import COMPILED

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


@pytest.mark.parametrize(
    ("one", "other"), [("psoas", "soas"), ("knee hug", "nee huck"), ("phase", "face"), ("wrist", "rist")]
)
def test_what_sounds_the_same_has_the_same_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


def test_a_name_is_found_by_its_sound() -> None:
    names = PhraseTable(indexed(spellings(["piriformis", "glutes", "core"], BY_SOUND), spelling_key))
    by_sound = Misheard(names, {"please", "the"}, BY_SOUND)
    assert "the piriformis please" in by_sound.readings("the pretty for miss please")
    assert "the glutes" in by_sound.readings("the kludis")
    assert "glutes please" not in by_sound.readings("flutes please")
    assert not [*by_sound.readings("the please")]


def test_an_everyday_word_is_a_name_beside_a_stretch_alone() -> None:
    everyday = Everyday(PhraseTable(indexed({"call": "core"})), Beside({"before": ["for my"], "behind": ["thing"]}))
    assert [*everyday.readings("the call thing")] == ["the core thing"]
    assert [*everyday.readings("for my call please")] == ["for my core please"]
    for text in ("call", "please call", "for my next call", "before my call", "the call things"):
        assert not [*everyday.readings(text)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the chord thing", "the core thing"),
        ("call my sister", "call my sister"),
        ("i have to call about the flutes", "i have to call about the flutes"),
        ("some soldiers please", "some soldiers please"),
        ("some soldiers stretches please", "some shoulders stretches please"),
        ("a stretch for my soldiers", "a stretch for my shoulders"),
        ("call", "call"),
        ("please call", "please call"),
        ("i need to call", "i need to call"),
        ("play chess", "play chess"),
        ("a chess stretch", "a chest stretch"),
        ("i need clothes", "i need clothes"),
        ("i need a report", "i need a report"),
        ("i need my medication", "i need my medication"),
        ("a kludis stretch", "a glutes stretch"),
    ],
)
def test_a_sound_is_believed_where_it_makes_a_wish_and_nothing_else(said: str, meant: str) -> None:
    commands = Commands(COMPILED, Voices.load(COMPILED).numbers)
    assert commands.mended(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("gluts please", "glutes please"),
        ("my lower pack and my hips", "my lower back and my hips"),
        ("the perry for miss stretch", "the piriformis stretch"),
        ("the glutspot", "the glutspot"),
        ("the neck stretch", "the neck stretch"),
    ],
)
def test_what_is_said_of_nothing_else_is_the_name(said: str, meant: str) -> None:
    commands = Commands(COMPILED, Voices.load(COMPILED).numbers)
    assert commands.as_named(said) == meant

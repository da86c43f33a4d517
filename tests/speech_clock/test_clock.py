"""The clock on tags, on damage, and on anything at all."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from skill.speech.clock import (
    AMAZON_WORDS_PER_SECOND,
    REFERENCE_WORDS_PER_SECOND,
    SHAPE,
    pauses,
    seconds,
)
from skill.speech.ssml import plain_text

HERE = Path(__file__).parent
HEARD = yaml.safe_load((HERE / "heard.yaml").read_text(encoding="utf-8"))
LENGTHS = yaml.safe_load((HERE / "lengths.yaml").read_text(encoding="utf-8"))

FRAGMENTS = (
    *("<speak>", "</speak>", "<p>", "</p>", "<s>", "</s>", "<break/>", "<break time='1s'/>", "<"),
    *("<prosody rate='slow'>", "<prosody rate='%'>", "</prosody>", "<emphasis>", "</emphasis>"),
    *("<sub alias='x'>", "</sub>", "<say-as interpret-as='digits'>", "</say-as>", "&amp;", "&#0;"),
    *("<!--", "-->", "<![CDATA[", "]]>", "'", '"', "sit", "911", "\u0663", "\u00b2", " ", ".", ">"),
)
speech = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=30).map("".join)


@pytest.mark.parametrize("case", HEARD, ids=lambda case: str(case["ssml"]))
def test_what_is_heard(case: dict[str, Any]) -> None:
    scale = REFERENCE_WORDS_PER_SECOND / AMAZON_WORDS_PER_SECOND
    expected = [getattr(SHAPE, length) * scale if isinstance(length, str) else length for length in case["pauses"]]
    assert plain_text(case["ssml"]) == case["text"]
    assert pauses(case["ssml"]) == pytest.approx(expected)


@pytest.mark.parametrize("case", LENGTHS, ids=lambda case: str(case["ssml"]))
def test_how_long_beside_another(case: dict[str, Any]) -> None:
    expected = seconds(case["as"]) * case["times"] + case.get("plus", 0)
    assert seconds(case["ssml"]) == pytest.approx(expected)


def test_a_voice_half_as_fast_takes_twice_as_long_and_breaks_stay() -> None:
    said = "Sit up tall. <break time='5s'/> Good."
    quick, slow = seconds(said, 3.0), seconds(said, 1.5)
    assert slow - 5.0 == pytest.approx(2 * (quick - 5.0))


@pytest.mark.parametrize("piece", ["a", "e", "1", ".", "n't", "'s", "<", "<a '", "<!--", "<p>", "\u2014"])
def test_eight_thousand_of_the_same_are_read(piece: str) -> None:
    said = piece * (8000 // len(piece))
    assert seconds(said) >= 0.0
    assert plain_text(said) == plain_text(plain_text(said))


@given(speech)
def test_anything_has_a_length_that_is_no_shorter_than_its_timed_breaks(ssml: str) -> None:
    timed = sum(length for length in pauses(ssml) if length == 1.0)
    assert timed <= seconds(ssml) < 60.0 + 5.0 * len(ssml)


@given(speech)
def test_what_is_heard_of_anything_is_one_line_of_single_spaces(ssml: str) -> None:
    heard = plain_text(ssml)
    assert heard == " ".join(heard.split())
    assert "<break/>" not in heard


@given(st.lists(st.sampled_from(("sit up", "tall,", "10", "N H S.", "<break time='2s'/>"))))
def test_more_speech_is_never_shorter(pieces: list[str]) -> None:
    lengths = [seconds(" ".join(pieces[:count])) for count in range(len(pieces) + 1)]
    assert lengths == sorted(lengths)

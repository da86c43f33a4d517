"""The clock beside the audio of a real synthesiser, stored by benchmarks/speech_clock/fit.py."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from benchmarks.speech_clock.reference import COMMAND, reference_seconds
from skill.speech.clock import AMAZON_WORDS_PER_SECOND, REFERENCE_WORDS_PER_SECOND, seconds
from skill.speech.spoken_words import read_token

MEASURED = json.loads(Path(__file__).with_name("measured.json").read_text(encoding="utf-8"))
PLAIN: list[dict[str, Any]] = MEASURED["plain"]
TAGGED: list[dict[str, Any]] = MEASURED["tagged"]
SAMPLE = [*PLAIN[::25], *TAGGED[::6]]


def error(entry: dict[str, Any]) -> float:
    said = entry.get("text") or entry["ssml"]
    return abs(seconds(said, REFERENCE_WORDS_PER_SECOND) / float(entry["seconds"]) - 1.0)


def test_enough_was_measured_and_every_text_is_the_one_measured() -> None:
    assert len(PLAIN) >= 200
    names = [hashlib.sha256(entry["text"].encode()).hexdigest()[:12] for entry in PLAIN]
    assert [entry["id"] for entry in PLAIN] == names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("held_out", [False, True])
def test_the_shape_is_within_a_tenth_at_the_median(held_out: bool) -> None:
    errors = [error(entry) for entry in PLAIN if entry["held_out"] is held_out]
    assert len(errors) >= 40
    assert median(errors) <= 0.10
    assert quantiles(errors, n=10)[-1] <= 0.15


@pytest.mark.parametrize("entry", TAGGED, ids=lambda entry: str(entry["ssml"]))
def test_tagged_speech_is_near_the_reference(entry: dict[str, Any]) -> None:
    assert error(entry) <= 0.15


def test_amazons_voice_says_our_text_at_the_rate_it_is_given() -> None:
    said = [entry["text"] for entry in PLAIN]
    words = sum(read_token(token).words for text in said for token in text.split())
    rate = words / sum(map(seconds, said))
    assert rate == pytest.approx(AMAZON_WORDS_PER_SECOND, rel=0.02)


@pytest.fixture(scope="module")
def synthesiser() -> None:
    if shutil.which(COMMAND):
        return
    reason = f"{COMMAND} is not installed, so nothing can be spoken afresh (apt-get install {COMMAND})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.usefixtures("synthesiser")
def test_a_sample_spoken_afresh_is_as_long_as_it_was_and_as_the_clock_says() -> None:
    fresh = [entry | {"seconds": reference_seconds(entry.get("text") or entry["ssml"])} for entry in SAMPLE]
    lengths = [entry["seconds"] for entry in fresh]
    # Releases of the synthesiser differ a little; the shape has to hold for the one that is here.
    assert lengths == pytest.approx([entry["seconds"] for entry in SAMPLE], rel=0.1, abs=0.1)
    assert median(map(error, fresh)) <= 0.10

"""What is rendered is what is heard: turn after turn, cut where somebody cuts in."""

import wave
from pathlib import Path

import pytest

from simulator.device.device import Exchange
from simulator.device.entry import Entry
from simulator.speaking.performance import Performer
from simulator.speaking.rendering import GAP_S, takes, write
from tests.audio.tones import RATE, Tones


def exchange(said: str, ssml: str | None = None, cut_off: float | None = None) -> Exchange:
    notes = None if cut_off is None else [{"event": "cut_off", "at": cut_off}]
    speech = ssml and ssml.removeprefix("<speak>").removesuffix("</speak>")
    return Exchange(
        Entry(said, "skill", True, speech=speech, ssml=ssml, seconds=1.0 if speech else None, meanwhile=notes), 0.0
    )


TALK = (
    exchange("open", "<speak>Welcome to this long and winding speech.</speak>"),
    exchange("go", "<speak>Look up.</speak>", cut_off=0.5),
    exchange("exit"),
)


def test_turns_stand_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    first, second = list(write(path, takes(TALK, Performer(Tones())), RATE))
    assert (first.said, second.said) == ("open", "go")
    assert second.seconds == pytest.approx(7 * 0.07, abs=0.1)
    assert first.estimated == 1.0
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() / RATE == pytest.approx(0.5 + GAP_S + second.seconds, abs=0.01)


def test_the_length_is_that_of_the_whole_speech_although_somebody_cut_in() -> None:
    first, _ = takes(TALK, Performer(Tones()))
    assert len(first.samples) / 2 / RATE == pytest.approx(0.5, abs=0.001)
    assert first.seconds > 2.5

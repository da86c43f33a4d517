"""Speech as a voice performs it: breaks last what they say, rates change it, and each word is heard when it is told."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given

from simulator.protocol import ssml
from simulator.protocol.reply import Spoken
from simulator.speaking.performance import Performance, Performer
from simulator.speaking.score import score
from skill.speech.clock import seconds
from tests.audio.tones import LETTER_S, RATE, Tones, pitch
from tests.simulator.speaking.test_score import SENTENCES, UNTIMED, assert_without_gaps

CASES = yaml.safe_load((Path(__file__).parent / "data/performed.yaml").read_text(encoding="utf-8"))
MARGIN_S = 0.06
"""A little quiet is left at both ends of a sentence; it is less than a letter's time."""


def performed(text: str) -> Performance:
    text = f"<speak>{text}</speak>"
    return Performer(Tones()).perform(score(Spoken(ssml.plain_text(text), text, round(seconds(text), 3))))


def moment(written: int | str) -> float:
    letters, _, rest = str(written).partition("+")
    return int(letters) * LETTER_S + float(rest.rstrip(" s") or 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ssml"])
def test_what_is_heard_when(case: dict[str, Any]) -> None:
    whole = performed(case["ssml"]).score
    heard = [(word.text, word.at) for piece in whole.pieces for word in piece.words]
    heard += [("break", piece.at) for piece in whole.pieces if piece.kind == "break"]
    assert dict(heard) == {name: pytest.approx(moment(at), abs=MARGIN_S) for name, at in case["heard"].items()}
    assert [hold.seconds for hold in whole.holds] == case.get("holds", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ssml"])
def test_the_sound_is_where_the_score_says(case: dict[str, Any]) -> None:
    heard = performed(case["ssml"])
    samples = np.frombuffer(heard.samples, np.int16)
    assert len(samples) / RATE == pytest.approx(heard.score.seconds, abs=0.001)
    for piece in heard.score.pieces:
        for word in piece.words:
            if word.text[0].isalpha() and piece.manner.volume:
                middle, length = word.at + LETTER_S / 2 / piece.manner.rate, LETTER_S / 2
                inside = samples[round((middle - length / 2) * RATE) : round((middle + length / 2) * RATE)]
                assert tone(inside) == pytest.approx(pitch(word.text[0]), abs=10)


def tone(samples: "np.ndarray[Any, np.dtype[np.int16]]") -> float:
    """How many times a second the strongest tone in `samples` swings."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), RATE))
    return float(np.argmax(spectrum))


@given(SENTENCES)
@UNTIMED
def test_any_speech_is_performed_without_gaps(parts: list[str]) -> None:
    heard = performed(" ".join(parts))
    assert_without_gaps(heard.score)
    assert len(heard.samples) / 2 / RATE == pytest.approx(heard.score.seconds, abs=0.001)


def test_what_was_said_is_not_said_again() -> None:
    said: list[str] = []

    class Counting(Tones):
        def speak(self, text: str, speed: float = 1.0, *, steady: bool = False) -> Any:
            said.append(text)
            return super().speak(text, speed, steady=steady)

    text = "<speak>Four. Three. Four.</speak>"
    Performer(Counting()).perform(score(Spoken("", text, seconds(text))))
    assert said == ["Four.", "Three."]

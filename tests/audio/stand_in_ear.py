"""In the recogniser's place: reads a text off the tones that `tests.audio.tones` says it with."""

import io
import json
import sys
import wave
from typing import BinaryIO, TextIO

import numpy as np
import numpy.typing as npt

from audio.heard import SIZE_BYTES
from tests.audio.tones import LETTER_S, pitch

QUIET = 0.02
"""Softer than this, of samples between minus one and one, is silence."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DOUBTED = "neck"
"""A word that this recogniser is never sure of."""
MEANT = "back"
"""What it takes to be possible in its place."""


def main(sounds: BinaryIO, lines: TextIO) -> None:
    while size := sounds.read(SIZE_BYTES):
        words = text(sounds.read(int.from_bytes(size)))
        doubtful = [place for place, word in enumerate(words.split()) if word == DOUBTED]
        others = [words.replace(DOUBTED, MEANT)] if doubtful else []
        print(json.dumps({"words": words, "doubtful": doubtful, "others": others}), file=lines, flush=True)


def text(sound: bytes) -> str:
    with wave.open(io.BytesIO(sound)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32_768
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return ""
    step = LETTER_S * rate
    count = round((loud[-1] - loud[0]) / step)
    middles = (loud[0] + step * (place + 0.5) for place in range(count))
    letters = [_letter(samples[round(middle - step / 3) : round(middle + step / 3)], rate) for middle in middles]
    return " ".join("".join(letters).split())


def _letter(samples: npt.NDArray[np.float64], rate: int) -> str:
    if np.sqrt(np.mean(samples**2)) < QUIET:
        return " "
    turns = 2j * np.pi * np.arange(len(samples)) / rate
    return max(LETTERS, key=lambda letter: abs(samples @ np.exp(turns * pitch(letter))))


def ear() -> None:
    main(sys.stdin.buffer, sys.stdout)

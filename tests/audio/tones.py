"""A voice of tones: each letter lasts seventy milliseconds and has a pitch of its own."""

import math

import numpy as np

from audio.piper import Phoneme, Synthesis, VoiceError

RATE = 16_000
LETTER_S = 0.07
LOUDNESS = 9_000


class Tones:
    """Says each letter as a tone, and anything else as silence."""

    rate = RATE

    def speak(self, text: str, speed: float = 1.0, *, steady: bool = False) -> Synthesis:  # noqa: ARG002
        """Say `text`, equally long each time."""
        count = round(LETTER_S / speed * RATE)
        sounds = ["^", *text, "$"]
        samples = np.concatenate([_tone(sound, count) for sound in sounds])
        return Synthesis(samples.tobytes(), RATE, tuple(Phoneme(sound, count / RATE) for sound in sounds))


class Hoarse(Tones):
    """Says so many texts, and then no more."""

    def __init__(self, texts: int) -> None:
        self._left = texts

    def speak(self, text: str, speed: float = 1.0, *, steady: bool = False) -> Synthesis:
        if not self._left:
            raise VoiceError("Piper has ended: hoarse")
        self._left -= 1
        return super().speak(text, speed, steady=steady)


def pitch(letter: str) -> int:
    """How many times a second the tone of `letter` swings."""
    return 200 + 20 * (ord(letter.lower()) - ord("a")) if letter.isalpha() else 900


def _tone(sound: str, count: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    loudness = LOUDNESS if sound.isalnum() else 0
    return (loudness * np.sin(2 * math.pi * pitch(sound) * np.arange(count) / RATE)).astype(np.int16)

"""A score as a voice performs it: the sound of each piece, and the true moments of its words.

Pieces of one sentence are said in one breath and cut apart again, so that a number that is read digit by digit stands
in its sentence. Breaks last what they say and take in the pause of a full stop before them, as in the speech clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from audio.piper import Synthesis
from simulator.speaking.alignment import word_starts
from simulator.speaking.score import Hold, Manner, Piece, Score

_PAUSES = {".": 0.45, "?": 0.45, "!": 0.45, ",": 0.25, ";": 0.25, ":": 0.25, "\u2014": 0.25}
"""Seconds of quiet behind a text that ends so, where another follows without a break. Ours, since a voice is given one
sentence at a time: a comma's is about what Piper leaves within a sentence, a stop's is twice that."""
_CLOSING = "\"')\u201d\u2019"
_STOPS = frozenset(".?!")
_QUIET = 0.01
"""Below this share of the loudest that there can be, a sample is silence."""
_MARGIN_S = 0.01
_FULL = 32_768
_PHRASES = 512
"""So many texts are kept with their sound: counting and cues come again and again."""
_SPELLED_TOGETHER = 3
"""Letters and figures between two small pauses, as telephone numbers are said."""

_Samples = npt.NDArray[np.int16]


class Voice(Protocol):
    """Somebody who says texts."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    def speak(self, text: str, speed: float, *, steady: bool) -> Synthesis:
        """Say `text` at a share `speed` of its own, `steady` if it shall take equally long each time."""


@dataclass(frozen=True)
class Sounding:
    """One piece as it sounds."""

    samples: bytes
    """Its sound: sixteen bits a sample, one channel. The pause before it is part of it."""
    seconds: float
    """How long it takes."""
    words: tuple[float, ...] = ()
    """When each of its words begins, in seconds from its own beginning."""


@dataclass(frozen=True)
class Performance:
    """A whole speech as it sounds."""

    score: Score
    """With the moments of this voice."""
    samples: bytes
    """Its sound: sixteen bits a sample, one channel."""


@dataclass(frozen=True)
class _Phrase:
    """What is said in one breath."""

    places: range
    """Which pieces it is made of."""
    words: tuple[str, ...]
    """As the voice is given them."""
    firsts: tuple[tuple[int, ...], ...]
    """For each piece, which of the words its own begin with: a word that is spelled is many."""
    manner: Manner
    """How it is said."""


@dataclass(frozen=True)
class _Said:
    """A phrase as it sounds, without the quiet at its ends."""

    samples: _Samples
    """Its sound."""
    starts: tuple[float, ...]
    """When each of its words begins."""


class Performer:
    """Performs scores with a voice. What it has said it knows."""

    def __init__(self, voice: Voice) -> None:
        self.rate = voice.rate
        self._voice = voice
        self._said = lru_cache(_PHRASES)(self._say)

    def perform(self, score: Score) -> Performance:
        """All of `score`.

        Raises:
            VoiceError: the voice has ended.
        """
        soundings = [self.piece(score.pieces, place) for place in range(len(score.pieces))]
        return Performance(retimed(score, soundings), b"".join(sounding.samples for sounding in soundings))

    def piece(self, pieces: Sequence[Piece], place: int) -> Sounding:
        """The piece at `place` of `pieces`.

        Raises:
            VoiceError: the voice has ended.
        """
        piece = pieces[place]
        if piece.kind != "words":
            return self._sounding(self._silence(piece.seconds))
        phrase = _phrase(pieces, place)
        said = self._said(phrase.words, phrase.manner.rate)
        number = place - phrase.places.start
        begins = [said.starts[first] for first in phrase.firsts[number]]
        start = begins[0] if number else 0.0
        before = self._silence(_pause(pieces, phrase.places.start) / phrase.manner.rate if not number else 0.0)
        follows = phrase.firsts[number + 1 :]
        end = self._sample(said.starts[follows[0][0]]) if follows else None
        sound = said.samples[self._sample(start) : end] * phrase.manner.volume
        offset = len(before) / self.rate - start
        return self._sounding(np.concatenate((before, sound.astype(np.int16))), [at + offset for at in begins])

    def _say(self, words: tuple[str, ...], speed: float) -> _Said:
        text = " ".join(words)
        if not any(map(str.isalnum, text)):
            return _Said(self._silence(0.0), (0.0,) * len(words))
        spoken = self._voice.speak(text, speed, steady=True)
        samples = np.frombuffer(spoken.samples, np.int16)
        loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _QUIET * _FULL)
        margin = self._sample(_MARGIN_S)
        first, last = (max(int(loud[0]) - margin, 0), int(loud[-1]) + margin) if len(loud) else (0, 0)
        trimmed = samples[first:last]
        latest = len(trimmed) / self.rate
        starts = (min(max(at - first / self.rate, 0.0), latest) for at in word_starts(words, spoken.phonemes))
        return _Said(trimmed, tuple(starts))

    def _silence(self, seconds: float) -> _Samples:
        return np.zeros(self._sample(seconds), np.int16)

    def _sample(self, moment: float) -> int:
        return round(moment * self.rate)

    def _sounding(self, samples: _Samples, words: Sequence[float] = ()) -> Sounding:
        return Sounding(samples.tobytes(), len(samples) / self.rate, tuple(round(at, 3) for at in words))


def retimed(score: Score, soundings: Sequence[Sounding]) -> Score:
    """`score` with the moments of `soundings`, one a piece."""
    pieces, now = list[Piece](), 0.0
    for piece, sounding in zip(score.pieces, soundings, strict=True):
        words = tuple(
            replace(word, at=round(now + at, 3)) for word, at in zip(piece.words, sounding.words, strict=False)
        )
        pieces.append(replace(piece, at=round(now, 3), seconds=round(sounding.seconds, 3), words=words))
        now += sounding.seconds
    holds = tuple(_hold(pieces, number) for number in range(len(score.holds)))
    return Score(tuple(pieces), holds, round(now, 3))


def _hold(pieces: Sequence[Piece], number: int) -> Hold:
    inside = [piece for piece in pieces if piece.hold == number]
    return Hold(inside[0].at, round(sum(piece.seconds for piece in inside), 3))


def _phrase(pieces: Sequence[Piece], place: int) -> _Phrase:
    """The phrase to which the piece at `place` belongs."""
    start, end = place, place + 1
    while start and _goes_on(pieces[start - 1], pieces[start]):
        start -= 1
    while end < len(pieces) and _goes_on(pieces[end - 1], pieces[end]):
        end += 1
    words: list[str] = []
    firsts: list[tuple[int, ...]] = []
    for piece in pieces[start:end]:
        begins: list[int] = []
        for word in piece.words:
            begins.append(len(words))
            words.extend(_spelled(word.text) if piece.manner.spelled else [word.text])
        firsts.append(tuple(begins))
    return _Phrase(range(start, end), tuple(words), tuple(firsts), pieces[place].manner)


def _goes_on(before: Piece, after: Piece) -> bool:
    """Whether `after` is said in one breath with what stands before it."""
    alike = before.manner.rate == after.manner.rate and before.manner.volume == after.manner.volume
    return before.kind == after.kind == "words" and alike and _mark(before) not in _STOPS


def _pause(pieces: Sequence[Piece], place: int) -> float:
    """The pause before the piece at `place`, where no break stands there."""
    before = pieces[place - 1] if place else None
    return _PAUSES.get(_mark(before), 0.0) if before is not None and before.kind == "words" else 0.0


def _mark(piece: Piece) -> str:
    return piece.text.rstrip(_CLOSING)[-1:]


def _spelled(word: str) -> Iterator[str]:
    """The letters and figures of `word`, with what punctuation it ends in."""
    characters = [character for character in word if character.isalnum()]
    for number, character in enumerate(characters, 1):
        last = number == len(characters)
        between = "," if number % _SPELLED_TOGETHER == 0 and not last else ""
        yield f"{character}{word[-1] if last and word[-1] in _PAUSES else between}"

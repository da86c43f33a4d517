"""Speech as a score: which words are heard when, how they are said, and where it is silent.

The moments are those of the speech clock, so a score ends where the device falls silent. Sources:
Amazon's SSML reference for what the tags do; the numbers given to named pitches and volumes are
our own, for a browser's voice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from simulator.hearing import spoken_numbers
from simulator.protocol import ssml
from simulator.protocol.reply import Spoken
from skill.speech.clock import seconds

SHORTEST_HOLD_S = 1.0
"""A silence of this many seconds, or counting that lasts as long, is shown as a hold."""


@dataclass(frozen=True)
class Manner:
    """How words are said; 1 is the voice's own."""

    rate: float = 1.0
    """Speed."""
    pitch: float = 1.0
    """Height."""
    volume: float = 1.0
    """Loudness, at most 1."""
    voice: str | None = None
    """Name of one of Amazon's voices, if one is asked for."""
    language: str | None = None
    """Language of these words, if it is not the locale's."""
    spelled: bool = False
    """Whether it is said letter by letter."""


@dataclass(frozen=True)
class Word:
    """One word on the page."""

    text: str
    """As it is written, with its punctuation."""
    at: float
    """When it begins, in seconds from the start."""


@dataclass(frozen=True)
class Piece:
    """A sentence, a silence or a sound."""

    kind: Literal["words", "break", "sound"]
    """Which of them."""
    at: float
    """When it begins, in seconds from the start."""
    seconds: float
    """How long it takes."""
    text: str = ""
    """What is said, or where a sound comes from."""
    words: tuple[Word, ...] = ()
    """The same, word by word."""
    manner: Manner = field(default_factory=Manner)
    """How it is said."""
    hold: int | None = None
    """Which hold it belongs to, if any."""


@dataclass(frozen=True)
class Hold:
    """A stretch of time in which the listener holds still, silent or counted aloud."""

    at: float
    """When it begins, in seconds from the start."""
    seconds: float
    """How long it lasts."""


@dataclass(frozen=True)
class Score:
    """A whole speech."""

    pieces: tuple[Piece, ...]
    """In order, without gaps."""
    holds: tuple[Hold, ...]
    """In order."""
    seconds: float
    """How long it takes."""


def score(spoken: Spoken) -> Score:
    """Return the score of what a device says."""
    text = spoken.ssml if spoken.ssml is not None else f"<speak>{escape(spoken.text)}</speak>"
    writer = _Writer()
    writer.element(ssml.parse(text), Manner())
    pieces, holds = _held(writer.pieces)
    return Score(pieces, holds, spoken.seconds)


_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_MARK = re.compile(r"[.,;:?!]+(?=\s|\Z)")
_EMPHASIS = {
    "strong": Manner(rate=0.8, pitch=1.15),
    "moderate": Manner(rate=0.85, pitch=1.08),
    "reduced": Manner(rate=1.05, pitch=0.95, volume=0.75),
}
_PITCHES = {"x-low": 0.7, "low": 0.85, "medium": 1.0, "default": 1.0, "high": 1.15, "x-high": 1.35}
_VOLUMES = {"silent": 0.0, "x-soft": 0.3, "soft": 0.6, "medium": 0.85, "default": 1.0}
_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.6}
_SPELLED = frozenset({"characters", "spell-out", "digits", "telephone"})
_PERCENT = re.compile(r"\s*([+-]?)(\d{1,4}(?:\.\d{1,6})?)%\s*")
_DECIBEL = re.compile(r"\s*([+-]\d{1,2}(?:\.\d{1,3})?)dB\s*", re.IGNORECASE)
_SLOWEST, _FASTEST = 0.2, 2.0
_WHISPER = 0.4


class _Writer:
    """Walks the elements; what has been heard so far is kept as SSML and timed by the clock."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._heard = ""
        self._now = 0.0

    def element(self, element: ssml.Element, manner: Manner) -> None:
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in element.items())
        if element.tag in {"break", "audio"}:
            self._heard += f"<{element.tag}{attributes}/>"
            self._silence(element)
            return
        self._heard += f"<{element.tag}{attributes}>"
        inner = _manner(element, manner)
        alias = element.get("alias") if element.tag == "sub" else None
        self._say(element.text or "" if alias is None else alias, inner, timed_by_tag=alias is not None)
        if alias is None:
            for child in element:
                self.element(child, inner)
                self._say(child.tail or "", inner)
        self._heard += f"</{element.tag}>"

    def _silence(self, element: ssml.Element) -> None:
        began, length = self._advance()
        if element.tag == "audio":
            self.pieces.append(Piece("sound", began, length, element.get("src", "")))
        elif length > 0.0:
            self.pieces.append(Piece("break", began, length))

    def _say(self, text: str, manner: Manner, *, timed_by_tag: bool = False) -> None:
        mark = _MARK.match(text)
        if mark and self.pieces and self.pieces[-1].kind == "words":
            self._heard += escape(mark[0])
            self.pieces[-1] = _joined(self.pieces[-1], mark[0])  # it stands behind a closing tag
            text = text[mark.end() :]
        for sentence in _SENTENCE.split(text.strip()):
            if not timed_by_tag:
                # The space keeps a sentence apart from whatever stood before it.
                self._heard += f" {escape(sentence)}"
            began, length = self._advance()
            if not sentence:
                continue
            words = _words(sentence, began, length)
            self.pieces.append(Piece("words", began, length, sentence, words, manner))

    def _advance(self) -> tuple[float, float]:
        began, self._now = self._now, round(max(seconds(self._heard), self._now), 3)
        return began, round(self._now - began, 3)


def _joined(piece: Piece, mark: str) -> Piece:
    """Return `piece` with a punctuation mark behind its last word."""
    words = (*piece.words[:-1], replace(piece.words[-1], text=piece.words[-1].text + mark))
    return replace(piece, text=piece.text + mark, words=words)


def _words(sentence: str, began: float, length: float) -> tuple[Word, ...]:
    """Spread the words of a sentence over its time as the speech clock weighs them."""
    written = sentence.split()
    # A word's share takes in the pause behind it, which belongs to the next sentence at the last.
    shares = [max(seconds(f"{word} a") - seconds("a"), 0.01) for word in written[:-1]]
    shares.append(max(seconds(f"a {written[-1]}") - seconds("a"), 0.01))
    scale = length / sum(shares)
    begins = [began + scale * sum(shares[:place]) for place in range(len(written))]
    return tuple(Word(word, round(at, 3)) for word, at in zip(written, begins, strict=True))


def _manner(element: ssml.Element, manner: Manner) -> Manner:
    """Return how the words inside `element` are said, where `manner` is that of the words around."""
    match element.tag:
        case "prosody":
            return _prosody(element, manner)
        case "emphasis":
            asked = _EMPHASIS.get(element.get("level", "moderate"), Manner())
            return replace(
                manner,
                rate=round(manner.rate * asked.rate, 3),
                pitch=round(manner.pitch * asked.pitch, 3),
                volume=round(manner.volume * asked.volume, 3),
            )
        case "voice":
            return replace(manner, voice=element.get("name"))
        case "lang":
            # ElementTree writes xml:lang with the namespace of the prefix.
            return replace(manner, language=element.get("{http://www.w3.org/XML/1998/namespace}lang"))
        case "say-as":
            return replace(manner, spelled=element.get("interpret-as") in _SPELLED)
        case "amazon_effect" if element.get("name") == "whispered":
            return replace(manner, volume=_WHISPER)
    return manner


def _prosody(element: ssml.Element, manner: Manner) -> Manner:
    # A value is a share of the voice's own, so an inner one takes the place of an outer one.
    rate = _share(element.get("rate"), _RATES)
    pitch = _share(element.get("pitch"), _PITCHES)
    return replace(
        manner,
        rate=manner.rate if rate is None else min(max(rate, _SLOWEST), _FASTEST),
        pitch=manner.pitch if pitch is None else min(max(pitch, 0.0), 2.0),
        volume=_volume(element.get("volume"), manner.volume),
    )


def _share(text: str | None, named: dict[str, float]) -> float | None:
    if text is None or text in named:
        return None if text is None else named[text]
    found = _PERCENT.fullmatch(text)
    if found is None:
        return None
    share = float(found[2]) / 100.0
    return {"+": 1.0 + share, "-": 1.0 - share, "": share}[found[1]]


def _volume(text: str | None, volume: float) -> float:
    if text is None:
        return volume
    if found := _DECIBEL.fullmatch(text):
        return min(1.0, round(float(10.0 ** (float(found[1]) / 20.0)), 3))
    return _VOLUMES.get(text, 1.0)


def _held(pieces: list[Piece]) -> tuple[tuple[Piece, ...], tuple[Hold, ...]]:
    """Gather silences, with the numbers counted between them, into holds."""
    marked: list[Piece] = []
    holds: list[Hold] = []
    for run in _runs(pieces):
        length = round(sum(piece.seconds for piece in run), 3)
        if length >= SHORTEST_HOLD_S and any(piece.kind == "break" for piece in run):
            marked.extend(replace(piece, hold=len(holds)) for piece in run)
            holds.append(Hold(run[0].at, length))
        else:
            marked.extend(run)
    return tuple(marked), tuple(holds)


def _runs(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Cut `pieces` into runs: silences and counting together, everything else alone."""
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind == "break" or (piece.kind == "words" and _is_counting(piece.text)):
            run.append(piece)
            continue
        if run:
            yield run
            run = []
        yield [piece]
    if run:
        yield run


def _is_counting(text: str) -> bool:
    return len(text.split()) == 1 and spoken_numbers.number(text.strip(".,!").lower()) is not None

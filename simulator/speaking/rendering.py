"""A conversation as a sound file: what the device says, turn after turn, as far as somebody hears it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audio.wav import SAMPLE_BYTES, silence, writing
from simulator.device.device import Exchange
from simulator.device.entry import Entry
from simulator.protocol.reply import Spoken
from simulator.speaking.performance import Performer
from simulator.speaking.score import score

GAP_S = 1.5
"""Seconds between two turns, in which the listener would speak."""


@dataclass(frozen=True)
class Take:
    """What the device said in one turn."""

    said: str
    """What it answered; empty for a silence."""
    speech: str
    """Its words."""
    estimated: float
    """Seconds that the speech clock gives it."""
    seconds: float
    """Seconds that the voice took."""
    samples: bytes
    """Its sound, up to where somebody cut in."""


def takes(exchanges: Iterable[Exchange], performer: Performer) -> Iterator[Take]:
    """What was said in `exchanges`, each as soon as it is performed.

    Raises:
        VoiceError: the voice has ended.
    """
    before: Entry | None = None
    for exchange in exchanges:
        if before is not None:
            yield from _take(before, _cut_off(exchange.entry), performer)
        before = exchange.entry
    if before is not None:
        yield from _take(before, None, performer)


def write(path: Path, takes: Iterable[Take], rate: int) -> Iterator[Take]:
    """Write `takes` to a sound file, each as it comes, and yield it. Where there are none, there is no file.

    Raises:
        OSError: the file cannot be written.
    """
    coming = iter(takes)
    take = next(coming, None)
    if take is None:
        return
    with path.open("wb") as content, writing(content, rate) as file:
        file.writeframes(take.samples)
        yield take
        for take in coming:
            file.writeframes(silence(GAP_S, rate) + take.samples)
            yield take


def _take(entry: Entry, cut_off: float | None, performer: Performer) -> Iterator[Take]:
    if entry.speech is None or entry.seconds is None:
        return
    performed = performer.perform(score(Spoken(entry.speech, entry.ssml, entry.seconds)))
    heard = None if cut_off is None else SAMPLE_BYTES * round(cut_off * performer.rate)
    yield Take(entry.said, entry.speech, entry.seconds, performed.score.seconds, performed.samples[:heard])


def _cut_off(following: Entry) -> float | None:
    """When what was said before `following` was cut off; None if it was heard out."""
    notes = following.meanwhile or []
    return float(notes[0]["at"]) if notes and notes[0]["event"] == "cut_off" else None

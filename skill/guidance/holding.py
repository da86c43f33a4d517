"""When something is said while a hold lasts: half of it, the last seconds, and a word in between."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

LAST_SECONDS = 5
"""Seconds left at which that is said, in a hold long enough for it."""
_LAST_FROM = 15
"""Length in seconds of a hold from which its last seconds are said."""
_HALF_FROM = 10
"""Length in seconds of a hold from which its half is said."""
_APART = 3.0
"""Seconds there must be between half of a hold and its last seconds, for both to be said."""
_WORD_EVERY = 3.3
"""Seconds there must be between two words: about what a breath in, or out, takes."""


class HoldWord(Enum):
    """What is said in a hold."""

    BETWEEN = auto()
    """What the document has for this hold, in turn: breath, and where it is felt."""
    HALFWAY = auto()
    """That half of it is done."""
    LAST = auto()
    """How many seconds are left."""


class HoldCue(NamedTuple):
    """One thing that is said in a hold."""

    at: float
    """Seconds since it began."""
    word: HoldWord
    """What is said."""


def hold_cues(length: int) -> Iterator[HoldCue]:
    """What is said in a hold of `length` seconds, and when: nothing in its first seconds, nothing in its last."""
    end = length - LAST_SECONDS if length >= _LAST_FROM else length
    half = length / 2 if length >= _HALF_FROM and end - length / 2 >= _APART else 0.0
    if half:
        yield from _between(0.0, half)
        yield HoldCue(half, HoldWord.HALFWAY)
    yield from _between(half, end)
    if end < length:
        yield HoldCue(end, HoldWord.LAST)


def _between(start: float, end: float) -> Iterator[HoldCue]:
    spaces = max(int((end - start) // _WORD_EVERY), 1)
    for number in range(1, spaces):
        yield HoldCue(start + (end - start) * number / spaces, HoldWord.BETWEEN)

"""When something is said while a hold lasts: half of it, the last seconds, and a word in between."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

LAST_SECONDS = 5
"""Seconds that are told when they are left, of a hold long enough for it."""
_LAST_FROM = 15
"""Seconds from which a hold is that long."""
_HALF_FROM = 10
"""Seconds from which half of a hold is told."""
_APART = 3.0
"""Seconds between half of a hold and its last seconds, at least, to tell of both."""
_WORD_EVERY = 3.3
"""Seconds between two words, at least: about what a breath in, or out, takes."""


class Word(Enum):
    """What is said in a hold."""

    BETWEEN = auto()
    """What the document has for this hold, in turn: breath, and where it is felt."""
    HALFWAY = auto()
    """That half of it is done."""
    LAST = auto()
    """How many seconds are left."""


class Moment(NamedTuple):
    """One moment of a hold."""

    at: float
    """Seconds since it began."""
    word: Word
    """What is said."""


def moments(length: int) -> Iterator[Moment]:
    """When what is said in a hold of `length` seconds; nothing comes with its first seconds, or with its last."""
    end = length - LAST_SECONDS if length >= _LAST_FROM else length
    half = length / 2 if length >= _HALF_FROM and end - length / 2 >= _APART else 0.0
    if half:
        yield from _between(0.0, half)
        yield Moment(half, Word.HALFWAY)
    yield from _between(half, end)
    if end < length:
        yield Moment(end, Word.LAST)


def _between(start: float, end: float) -> Iterator[Moment]:
    spaces = max(int((end - start) // _WORD_EVERY), 1)
    for number in range(1, spaces):
        yield Moment(start + (end - start) * number / spaces, Word.BETWEEN)

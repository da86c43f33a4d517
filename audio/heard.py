"""What a recogniser makes of somebody's words."""

from dataclasses import dataclass

SIZE_BYTES = 4
"""Bytes before a sound that tell the recogniser's program how long it is."""


@dataclass(frozen=True)
class Heard:
    """One line, as it was heard."""

    words: str
    """In lower case and without signs, numbers spelled; empty if nothing was said."""
    doubtful: tuple[int, ...] = ()
    """Places of the words, from 0, that may be others."""
    others: tuple[str, ...] = ()
    """What it may have been instead, likeliest first."""

"""Evidence of a red flag: what was heard, how strongly, and where. `policy` alone decides what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

CERTAIN = float("inf")
"""The strength of what is written down, word for word."""


class Source(StrEnum):
    """Where evidence was heard."""

    PATTERN = "pattern"
    """A pattern of word groups that somebody wrote down (`safety-words.yaml`)."""
    WORDS = "words"
    """The trained weights of words and letters."""
    ENCODER = "encoder"
    """The sentence encoder."""


@dataclass(frozen=True)
class Evidence:
    """One source's evidence of a red flag."""

    flag: str
    """Id of the red flag; empty where the source is not certain which."""
    strength: float
    """The logarithm of how much likelier a red flag is than none, by this source; `CERTAIN` for a sure pattern."""
    source: Source
    """Who says so."""

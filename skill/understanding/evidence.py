"""The evidence of a red flag by the words alone: what, how strongly, from where. `policy` decides what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

CERTAIN = float("inf")
"""The strength of what is written down, word for word."""


class Source(StrEnum):
    """What in the lexicon speaks."""

    PATTERN = "pattern"
    """A pattern of word groups that somebody wrote down (`safety-words.yaml`)."""
    WORDS = "words"
    """The trained weights of words and letters."""


@dataclass(frozen=True)
class Evidence:
    """One source's evidence of a red flag."""

    flag: str
    """Id of the red flag; empty where the source is not certain which."""
    strength: float
    """The logarithm of how much likelier a red flag is than none, by this source; `CERTAIN` for a sure pattern."""
    source: Source
    """Who says so."""

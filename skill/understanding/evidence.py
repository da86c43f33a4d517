"""The evidence of a red flag by the words alone: what, how strongly, from where. `policy` decides what comes of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """What word groups and the trained weights of words and letters say of an utterance."""

    flag: str = ""
    """Id of the likeliest red flag; empty where the words are not certain which."""
    odds: float | None = None
    """The logarithm of how much likelier a red flag is than none, by the weights; None without them."""
    pattern: str = ""
    """Id of the red flag of the pattern that fits (`safety-words.yaml`); empty if none does."""
    sure: bool = False
    """Whether that pattern is never harmless."""
    alarming: bool = False
    """Whether this is a red flag where there is nothing but the words to go by."""


NOTHING = Evidence()
"""No evidence: the words say nothing, or could not be read."""

"""The probability of a red flag: what the encoder and the words alone say of it, weighed together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from skill.understanding.evidence import Evidence

_FAR = 8.0
"""Log odds of the words beyond which they say no more: they are a small network's, and it is easily certain."""
_LEAST = 1e-6
"""Probability that the encoder is never surer than, either way."""


@dataclass(frozen=True)
class Weighing:
    """A logistic regression (Cox 1958) over what the encoder and the words say. `authoring.training.fit` fits it."""

    encoder: float
    """What the encoder's log odds count."""
    words: float
    """What the log odds of the weights of words and letters count."""
    pattern: float
    """What a pattern of word groups that fits counts."""
    sure: float
    """What such a pattern counts in addition where it is never harmless."""
    bias: float
    """What is added whatever is said."""

    def danger(self, urgent: float, evidence: Evidence) -> float:
        """The probability that a red flag was told.

        Args:
            urgent: the encoder's probability of any red flag.
            evidence: what the words alone say.
        """
        return self.likely(features(urgent, evidence))

    def likely(self, signals: Sequence[float]) -> float:
        """The same, of what `features` gives."""
        return 1 / (1 + math.exp(-self.log_odds(signals)))

    def log_odds(self, signals: Sequence[float]) -> float:
        """The log odds that one was told."""
        return sum(weight * signal for weight, signal in zip(self._weights, signals, strict=True)) + self.bias

    @property
    def _weights(self) -> tuple[float, ...]:
        return (self.encoder, self.words, self.pattern, self.sure)


def features(urgent: float, evidence: Evidence) -> tuple[float, float, float, float]:
    """What is weighed: log odds of the encoder and of the words, and whether a pattern fits, and a sure one."""
    held = min(max(urgent, _LEAST), 1 - _LEAST)
    odds = min(max(evidence.odds or 0.0, -_FAR), _FAR)
    return (math.log(held / (1 - held)), odds, float(bool(evidence.pattern)), float(evidence.sure))

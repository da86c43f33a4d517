"""Shares with their uncertainty."""

import math
from dataclasses import dataclass

_Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True)
class Share:
    """How much of a number of utterances went right."""

    right: float
    """How many did; halves count."""
    n: int
    """Out of how many."""

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % score interval of Wilson (1927); 0 to 1 of nothing.

        Halves enter as they are, which makes it a little too wide for rows that have some.
        """
        if not self.n:
            return 0.0, 1.0
        share, squared = self.value, _Z * _Z
        middle = share + squared / (2 * self.n)
        spread = _Z * math.sqrt(share * (1 - share) / self.n + squared / (4 * self.n * self.n))
        scale = 1 + squared / self.n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

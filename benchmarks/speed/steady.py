"""Work that is always the same: what it takes longer now and then is the machine's doing."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Self

_TRIES = 9
_STEPS = 1000


@dataclass(frozen=True)
class Steady:
    """Adds up numbers, so many of them."""

    steps: int
    """How many."""

    @classmethod
    def as_long_as(cls, work: Callable[[], float]) -> Self:
        """What takes about as long as `work`, which returns its seconds: it is disturbed as often."""
        wanted = median(work() for _ in range(_TRIES))
        took = median(cls(_STEPS).work() for _ in range(_TRIES))
        return cls(max(1, round(_STEPS * wanted / took)))

    def work(self) -> float:
        """Do it. Seconds it took."""
        began = time.perf_counter()
        total = 0
        for number in range(self.steps):
            total += number
        return time.perf_counter() - began

"""Utterances of like length together: a batch is as long as its longest, and what is filled up is wasted."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

SIZE = 32
_WINDOW = 20
"""Batches that are sorted by length together; the order stays random beyond them."""


@dataclass(frozen=True)
class Batches(Generic[Item]):
    """All items once, and some of others, in batches; in another order each time."""

    items: Sequence[Item]
    """What is learned from each time."""
    others: Sequence[Item]
    """What is learned from now and then."""
    share: float
    """The share of the others that is drawn each time."""
    length: Callable[[Item], int]
    """How long one item is, in any unit."""
    chance: random.Random
    """Decides the order."""
    size: int = SIZE
    """Most items of a batch."""

    def __len__(self) -> int:
        """How many batches there are."""
        return (len(self.items) + self._drawn + self.size - 1) // self.size

    def __iter__(self) -> Iterator[list[Item]]:
        """The batches. Their order is decided before the first is given out."""
        shuffled = [*self.items, *self.chance.sample(self.others, self._drawn)]
        self.chance.shuffle(shuffled)
        found: list[list[Item]] = []
        for start in range(0, len(shuffled), self.size * _WINDOW):
            window = sorted(shuffled[start : start + self.size * _WINDOW], key=self.length)
            found += [window[at : at + self.size] for at in range(0, len(window), self.size)]
        self.chance.shuffle(found)
        return iter(found)

    @property
    def _drawn(self) -> int:
        return round(self.share * len(self.others))

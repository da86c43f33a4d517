"""Utterances of like length together: a batch is as long as its longest, and what is filled up is wasted."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_WINDOW = 20
"""Batches that are sorted by length together; the order stays random beyond them."""


def batches(items: Sequence[Item], length: Callable[[Item], int], size: int, chance: random.Random) -> list[list[Item]]:
    """All `items` once, in batches of `size`, in an order that `chance` decides."""
    shuffled = list(items)
    chance.shuffle(shuffled)
    found: list[list[Item]] = []
    for start in range(0, len(shuffled), size * _WINDOW):
        window = sorted(shuffled[start : start + size * _WINDOW], key=length)
        found += [window[at : at + size] for at in range(0, len(window), size)]
    chance.shuffle(found)
    return found

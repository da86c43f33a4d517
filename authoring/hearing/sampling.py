"""Which lines are spoken: a random sample, the same for the same seed, with as many alarming ones as are asked for."""

import random
from collections.abc import Callable, Sequence

from authoring.document.spoken_lines import SpokenLine

Quota = tuple[Callable[[SpokenLine], bool], int]
"""Which lines are meant, and how many of them are wanted."""


def sample(lines: Sequence[SpokenLine], count: int, quotas: Sequence[Quota], seed: int) -> list[SpokenLine]:
    """`count` of `lines`, or as many as there are, in random order: so that whoever stops early still has a sample.

    A line counts in the first quota that it fits; those that fit none make up the number.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    left = list(lines)
    chosen: list[SpokenLine] = []
    for fits, wanted in quotas:
        among = [line for line in left if fits(line)]
        left = [line for line in left if not fits(line)]
        chosen += chance.sample(among, min(wanted, len(among)))
    chosen += chance.sample(left, max(0, min(count - len(chosen), len(left))))
    chance.shuffle(chosen)
    return chosen

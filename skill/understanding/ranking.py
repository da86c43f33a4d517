"""One decision over the encoder's labels and the index: which statement or gap of this document was meant.

A product of experts (Hinton 2002): the encoder's probability, and the likeness to what the document says.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from skill.understanding.labels import kind_of
from skill.understanding.scores import LabelScores

RANKED = ("answer", "gap")
"""Kinds of labels that are the document's own to tell apart; of all others the encoder knows enough."""


@dataclass(frozen=True)
class Ranking:
    """How both are weighed. `authoring.training.fit` fits it."""

    weight: float
    """What the likeness counts for: log odds for a cosine more by one."""
    floor: float
    """What is granted to one that the encoder was not trained on: a part of what all statements and gaps have."""
    elsewhere: float
    """The likeness, a cosine, that what this document does not have is taken to have: the encoder's labels of another
    document, or of an earlier version of this one."""

    def shared(self, scores: LabelScores, ids: Iterable[str], likeness: Mapping[str, float]) -> LabelScores:
        """`scores`, but what statements and gaps have of them together is shared out by both.

        Args:
            scores: of the encoder.
            ids: of this document's statements and gaps.
            likeness: to each of them, as the index finds it.
        """
        known = _known(*map(scores.labels, RANKED), tuple(ids))
        mass = sum(map(scores.get, known, repeat(0.0)))
        believed = map(scores.get, known, repeat(self.floor * mass))
        near = map(likeness.get, known, repeat(self.elsewhere))
        odds = [share * math.exp(self.weight * cosine) for share, cosine in zip(believed, near, strict=True)]
        share = mass / (sum(odds) or 1.0)
        return scores.changed(dict(zip(known, [share * value for value in odds], strict=True)))


def ranked(ids: Iterable[str]) -> tuple[str, ...]:
    """Which of `ids` are told apart here, in a fixed order."""
    return tuple(sorted(name for name in ids if kind_of(name) in RANKED))


@lru_cache(maxsize=8)
def _known(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of all groups, each once. A document may have thousands, which never change while it is spoken."""
    return tuple(dict.fromkeys(label for group in groups for label in group))

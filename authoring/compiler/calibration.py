"""How far an index can be believed by itself, found out from what its document lists, without any training.

Each listed question is asked of all the other texts, and what it is listed under should come first: that says what a
likeness is worth in telling one thing from another. Then it is asked of the statements alone: one of a statement stands
for those that the document answers, one of a gap for those near the subject that nobody thought of. That says how like
a question must be to be answered at all. Both by maximum likelihood, over the choices that `skill.understanding.unseen`
makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FEWEST = 40
"""Questions below which nothing is found out: a handful of them cannot be told from luck."""
_MOST = 400
"""Questions that are asked at most; of more, as many that lie evenly among them."""
_STEPS = 50
"""Steps of Newton's method at most; it takes about eight."""
_CLOSE = 1e-6
"""A step so small is the last."""
_STRIDE = 5.0
"""A step is no wider, lest it lead astray far from the end."""
_ANSWERED = 2 / 3
"""How many of the questions that come are taken to be answered by the document: most, since its subject was chosen."""
_RIDGE = 1e-3
"""Keeps two numbers apart that the questions do not tell apart."""


@dataclass(frozen=True)
class Asked:
    """A question that a document lists."""

    row: int
    """Its row among the vectors."""
    owner: int
    """The number of the id that it is listed under."""
    odds_elsewhere: float
    """By how much the encoder takes it for something else than a statement or a gap."""


Floats = npt.NDArray[np.float64]


def calibrate(
    vectors: npt.NDArray[np.float32],
    starts: npt.NDArray[np.int32],
    asked: Sequence[Asked],
    gaps: npt.NDArray[np.bool_],
) -> tuple[float, float, float] | None:
    """The three numbers of `Unseen`; None with too few questions.

    Args:
        vectors: a row a text, of length one.
        starts: the first row of each id.
        asked: the listed questions of statements and gaps.
        gaps: which ids are of gaps.
    """
    if len(asked) < FEWEST:
        return None
    chosen = [asked[round(one)] for one in np.linspace(0, len(asked) - 1, min(len(asked), _MOST))]
    rows, owners = np.array([one.row for one in chosen]), np.array([one.owner for one in chosen])
    doubts = np.log([one.odds_elsewhere for one in chosen])
    cosines = (vectors[rows] @ vectors.T).astype(np.float64)
    cosines[np.arange(len(rows)), rows] = -1.0  # itself is not among the others
    likeness = np.maximum.reduceat(cosines, starts, axis=1)
    of_gaps = gaps[owners]
    if of_gaps.all() or not of_gaps.any():
        return None
    weight, _ = _fit(_Choice.which(likeness, owners))
    nearest = np.where(gaps, -1.0, likeness).max(axis=1)
    threshold_weight, offset = _fit(_Choice.whether(nearest, doubts, ~of_gaps))
    return weight, threshold_weight, offset / threshold_weight


@dataclass(frozen=True)
class _Choice:
    """What is chosen between, question by question, and what is right. The likelihood is concave in both weights."""

    features: Floats
    """By question and choice: its likeness, and whether it is elsewhere."""
    beside: Floats
    """By question and choice: log odds that are known."""
    right: npt.NDArray[np.int64]
    """By question: the choice that is right."""
    worth: Floats
    """By question: what it counts for."""

    @classmethod
    def whether(cls, nearest: Floats, doubts: Floats, inside: npt.NDArray[np.bool_]) -> "_Choice":
        """Whether a question is in the document, by the likeness of the nearest, or elsewhere."""
        features = np.zeros((len(nearest), 2, 2))
        features[:, 0, 0], features[:, 1, 1] = nearest, 1.0
        # However many of either are listed.
        worth = np.where(inside, _ANSWERED / inside.mean(), (1 - _ANSWERED) / (~inside).mean())
        return cls(features, np.stack([np.zeros_like(doubts), doubts], axis=1), np.where(inside, 0, 1), worth)

    @classmethod
    def which(cls, likeness: Floats, owners: npt.NDArray[np.int64]) -> "_Choice":
        """Which of the document a question is about."""
        features = np.stack([likeness, np.zeros_like(likeness)], axis=2)
        return cls(features, np.zeros_like(likeness), owners, np.ones(len(owners)))

    def slope_and_curve(self, weights: Floats) -> tuple[Floats, Floats]:
        """Of the logarithm of the likelihood, the second with the sign turned."""
        odds = self.features @ weights + self.beside
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        mean = np.einsum("nc,ncf->nf", shares, self.features)
        spread = self.features - mean[:, np.newaxis]
        slope = self.worth @ (self.features[np.arange(len(self.right)), self.right] - mean)
        return slope, np.einsum("n,nc,ncf,ncg->fg", self.worth, shares, spread, spread)


def _fit(choice: _Choice) -> tuple[float, float]:
    """The weight of a likeness and the log odds of elsewhere by which what is right is likeliest (Newton's method)."""
    weights = np.array([10.0, 5.0])
    for _ in range(_STEPS):
        slope, curve = choice.slope_and_curve(weights)
        step = np.clip(np.linalg.solve(curve + _RIDGE * np.eye(2), slope), -_STRIDE, _STRIDE)
        weights = weights + step
        if np.abs(step).max() < _CLOSE:
            break
    return float(weights[0]), float(weights[1])

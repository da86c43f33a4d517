"""Which statement or gap was meant, of a document that the encoder was not trained on.

The index alone tells them apart; the encoder still tells how far it is a question that a document could answer. One
choice is made between all that the document has and anything else (a conditional logit: McFadden 1974). What it lacks
is preferred to what it says by a fixed odds: a wrong answer costs more than an honest "the article doesn't say".
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skill.understanding.fitted_unseen import BELOW, GAPS, NEAR, WEIGHT
from skill.understanding.labels import KINDS, kind_of
from skill.understanding.moment import Moment
from skill.understanding.ranking import RANKED
from skill.understanding.scores import LabelScores

_OFF = ("off",)
"""What is off the subject of the document that the encoder was trained on may be the subject of another."""
_AT_REST = (*_OFF, "cmd", "talk")
"""The same, and what is taken for a command or for talk: nothing is under way that they could be about."""
_LEAST = 1e-6
"""A share that is taken for no less, lest it be divided by."""


@dataclass(frozen=True)
class Unseen:
    """How an index is believed by itself. `authoring.training.fit_unseen` fits all but the last."""

    weight: float = WEIGHT
    """What a likeness counts for: log odds for one more by one."""
    gaps: float = GAPS
    """Log odds by which whatever the document lacks is preferred to what it says."""
    below: float = BELOW
    """By how much less than a near miss anything else is like the document."""
    near: float = NEAR
    """How like a near miss is to the nearest statement. The compiler finds it out where enough gaps are listed."""

    def shared(
        self, scores: LabelScores, ids: Iterable[str], likeness: Mapping[str, float], moment: Moment
    ) -> LabelScores:
        """`scores`, but what they leave to any document is shared out anew.

        Args:
            scores: of the encoder.
            ids: of this document's statements and gaps.
            likeness: to each of them, as the index finds it.
            moment: when it was said. In a routine a command is left what it has.
        """
        pooled = (*RANKED, *_beyond(moment))
        labels = [label for kind in pooled for label in scores.labels(kind)]
        mass = sum(scores[label] for label in labels)
        elsewhere = odds_elsewhere(scores, moment) * math.exp(self.gaps - self.weight * self.below)
        odds = {name: self._odds(name, likeness[name]) for name in ids if name in likeness}
        share = mass / (sum(odds.values()) + elsewhere)
        left = share * elsewhere / (mass or 1.0)
        kept = {label: scores[label] for kind in KINDS if kind not in pooled for label in scores.labels(kind)}
        found = (
            kept
            | {label: left * scores[label] for label in labels}
            | {name: share * value for name, value in odds.items()}
        )
        return LabelScores(tuple(found), found.values(), scores.roles)

    def _odds(self, one: str, likeness: float) -> float:
        """To a statement that is as like as a near miss is."""
        return math.exp(self.weight * (likeness - self.near) + (self.gaps if kind_of(one) == "gap" else 0.0))


def odds_elsewhere(scores: LabelScores, moment: Moment = Moment.REST) -> float:
    """How much the encoder leaves to any document, for what it takes for a question on its own."""
    own = sum(scores.total(kind) for kind in RANKED)
    return (own + sum(scores.total(kind) for kind in _beyond(moment))) / max(own, _LEAST)


def _beyond(moment: Moment) -> tuple[str, ...]:
    return _AT_REST if moment in (Moment.REST, Moment.ASKED) else _OFF

"""Which statement or gap was meant, of a document that the encoder was not trained on.

The index alone tells them apart; the encoder still tells how far it is a question that a document could answer. First
it is decided whether what was said is in this document, as the nearest of it is like, beside what the encoder doubts;
then, which of it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skill.understanding.labels import KINDS
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
    """How an index is believed by itself. The compiler finds the numbers out, from what the document lists."""

    which: float
    """What a likeness counts for in which of the document is meant: log odds for a cosine more by one."""
    whether: float
    """What it counts for in whether any of it is."""
    elsewhere: float
    """The likeness, a cosine, from which it is likelier in the document than not, if the encoder has no doubt."""

    def shared(
        self, scores: LabelScores, ids: Iterable[str], likeness: Mapping[str, float], moment: Moment
    ) -> LabelScores:
        """`scores`, but what they leave to any document is shared out anew.

        Args:
            scores: of the encoder.
            ids: of this document's statements and gaps.
            likeness: to each of them, as the index finds it.
            moment: when it was said. In a stretch a command is left what it has.
        """
        pooled = (*RANKED, *_beyond(moment))
        labels = [label for kind in pooled for label in scores.labels(kind)]
        mass = sum(scores[label] for label in labels)
        near = {one: likeness[one] for one in ids if one in likeness}
        nearest = max(near.values(), default=-1.0)
        odds = math.exp(self.whether * (nearest - self.elsewhere)) / odds_elsewhere(scores, moment)
        inside = mass * odds / (1.0 + odds)
        parts = {one: math.exp(self.which * (cosine - nearest)) for one, cosine in near.items()}
        share, left = inside / (sum(parts.values()) or 1.0), 1.0 - inside / (mass or 1.0)
        kept = {label: scores[label] for kind in KINDS if kind not in pooled for label in scores.labels(kind)}
        found = (
            kept
            | {label: left * scores[label] for label in labels}
            | {one: share * part for one, part in parts.items()}
        )
        return LabelScores(tuple(found), found.values(), scores.roles)


def odds_elsewhere(scores: LabelScores, moment: Moment = Moment.REST) -> float:
    """How much the encoder leaves to any document, for what it takes for a question on its own."""
    own = sum(scores.total(kind) for kind in RANKED)
    return (own + sum(scores.total(kind) for kind in _beyond(moment))) / max(own, _LEAST)


def _beyond(moment: Moment) -> tuple[str, ...]:
    return _AT_REST if moment in (Moment.REST, Moment.ASKED) else _OFF

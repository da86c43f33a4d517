"""Which statement or gap was meant, of a document that the encoder was not trained on.

The index alone tells them apart; the encoder still tells how far it is a question that a document could answer, and how
far one that only a professional can. One choice is made between all that the document has, the personal decisions, and
anything else (a conditional logit: McFadden 1974). What it lacks is preferred to what it says by a fixed odds: a wrong
answer costs more than an honest "the article doesn't say".
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skill.understanding.fitted_referred import REFERRALS, REFERRED
from skill.understanding.fitted_unseen import BELOW, GAPS, NEAR, WEIGHT
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.ranking import RANKED
from skill.understanding.scores import LabelScores

_OFF = ("off",)
"""What is off the subject of the document that the encoder was trained on may be the subject of another."""
_AT_REST = (*_OFF, "cmd", "talk")
"""The same, and what is taken for a command or for talk: nothing is under way that they could be about."""
_REFERRED = ("refer",)
_CALM = (Moment.REST, Moment.ASKED)
"""When nothing is under way. In a routine a command, or a symptom, is left what the encoder gives it."""
_LEAST = 1e-6
"""A share that is taken for no less, lest it be divided by."""


@dataclass(frozen=True)
class Unseen:
    """How an index is believed by itself. `authoring.training.fit_unseen` fits the first three, `fit_referred` the next
    two."""

    weight: float = WEIGHT
    """What a likeness counts for: log odds for one more by one."""
    gaps: float = GAPS
    """Log odds by which whatever the document lacks is preferred to what it says."""
    below: float = BELOW
    """By how much less than a near miss anything else is like the document."""
    referred: float = REFERRED
    """Log odds by which a personal decision is preferred to what the encoder says of it."""
    referrals: float = REFERRALS
    """What the likeness to the nearest personal decision counts for: log odds for one more by one."""
    near: float = NEAR
    """How like a near miss is to the nearest statement. The compiler finds it out where enough gaps are listed."""

    def shared(
        self, scores: LabelScores, ids: Iterable[str], likeness: Mapping[str, float], moment: Moment
    ) -> LabelScores:
        """`scores`, but what they leave to any document is shared out anew.

        Args:
            scores: of the encoder.
            ids: of this document's statements and gaps.
            likeness: to each of them, and to each referral, as the index finds it.
            moment: when it was said.
        """
        odds = {name: self._odds(name, likeness[name]) for name in ids if name in likeness}
        odds |= _spread(scores, (*RANKED, *_beyond(moment)), self.elsewhere(odds_elsewhere(scores, moment)))
        if moment in _CALM:
            odds |= self._odds_referred(scores, likeness)
        mass = sum(scores[label] for kind in _pooled(moment) for label in scores.labels(kind))
        share = mass / (sum(odds.values()) or 1.0)
        found = {**scores, **{name: share * value for name, value in odds.items()}}
        return LabelScores(tuple(found), found.values(), scores.roles)

    def elsewhere(self, odds: float) -> float:
        """The odds of what the document has nothing of, by those that `odds_elsewhere` finds."""
        return odds * math.exp(self.gaps - self.weight * self.below)

    def preferred(self, likeness: float) -> float:
        """How much likelier a personal decision is than the encoder says, by the likeness to the nearest one."""
        return math.exp(self.referred + self.referrals * (likeness - self.near))

    def _odds_referred(self, scores: LabelScores, likeness: Mapping[str, float]) -> dict[str, float]:
        """Of each personal decision. One that is the document's own, which no encoder knows, is found as a gap is."""
        referrals = {name: near for name, near in likeness.items() if kind_of(name) == "refer"}
        known = [near for name, near in referrals.items() if name in scores]
        odds = odds_referred(scores) * (self.preferred(max(known)) if known else 1.0)
        own = {name: self._odds(name, near) for name, near in referrals.items() if name not in scores}
        return own | _spread(scores, _REFERRED, odds)

    def _odds(self, name: str, likeness: float) -> float:
        """To a statement that is as like as a near miss is."""
        return math.exp(self.weight * (likeness - self.near) + (0.0 if kind_of(name) == "answer" else self.gaps))


def odds_elsewhere(scores: LabelScores, moment: Moment = Moment.REST) -> float:
    """How much the encoder leaves to any document, for what it takes for a question on its own."""
    own = _own(scores)
    return (own + sum(scores.total(kind) for kind in _beyond(moment))) / max(own, _LEAST)


def odds_referred(scores: LabelScores) -> float:
    """How much the encoder takes for a personal decision, for what it takes for a question on its own."""
    return max(scores.total("refer"), _LEAST) / max(_own(scores), _LEAST)


def _own(scores: LabelScores) -> float:
    return sum(scores.total(kind) for kind in RANKED)


def _beyond(moment: Moment) -> tuple[str, ...]:
    return _AT_REST if moment in _CALM else _OFF


def _pooled(moment: Moment) -> tuple[str, ...]:
    """Kinds of labels whose probabilities are shared out."""
    return (*RANKED, *_beyond(moment), *(_REFERRED if moment in _CALM else ()))


def _spread(scores: LabelScores, kinds: Iterable[str], odds: float) -> dict[str, float]:
    """`odds`, by label, as the encoder shares them out among the labels of `kinds`."""
    labels = [label for kind in kinds for label in scores.labels(kind)]
    mass = sum(scores[label] for label in labels) or 1.0
    return {label: odds * scores[label] / mass for label in labels}

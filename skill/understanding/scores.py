"""The probability of each label, as the encoder reads an utterance and as the moment and the words change it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest

from skill.understanding.command import GUIDING
from skill.understanding.labels import KINDS, kind_of
from skill.understanding.referral_roles import NO_ROLES, ReferralRoles
from skill.understanding.trained_labels import command_of

_MOST_OFF_TOPIC = 5.0
"""How many times likelier another subject gets, at the most, where the words alone speak for it."""
_GUIDING = 3.0
_NOT_GUIDING = 0.3
"""How much likelier, or less likely, a command to a stretch is with one under way, or with none."""


class LabelScores(dict[str, float]):
    """Probabilities by label."""

    def __init__(
        self, labels: tuple[str, ...], probabilities: Iterable[float], roles: ReferralRoles = NO_ROLES
    ) -> None:
        """Take one probability a label, and which labels of referrals weigh in elsewhere."""
        super().__init__(zip(labels, probabilities, strict=True))
        self.roles = roles
        self._by_kind = _by_kind(labels)

    def of(self, kind: str) -> list[float]:
        """The probabilities of every label of a kind, in the labels' order."""
        return list(map(self.__getitem__, self._by_kind.get(kind, ())))

    def total(self, kind: str) -> float:
        """The probability of a kind."""
        return sum(self.of(kind))

    def totals(self) -> dict[str, float]:
        """The probability of each kind."""
        return {kind: self.total(kind) for kind in KINDS}

    def likeliest_kind(self) -> str:
        """The likeliest kind."""
        totals = self.totals()
        return max(totals, key=totals.__getitem__)

    def likeliest(self, kind: str, count: int) -> list[str]:
        """The likeliest labels of a kind, best first."""
        return nlargest(count, self._by_kind.get(kind, ()), key=self.__getitem__)


def in_context(
    labels: tuple[str, ...],
    probabilities: Sequence[float],
    guiding: bool,
    off_topic: float,
    roles: ReferralRoles = NO_ROLES,
) -> LabelScores:
    """Probabilities by label, given what else is known.

    Args:
        labels: every label.
        probabilities: one a label.
        guiding: whether a stretch is under way.
        off_topic: the odds, by the words alone, that it is about another subject. They only ever speak for that:
            words that are all of our subject say little ("stretch my budget").
        roles: which labels of referrals weigh in elsewhere.
    """
    weight = _GUIDING if guiding else _NOT_GUIDING
    found = list(map(float, probabilities))
    for place in _off_topic_places(labels):
        found[place] *= min(max(off_topic, 1.0), _MOST_OFF_TOPIC)
    for place in _guiding_places(labels):
        found[place] *= weight
    total = sum(found)
    return LabelScores(labels, [probability / total for probability in found], roles)


@lru_cache(maxsize=8)
def _by_kind(labels: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Labels by kind, in their order. A document has thousands of them, which never change while it is spoken."""
    kinds: dict[str, list[str]] = {kind_of(label): [] for label in labels}
    for label in labels:
        kinds[kind_of(label)].append(label)
    return {kind: tuple(some) for kind, some in kinds.items()}


@lru_cache(maxsize=8)
def _off_topic_places(labels: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, label in enumerate(labels) if kind_of(label) == "off")


@lru_cache(maxsize=8)
def _guiding_places(labels: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, label in enumerate(labels) if command_of(label) in GUIDING)

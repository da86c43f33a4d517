"""The probability of each label, as the encoder reads an utterance, and of each kind of label."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import nlargest

from skill.understanding.labels import KINDS, kind_of
from skill.understanding.referral_roles import NO_ROLES, ReferralRoles


class LabelScores(dict[str, float]):
    """Probabilities by label."""

    def __init__(
        self, labels: tuple[str, ...], probabilities: Iterable[float], roles: ReferralRoles = NO_ROLES
    ) -> None:
        """Take one probability a label, and which labels of referrals weigh in elsewhere."""
        super().__init__(zip(labels, probabilities, strict=True))
        self.roles = roles
        self._by_kind = _by_kind(labels)

    def changed(self, shares: Mapping[str, float]) -> "LabelScores":
        """The same, but what `shares` has another probability for; labels of it that are not here are added."""
        changed = LabelScores((), (), self.roles)
        changed.update(self)
        changed.update(shares)
        changed._by_kind = self._by_kind if len(changed) == len(self) else _by_kind(tuple(changed))
        return changed

    def of(self, kind: str) -> list[float]:
        """The probabilities of every label of a kind, in the labels' order."""
        return list(map(self.__getitem__, self.labels(kind)))

    def labels(self, kind: str) -> tuple[str, ...]:
        """Every label of a kind."""
        return self._by_kind.get(kind, ())

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
        return self.likeliest_of((kind,), count)

    def likeliest_of(self, kinds: Iterable[str], count: int) -> list[str]:
        """The likeliest labels of several kinds together, best first."""
        labels = (label for kind in kinds for label in self._by_kind.get(kind, ()))
        return nlargest(count, labels, key=self.__getitem__)


@lru_cache(maxsize=8)
def _by_kind(labels: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Labels by kind, in their order. A document has thousands of them, which never change while it is spoken."""
    kinds: dict[str, list[str]] = {kind_of(label): [] for label in labels}
    for label in labels:
        kinds[kind_of(label)].append(label)
    return {kind: tuple(some) for kind, some in kinds.items()}

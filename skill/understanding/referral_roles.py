"""What understanding has to know of the referrals, by their ids: all of it stands in the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from skill.content.model import ArticleOnReferral, DuringRoutine, Referral, ReferralSubject


@dataclass(frozen=True)
class ReferralRoles:
    """Which referrals weigh in where a meaning is decided."""

    common_symptoms: frozenset[str] = frozenset()
    """Ordinary symptoms that are no red flags: whoever wants a routine for one gets it."""
    hurting: frozenset[str] = frozenset()
    """What counts as pain while a routine is under way."""
    answered: frozenset[str] = frozenset()
    """What the article is asked about as well, so that its statement is told first."""

    @classmethod
    def of(cls, referrals: Iterable[Referral]) -> Self:
        """The roles that `referrals` have."""
        listed = tuple(referrals)
        return cls(
            frozenset(referral.id for referral in listed if referral.about is ReferralSubject.COMMON_SYMPTOM),
            frozenset(referral.id for referral in listed if referral.during_routine is DuringRoutine.STOP_IT_HURTS),
            frozenset(referral.id for referral in listed if referral.article is ArticleOnReferral.TOLD_FIRST),
        )

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild from what was compiled.

        Raises:
            KeyError: something is missing.
        """
        return cls(*(frozenset(data[field.name]) for field in fields(cls)))

    def dump(self) -> dict[str, list[str]]:
        """As plain JSON."""
        return {field.name: sorted(getattr(self, field.name)) for field in fields(self)}


NO_ROLES = ReferralRoles()
"""No referral weighs in anywhere."""

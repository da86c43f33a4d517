"""What understanding has to know of the referrals, by their ids: all of it stands in the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from skill.content.model import InStretch, Referral, ReferralSubject


@dataclass(frozen=True)
class ReferralRoles:
    """Which referrals weigh in where a meaning is decided. Without any, alarms are raised the sooner."""

    conditions: frozenset[str] = frozenset()
    """Named conditions: alarming words beside one need support to be a red flag."""
    common_symptoms: frozenset[str] = frozenset()
    """Ordinary symptoms that are no red flags: an alarm needs more than a doubt beside one."""
    hurting: frozenset[str] = frozenset()
    """What counts as pain while a stretch is under way."""
    pain: str = ""
    """What pain gets while no stretch is under way; empty if there is none."""

    @classmethod
    def of(cls, referrals: Iterable[Referral]) -> Self:
        """The roles that `referrals` have."""
        listed = tuple(referrals)

        def about(subject: ReferralSubject) -> frozenset[str]:
            return frozenset(referral.id for referral in listed if referral.about is subject)

        return cls(
            conditions=about(ReferralSubject.CONDITION),
            common_symptoms=about(ReferralSubject.COMMON_SYMPTOM),
            hurting=frozenset(referral.id for referral in listed if referral.in_stretch is InStretch.STOP_IT_HURTS),
            pain="".join(about(ReferralSubject.PAIN)),
        )

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild from what was compiled.

        Raises:
            KeyError: something is missing.
        """
        conditions, common_symptoms, hurting = (frozenset(data[name]) for name in _SETS)
        return cls(conditions, common_symptoms, hurting, data["pain"])

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**{name: sorted(getattr(self, name)) for name in _SETS}, "pain": self.pain}


_SETS = ("conditions", "common_symptoms", "hurting")

NO_ROLES = ReferralRoles()
"""No referral weighs in anywhere."""

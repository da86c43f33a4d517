"""Probabilities by label: what becomes of them where some are changed."""

import pytest

from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.scores import LabelScores

SCORES = LabelScores(("walking", "gap-swimming", "cmd-stop"), (0.5, 0.3, 0.2), ReferralRoles(frozenset({"refer-pain"})))


@pytest.mark.parametrize(
    ("shares", "gaps"),
    [({"walking": 0.1, "gap-swimming": 0.7}, 0.7), ({"gap-swimming": 0.1, "gap-cycling": 0.2}, 0.3), ({}, 0.3)],
)
def test_what_is_changed_or_added_counts_and_all_else_stays(shares: dict[str, float], gaps: float) -> None:
    changed = SCORES.changed(shares)
    assert changed == {**SCORES, **shares}
    assert changed.total("gap") == pytest.approx(gaps)
    assert (changed["cmd-stop"], changed.roles) == (0.2, SCORES.roles)


def test_those_it_is_made_of_stay() -> None:
    SCORES.changed({"walking": 0.0, "running": 1.0})
    assert (SCORES["walking"], SCORES.labels("answer")) == (0.5, ("walking",))

"""What the document says of its referrals is what understanding weighs."""

import pytest

from skill.content.store import load_content
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.meaning import CommandGiven, Referred
from skill.understanding.policy import THRESHOLDS, ordinary_meaning
from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.scores import LabelScores

COMPILED = SPEECH / "compiled"
ROLES = ReferralRoles.of(load_content(COMPILED / "content.json").referrals)
LABELS = ("refer-a", "refer-b", "urgent-chest", "off-topic")
ASKED = ("refer-a", "walking", "gap-shoes", "off-topic")


def test_each_role_is_taken_in_our_document() -> None:
    assert {name for name, ids in vars(ROLES).items() if not ids} == set()
    assert not ROLES.common_symptoms & ROLES.hurting
    assert not ROLES.common_symptoms & ROLES.answered


def test_they_are_compiled_as_they_stand() -> None:
    assert Commands(COMPILED, Voices.load(COMPILED).numbers).referral_roles == ROLES
    assert ReferralRoles.load(ROLES.dump()) == ROLES


def test_what_hurts_is_pain_in_a_stretch_and_a_referral_before_it() -> None:
    roles = ReferralRoles(hurting=frozenset({"refer-a"}))
    hurting, other = (LabelScores(LABELS, (likely, 1 - likely, 0, 0), roles) for likely in (0.9, 0.1))
    assert isinstance(ordinary_meaning(hurting, True, THRESHOLDS), CommandGiven)
    assert ordinary_meaning(hurting, False, THRESHOLDS) == Referred("refer-a")
    assert ordinary_meaning(other, True, THRESHOLDS) == Referred("refer-b")


@pytest.mark.parametrize(
    ("walking", "shoes", "told"),
    [(0.021, 0.01, "walking"), (0.019, 0.01, ""), (0.1, 0.11, "")],
    ids=["asked for too", "hardly asked for", "less than what the article leaves open"],
)
def test_what_the_article_says_goes_with_a_referral_that_has_it_told_first(
    walking: float, shoes: float, told: str
) -> None:
    likely = (1 - walking - shoes, walking, shoes, 0)
    first, silent = (
        ordinary_meaning(LabelScores(ASKED, likely, ReferralRoles(answered=answered)), False, THRESHOLDS)
        for answered in (frozenset({"refer-a"}), frozenset[str]())
    )
    assert first == Referred("refer-a", told)
    assert silent == Referred("refer-a")

"""What the document says of its referrals is what understanding weighs."""

from skill.content.store import load_content
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.meaning import CommandGiven, Referred
from skill.understanding.policy import decide, in_context, urgent
from skill.understanding.referral_roles import ReferralRoles

COMPILED = SPEECH / "compiled"
ROLES = ReferralRoles.of(load_content(COMPILED / "content.json").referrals)
LABELS = ("refer-a", "refer-b", "urgent-chest", "off-topic")


def test_each_role_is_taken_in_our_document() -> None:
    assert ROLES.conditions
    assert ROLES.common_symptoms
    assert ROLES.pain in ROLES.hurting


def test_they_are_compiled_as_they_stand() -> None:
    assert Commands(COMPILED, Voices.load(COMPILED).numbers).referral_roles == ROLES
    assert ReferralRoles.load(ROLES.dump()) == ROLES


def test_what_hurts_is_pain_in_a_stretch_and_a_referral_before_it() -> None:
    found = in_context(
        LABELS, [0.9, 0.1, 0, 0], guiding=True, elsewhere=1, roles=ReferralRoles(hurting=frozenset({"refer-a"}))
    )
    assert isinstance(decide(found, guiding=True, named=False), CommandGiven)
    assert decide(found, guiding=False, named=False) == Referred("refer-a")
    unrelated = in_context(LABELS, [0.1, 0.9, 0, 0], guiding=True, elsewhere=1, roles=found.roles)
    assert decide(unrelated, guiding=True, named=False) == Referred("refer-b")


def test_a_common_symptom_raises_the_bar_for_an_alarm() -> None:
    roles = ReferralRoles(common_symptoms=frozenset({"refer-a"}))
    assert urgent(in_context(LABELS, [0.87, 0, 0.13, 0], guiding=False, elsewhere=1, roles=roles)) is None
    assert urgent(in_context(LABELS, [0.87, 0, 0.13, 0], guiding=False, elsewhere=1))

"""Whom a stretch is not for: told while it is about to begin, it is referred, and no stretch begins after that."""

import pytest
from ask_sdk_core.skill import CustomSkill

from skill.content.model import Routine
from skill.entry.assembly import create_skill
from tests.conversation import Conversation
from tests.dialog.turns import CONTENT

CASES = [
    pytest.param(routine, one.told, id=f"{routine.id}-{one.told}".replace(" ", "-"))
    for routine in CONTENT.routines
    for one in routine.exclusions
]


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> CustomSkill:
    return create_skill(tmp_path_factory.mktemp("state") / "state.db")


@pytest.mark.parametrize(("routine", "told"), CASES)
def test_whoever_it_is_not_for_is_sent_to_ask(skill: CustomSkill, routine: Routine, told: str) -> None:
    name = routine.name.removeprefix("the ")
    one = Conversation(skill, user=f"{routine.id}-{told}").launch()
    one.intent("StartRoutineIntent", stretch=name)
    assert one.position["routine"] == routine.id
    assert routine.not_for.replace("'", "&#39;") in one.speech or routine.not_for in one.speech
    one.say(told)
    assert (one.outcome, one.position) == ("refer", {})
    one.intent("StartRoutineIntent", stretch=name)
    assert (one.outcome, one.position) == ("refer", {})


def test_most_stretches_are_not_for_somebody() -> None:
    assert len(CASES) >= len(CONTENT.routines)

"""What people get who ask for something for a part of the body, in `choosing.yaml`."""

from pathlib import Path

import pytest
import yaml
from ask_sdk_core.skill import CustomSkill

from skill.entry.assembly import create_skill
from tests.conversation import Conversation
from tests.guidance.stretching import STRETCHES

ASKED: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("choosing.yaml").read_text(encoding="utf-8"))
CASES = [pytest.param(part, words, id=words.replace(" ", "-")) for part, said in ASKED.items() for words in said]


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> CustomSkill:
    return create_skill(tmp_path_factory.mktemp("state") / "state.db")


@pytest.mark.parametrize(("part", "words"), CASES)
def test_what_is_asked_for_is_what_is_got(skill: CustomSkill, part: str, words: str) -> None:
    one = Conversation(skill, user=words).launch().say(words)
    pending = one.attributes.get("pending") or {}
    got = [one.position["routine"]] if one.position else list(pending.get("ids", ()))
    assert got, one.speech
    assert all(name in STRETCHES.by_id and part in STRETCHES.by_id[name].body for name in got), got


def test_sixty_ways() -> None:
    assert len(CASES) >= 60

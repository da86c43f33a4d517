"""What people get who ask for something before bed, at work, quick or gentle: `purposes.yaml`."""

from pathlib import Path

import pytest
import yaml
from ask_sdk_core.skill import CustomSkill

from skill.entry.assembly import create_skill
from tests.conversation import Conversation

ASKED = yaml.safe_load(Path(__file__).with_name("purposes.yaml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[object]:
    return [
        pytest.param(set(best.split(" or ")), words, id=words.replace(" ", "-"))
        for best, said in ASKED[kind].items()
        for words in said
    ]


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> CustomSkill:
    return create_skill(tmp_path_factory.mktemp("state") / "state.db")


def asked(skill: CustomSkill, words: str) -> Conversation:
    return Conversation(skill, user=words).launch().say(words)


def offered(one: Conversation) -> list[str]:
    pending = one.attributes.get("pending") or {}
    return [one.position["routine"]] if one.position else list(pending.get("ids", ()))


@pytest.mark.parametrize(("best", "words"), cases("made for it"))
def test_what_is_made_for_it_is_offered(skill: CustomSkill, best: set[str], words: str) -> None:
    one = asked(skill, words)
    assert best & set(offered(one)), one.speech
    assert "made for" not in one.speech


@pytest.mark.parametrize(("best", "words"), cases("the nearest and why"))
def test_where_there_is_none_it_is_said_with_the_nearest(skill: CustomSkill, best: set[str], words: str) -> None:
    one = asked(skill, words)
    assert best == set(offered(one)), one.speech
    assert "have one made for" in one.speech
    assert "Shall we try that?" in one.speech

"""The trained model may know referrals by ids that the document has no more: they are referred all the same."""

import re
import shutil
from pathlib import Path

import pytest
from ask_sdk_core.skill import CustomSkill

from authoring.compiler.build import compile_all, write
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.content.model import Referral
from skill.content.store import load_content
from skill.entry.assembly import SPEECH, assemble
from tests.conversation import Conversation

REFERRALS = load_document(find_folders(SPEECH).document).referrals


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> CustomSkill:
    """The skill of a document in which every referral has another id."""
    root: Path = tmp_path_factory.mktemp("renamed")
    shutil.copytree(SPEECH, root / "speech", ignore=shutil.ignore_patterns("model", "compiled"))
    (root / "speech/model").symlink_to(SPEECH / "model")
    for document in (root / "speech").rglob("*.md"):
        text = document.read_text(encoding="utf-8")
        document.write_text(re.sub(r"(?<=#)refer-|(?<=: )refer-", "refer-formerly-", text), encoding="utf-8")
    write(root, compile_all(root).files)
    ids = {referral.id for referral in load_content(root / "speech/compiled/content.json").referrals}
    assert not ids & {referral.id for referral in REFERRALS}
    return assemble(None, root / "speech")


@pytest.mark.parametrize("referral", REFERRALS, ids=lambda referral: referral.id)
def test_a_referral_by_its_old_id_is_answered(renamed: CustomSkill, referral: Referral) -> None:
    for question in referral.questions:
        one = Conversation(renamed, user=question)
        assert one.launch().say(question).outcome == "refer", question
        assert one.open
        one.launch().intent("StartRoutineIntent", stretch="seated hamstring").intent("AMAZON.NextIntent", 40)
        assert one.say(question, 20).outcome in ("refer", "hurts", "answer"), question


def test_pain_with_nothing_under_way_is_referred(renamed: CustomSkill) -> None:
    assert Conversation(renamed, user="hurts").launch().intent("HurtsIntent").outcome == "refer"

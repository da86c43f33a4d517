"""Every question, gap, decision and red flag that the documents name is understood as what it is."""

from pathlib import Path

import pytest

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.content.model import Gap, RedFlag, Referral, Statement
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.meaning import Asked, Referred, Told, Unanswerable, Urgent
from skill.understanding.recognizer import Ear
from skill.understanding.safety_words import SafetyWords

CONTENT = load_document(find_folders(SPEECH).document)
FACTS = {number: one for one in reversed(CONTENT.statements) for number in one.facts}


def ear(model: Path) -> Ear:
    compiled = SPEECH / "compiled"
    commands = Commands(compiled, Voices.load(compiled).numbers)
    return Ear(commands, SafetyWords(compiled / "safety.json"), model)


@pytest.fixture(scope="module")
def hearing() -> Ear:
    return ear(SPEECH / "model/encoder.bin")


@pytest.mark.parametrize("number", sorted(FACTS))
def test_each_fact_is_answered_to_a_plain_question(hearing: Ear, number: int) -> None:
    statement = FACTS[number]
    meant = hearing.hear(statement.questions[0], guiding=False)
    assert isinstance(meant, Asked)
    assert statement.id in meant.statements


@pytest.mark.parametrize("statement", CONTENT.statements, ids=lambda one: one.id)
def test_a_statement_is_spoken_to_its_questions(hearing: Ear, statement: Statement) -> None:
    for question in statement.questions:
        meant = hearing.hear(question, guiding=False)
        assert isinstance(meant, Asked | Told), question
        assert isinstance(meant, Told) or statement.id in meant.statements, question


@pytest.mark.parametrize("gap", CONTENT.gaps, ids=lambda one: one.id)
def test_a_gap_is_not_answered(hearing: Ear, gap: Gap) -> None:
    for question in gap.questions:
        assert isinstance(hearing.hear(question, guiding=False), Unanswerable), question


@pytest.mark.parametrize("referral", CONTENT.referrals, ids=lambda one: one.id)
def test_a_personal_decision_is_referred(hearing: Ear, referral: Referral) -> None:
    for question in referral.questions:
        assert isinstance(hearing.hear(question, guiding=False), Referred), question


@pytest.mark.parametrize("flag", CONTENT.red_flags, ids=lambda one: one.id)
@pytest.mark.parametrize("guiding", [False, True])
def test_a_red_flag_is_urgent_with_and_without_the_model(
    hearing: Ear, flag: RedFlag, guiding: bool, tmp_path: Path
) -> None:
    deaf = ear(tmp_path / "encoder.bin")
    for phrase in flag.phrases:
        assert isinstance(hearing.hear(phrase, guiding), Urgent), phrase
        assert isinstance(deaf.hear(phrase, guiding), Urgent), phrase

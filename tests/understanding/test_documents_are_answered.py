"""Every question, gap, decision and red flag that the documents name is understood as what it is."""

from pathlib import Path

import pytest

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.content.model import Gap, RedFlag, Referral, Statement
from skill.entry.assembly import SPEECH
from skill.understanding.meaning import Asked, CommandGiven, Referred, Unanswerable, Urgent
from skill.understanding.recognizer import Recognizer
from tests.understanding.saying import recognizer_of, said

CONTENT = load_document(find_folders(SPEECH).document)
FACTS = {number: one for one in reversed(CONTENT.statements) for number in one.facts}


@pytest.fixture(scope="module")
def hearing() -> Recognizer:
    return recognizer_of(SPEECH / "model/encoder.onnx")


@pytest.mark.parametrize("number", sorted(FACTS))
def test_each_fact_is_answered_to_a_plain_question(hearing: Recognizer, number: int) -> None:
    statement = FACTS[number]
    meant = said(hearing, statement.questions[0])
    assert isinstance(meant, Asked)
    assert statement.id in meant.statements


@pytest.mark.parametrize("statement", CONTENT.statements, ids=lambda one: one.id)
def test_a_statement_is_spoken_to_its_questions(hearing: Recognizer, statement: Statement) -> None:
    for question in statement.questions:
        meant = said(hearing, question)
        assert isinstance(meant, Asked | CommandGiven), question
        assert isinstance(meant, CommandGiven) or meant.statements[0] == statement.id, question


@pytest.mark.parametrize("gap", CONTENT.gaps, ids=lambda one: one.id)
def test_a_gap_is_not_answered(hearing: Recognizer, gap: Gap) -> None:
    for question in gap.questions:
        assert isinstance(said(hearing, question), Unanswerable), question


@pytest.mark.parametrize("referral", CONTENT.referrals, ids=lambda one: one.id)
def test_a_personal_decision_is_referred(hearing: Recognizer, referral: Referral) -> None:
    for question in referral.questions:
        assert isinstance(said(hearing, question), Referred), question


@pytest.mark.parametrize("flag", CONTENT.red_flags, ids=lambda one: one.id)
@pytest.mark.parametrize("guiding", [False, True])
def test_a_red_flag_is_urgent_with_and_without_the_model(
    hearing: Recognizer, flag: RedFlag, guiding: bool, tmp_path: Path
) -> None:
    deaf = recognizer_of(tmp_path / "encoder.onnx")
    for phrase in flag.phrases:
        assert isinstance(said(hearing, phrase, guiding), Urgent), phrase
        assert isinstance(said(deaf, phrase, guiding), Urgent), phrase

"""What is heard first: a command, or a red flag in the words of one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from skill.understanding.command import Command
from skill.understanding.evidence import CERTAIN, Evidence, Source
from skill.understanding.meaning import Asked, CommandGiven, Referred, Unanswerable, Unheard, Urgent
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading
from skill.understanding.recognizer import Recognizer
from tests.understanding.rows import read_rows
from tests.understanding.saying import CONTENT, MODEL, in_slots, recognizer_of, said

HERE = Path(__file__).parent
SPEECH = HERE.parents[1] / "speech"
SLOTS = yaml.safe_load((SPEECH / "en/slots.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session", params=["encoder.onnx", "none.bin"], ids=["model", "no model"])
def recognizer(request: pytest.FixtureRequest) -> Recognizer:
    return recognizer_of(SPEECH / "model" / str(request.param))


@pytest.mark.parametrize(("flag", "text"), read_rows("alarming_wishes.tsv"))
def test_a_sign_in_the_words_of_a_command_is_urgent(recognizer: Recognizer, flag: str, text: str) -> None:
    assert said(recognizer, text) == Urgent(flag)


@pytest.mark.parametrize(("command", "text"), read_rows("plain_commands.tsv"))
def test_a_command_is_no_sign(recognizer: Recognizer, command: str, text: str) -> None:
    meaning = said(recognizer, text)
    assert isinstance(meaning, CommandGiven)
    assert meaning.command == command


@pytest.mark.parametrize("slot", SLOTS)
def test_no_value_of_a_slot_alarms_when_it_is_wished_for(recognizer: Recognizer, slot: str) -> None:
    values = [words for value, others in SLOTS[slot].items() for words in (value, *others, f"my {value} and {value}")]
    heard = {words: in_slots(recognizer, Command.START, **{slot: words}) for words in values}
    assert [words for words, meaning in heard.items() if not isinstance(meaning, CommandGiven)] == []


def test_of_all_parts_of_the_body_few_alarm_when_they_hurt(recognizer: Recognizer) -> None:
    parts = [words for value, others in SLOTS["body_part"].items() for words in (value, *others)]
    heard = {words: in_slots(recognizer, Command.ACHE, body_part=words) for words in [*parts, "left arm", "both legs"]}
    assert {words: meaning.flag for words, meaning in heard.items() if isinstance(meaning, Urgent)} == {
        "chest": "urgent-chest",
        "arm": "urgent-chest",
        "arms": "urgent-chest",
        "left arm": "urgent-chest",
        "legs": "urgent-both-legs",
        "backs of my legs": "urgent-both-legs",
        "back of my legs": "urgent-both-legs",
        "both legs": "urgent-both-legs",
    }


def test_what_overflows_a_slot_is_heard(recognizer: Recognizer) -> None:
    told = {"body_part": "neck and i've lost control of my bladder"}
    assert isinstance(in_slots(recognizer, Command.START, **told), Urgent)
    told = {"body_part": "back i've just had an operation on it", "minutes": "five"}
    assert isinstance(in_slots(recognizer, Command.START, **told), Referred)
    assert isinstance(in_slots(recognizer, Command.START, minutes="i can't pee five"), Urgent)


class _Lexicon:
    """A lexicon that has the same evidence of everything."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._evidence = evidence

    def red_flag(self, _: str) -> Evidence | None:
        return self._evidence

    pattern = red_flag

    def referral(self, _: str) -> str:
        return ""

    def off_topic_odds(self, _: str) -> float:
        return 1.0


class _Reader:
    """An encoder that reads the same in everything, and notes when it is asked."""

    labels = ("off-topic", "urgent-chest", "walking", "gap-shoes", "refer-dose", "cmd-next")

    def __init__(self, off_topic: float, urgent: float) -> None:
        self.asked: list[Moment] = []
        self._reading = Reading((off_topic, urgent, 0, 0, 0, 0), np.zeros(384, dtype=np.float32))

    def read(self, _: str, moment: Moment) -> Reading:
        self.asked.append(moment)
        return self._reading


ELSEWHERE = _Reader(0.98, 0.02)
"""Takes all words for another subject, and does not quite rule a red flag out."""
ALARMED = _Reader(0.2, 0.8)
"""Takes all words for a red flag."""


def _senses(recognizer: Recognizer, patch: pytest.MonkeyPatch, reader: _Reader, strength: float | None = None) -> None:
    evidence = None if strength is None else Evidence("urgent-chest", strength, Source.WORDS)
    patch.setattr(recognizer.senses, "_lexicon", _Lexicon(evidence))
    patch.setattr(recognizer.senses, "_reader", reader)
    patch.setattr(recognizer.senses, "_labels", ())
    patch.setattr(recognizer.senses, "_last", None)


@pytest.mark.parametrize(("strength", "meaning"), [(CERTAIN, Urgent), (1.0, Unanswerable)])
def test_a_sure_pattern_is_not_overruled_by_another_subject(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, strength: float, meaning: type
) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE, strength)
    assert isinstance(said(recognizer, "the elephant sat on a chest"), meaning)


def test_another_subject_in_a_slot_starts_nothing(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE)
    assert in_slots(recognizer, Command.START, stretch="changing a fuse") == Unanswerable(off_topic=True)


def test_another_subject_beside_one_of_ours_does_not_matter(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE)
    assert isinstance(in_slots(recognizer, Command.START, stretch="neck while the dishwasher runs"), CommandGiven)


def test_what_the_encoder_alone_hears_in_a_slot_alarms(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    _senses(recognizer, monkeypatch, ALARMED)
    assert isinstance(in_slots(recognizer, Command.START, stretch="my chess hurts"), Urgent)
    assert isinstance(
        in_slots(recognizer, Command.START, body_part="neck"), CommandGiven
    )  # words on the list are not looked at twice


def test_words_are_read_once_at_their_moment(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = _Reader(0.98, 0.02)
    _senses(recognizer, monkeypatch, reader)
    said(recognizer, "the elephant sat on a chest", guiding=True)
    said(recognizer, "the elephant sat on a chest")
    said(recognizer, "the elephant sat on a chest")
    assert reader.asked == [Moment.GUIDING, Moment.REST]


@pytest.mark.parametrize("words", ["lower legs", "upper back and shoulders", "big toe"])
def test_both_doors_agree(recognizer: Recognizer, words: str) -> None:
    if recognizer.senses.reading("anything", Moment.REST) is None:
        pytest.skip("without the model free words are no command unless they are one word for word")
    free = said(recognizer, f"let's stretch my {words}")
    slots = in_slots(recognizer, Command.START, body_part=words)
    assert isinstance(free, CommandGiven)
    assert isinstance(slots, CommandGiven)
    assert free.command is slots.command is Command.START


@pytest.mark.parametrize("words", ["ambulance", "nine one one", "call the police", "i want to kill myself"])
def test_a_call_for_help_in_a_slot_is_one(recognizer: Recognizer, words: str) -> None:
    for slot in ("body_part", "stretch", "minutes", "equipment"):
        assert isinstance(in_slots(recognizer, Command.START, **{slot: words}), Urgent), slot


def test_a_listed_question_needs_no_encoder(recognizer: Recognizer) -> None:
    meaning = said(recognizer, "Why does walking help my back?")
    assert isinstance(meaning, Asked)
    assert meaning.statements[0] == "walking-benefits"
    assert meaning.sure


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("does going for a wander do anything for a back", "statements"),
        ("which trainers ought i to wear", "gaps"),
    ],
)
def test_what_the_document_has_no_more_is_unknown(question: str, gone: str) -> None:
    known = said(recognizer_of(MODEL), question)
    assert not isinstance(known, Unheard)
    without = replace(CONTENT, **{gone: ()})  # type: ignore[arg-type]
    meaning = said(recognizer_of(MODEL, without), question)
    assert meaning != known
    assert isinstance(meaning, Unanswerable)
    assert meaning.gap not in CONTENT.ids

"""What is heard first: a command, or a red flag in the words of one."""

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.understanding.command import Command
from skill.understanding.evidence import NOTHING, Evidence
from skill.understanding.labels import kind_of
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Meaning,
    Referred,
    Speechless,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading
from skill.understanding.recognizer import Recognizer
from skill.understanding.routine_request import RoutineRequest
from skill.understanding.words import normalise
from tests.understanding.numbers import NUMBERS
from tests.understanding.rows import read_rows
from tests.understanding.saying import CONTENT, MODEL, in_slots, recognizer_of, said

HERE = Path(__file__).parent
SPEECH = HERE.parents[1] / "speech"
SLOTS = yaml.safe_load((SPEECH / "en/slots.yaml").read_text(encoding="utf-8"))
DOCUMENT = load_document(find_folders(SPEECH).document)
DEAF = recognizer_of(HERE / "none.onnx")
said(DEAF, "a first word")  # what is made when the first words come is no example's time
"""Has no model, and gets what a test gives it."""


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
    both_legs = {words for words in heard if words.split()[-1] == "legs"}
    assert {words: meaning.flag for words, meaning in heard.items() if isinstance(meaning, Urgent)} == {
        "chest": "urgent-chest",
        "arm": "urgent-chest",
        "arms": "urgent-chest",
        "left arm": "urgent-chest",
        "upper arms": "urgent-chest",
        "rib cage": "urgent-chest",
    } | dict.fromkeys(both_legs, "urgent-both-legs")


def test_what_overflows_a_slot_is_heard(recognizer: Recognizer) -> None:
    told = {"body_part": "neck and i've lost control of my bladder"}
    assert isinstance(in_slots(recognizer, Command.START, **told), Urgent)
    told = {"body_part": "back i've just had an operation on it", "minutes": "five"}
    assert isinstance(in_slots(recognizer, Command.START, **told), Referred | Doubtful)  # nothing starts
    assert isinstance(in_slots(recognizer, Command.START, minutes="i can't pee five"), Urgent)


class _Lexicon:
    """A lexicon that has the same evidence of everything."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def evidence(self, _: str) -> Evidence:
        return self._evidence

    def pattern(self, _: str) -> str:
        return self._evidence.pattern

    def referral(self, _: str) -> str:
        return ""


class _Reader:
    """An encoder that reads the same in everything, and notes when it is asked."""

    labels = (
        "off-topic",
        "urgent-chest",
        "walking",
        "gap-shoes",
        "refer-dose",
        "refer-symptom",
        "cmd-next",
        "cmd-pause",
        "cmd-start",
        "talk-device",
    )

    def __init__(self, **likely: float) -> None:
        self.asked: list[Moment] = []
        named = {label.replace("_", "-"): probability for label, probability in likely.items()}
        self._reading = Reading(tuple(named.get(label, 0.0) for label in self.labels), np.zeros(384, dtype=np.float32))

    def read(self, _: str, moment: Moment) -> Reading:
        self.asked.append(moment)
        return self._reading


class _Broken:
    """A lexicon and an encoder that fail whatever they are asked."""

    labels = ()

    def fail(self, *_: object) -> NoReturn:
        raise RuntimeError("broken")

    evidence = pattern = referral = read = fail


ELSEWHERE = _Reader(off_topic=0.98, urgent_chest=0.02)
"""Takes all words for another subject, and does not quite rule a red flag out."""
ALARMED = _Reader(off_topic=0.2, urgent_chest=0.8)
"""Takes all words for a red flag."""
TORN = _Reader(off_topic=0.7, urgent_chest=0.3)
"""Doubts whether they are one."""


def _senses(
    recognizer: Recognizer,
    patch: pytest.MonkeyPatch,
    reader: _Reader | _Broken,
    lexicon: _Lexicon | _Broken = _Lexicon(NOTHING),  # noqa: B008 - it never changes
) -> None:
    """Have `recognizer` hear with these alone, and decide with the tests' numbers."""
    parts = {"_lexicon": lexicon, "_reader": reader, "_labels": (), "_last": None, "_thresholds": NUMBERS}
    for name, part in {**parts, "_broken": False}.items():
        patch.setattr(recognizer.senses, name, part)


@pytest.mark.parametrize(
    ("odds", "sure", "meaning"),
    [
        (4.0, True, Urgent("urgent-chest")),
        (4.2, False, Doubtful("urgent-chest")),
        (4.0, False, Unanswerable(off_topic=True)),
    ],
)
def test_another_subject_is_weighed_against_the_words(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, odds: float, sure: bool, meaning: Meaning
) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE, _Lexicon(Evidence("urgent-chest", odds, "urgent-chest", sure)))
    assert said(recognizer, "the elephant sat on a chest") == meaning


def test_another_subject_in_a_slot_starts_nothing(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE)
    assert in_slots(recognizer, Command.START, stretch="changing a fuse") == Unanswerable(off_topic=True)


@pytest.mark.parametrize(
    ("reader", "meaning"),
    [
        (_Reader(off_topic=0.9), Unanswerable(off_topic=True)),
        (_Reader(talk_device=0.9), CommandGiven(Command.DEVICE, RoutineRequest(unlisted=True))),
        (_Reader(cmd_start=0.9), CommandGiven(Command.START, RoutineRequest(unlisted=True))),
    ],
    ids=["another subject", "the device", "ours"],
)
def test_a_word_that_is_on_no_list_is_judged_in_its_sentence(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, reader: _Reader, meaning: Meaning
) -> None:
    _senses(recognizer, monkeypatch, reader)
    heard = in_slots(recognizer, Command.START, stretch="date")
    assert (replace(heard, text="") if isinstance(heard, CommandGiven) else heard) == meaning


@pytest.mark.parametrize(("start", "command"), [(0.51, Command.START), (0.49, Command.LIST)])
def test_what_is_hardly_a_wish_begins_nothing(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, start: float, command: Command
) -> None:
    _senses(recognizer, monkeypatch, _Reader(cmd_start=start, off_topic=0.4))
    meaning = said(recognizer, "the elephant went home")
    assert isinstance(meaning, CommandGiven)
    assert meaning.command is command


def test_another_subject_beside_one_of_ours_does_not_matter(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _senses(recognizer, monkeypatch, ELSEWHERE)
    assert isinstance(in_slots(recognizer, Command.START, stretch="neck while the dishwasher runs"), CommandGiven)


@pytest.mark.parametrize(
    ("reader", "words", "meaning"),
    [
        (ALARMED, "my chess hurts", Urgent),
        (TORN, "my chess hurts", Doubtful),
        (ALARMED, "wobbly legs", Urgent),
        (TORN, "wobbly legs", CommandGiven),  # a word beside a value tells too little for a doubt
        (ALARMED, "neck", CommandGiven),  # words on the list are not looked at twice
    ],
)
def test_what_the_encoder_alone_hears_in_a_slot(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, reader: _Reader, words: str, meaning: type
) -> None:
    _senses(recognizer, monkeypatch, reader)
    assert isinstance(in_slots(recognizer, Command.START, body_part=words), meaning)


def test_words_are_read_once_at_their_moment(recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = _Reader(off_topic=0.98, urgent_chest=0.02)
    _senses(recognizer, monkeypatch, reader)
    said(recognizer, "the elephant sat on a chest", guiding=True)
    said(recognizer, "the elephant sat on a chest")
    said(recognizer, "the elephant sat on a chest")
    assert reader.asked == [Moment.GUIDING, Moment.REST]


@pytest.mark.parametrize(
    ("referral", "words", "meaning"),
    [
        ("refer_symptom", "my calf is forever stiff give me a stretch for my neck", CommandGiven),
        ("refer_symptom", "my calf is forever stiff", Referred),
        ("refer_dose", "my calf is forever stiff give me a stretch for my neck", Referred),
    ],
)
def test_whoever_wants_a_stretch_for_a_common_symptom_gets_one(
    recognizer: Recognizer, monkeypatch: pytest.MonkeyPatch, referral: str, words: str, meaning: type
) -> None:
    _senses(recognizer, monkeypatch, _Reader(**{referral: 0.99}))
    assert isinstance(said(recognizer, words), meaning)


CALLS = ["ambulance", "nine one one", "call the police", "i want to kill myself"]
WRITTEN = [*CALLS, *(normalise(phrase) for flag in CONTENT.red_flags for phrase in flag.phrases)]
LEXICONS = st.builds(
    _Lexicon, st.builds(Evidence, odds=st.none() | st.floats(-50, 50), sure=st.booleans(), alarming=st.booleans())
)
READERS = st.floats(0, 1).map(lambda urgent: _Reader(urgent_chest=urgent, off_topic=1 - urgent))


@given(
    words=st.sampled_from(WRITTEN),
    lexicon=LEXICONS | st.just(_Broken()),
    reader=READERS | st.just(_Broken()),
    guiding=st.booleans(),
)
def test_what_is_written_down_is_urgent_whatever_is_read(
    words: str, lexicon: _Lexicon | _Broken, reader: _Reader | _Broken, guiding: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _senses(DEAF, patch, reader, lexicon)
        assert isinstance(said(DEAF, words, guiding), Urgent)


@given(
    words=st.text(max_size=60),
    lexicon=LEXICONS | st.just(_Broken()),
    reader=READERS | st.just(_Broken()),
    guiding=st.booleans(),
)
def test_anything_means_something_whatever_breaks(
    words: str, lexicon: _Lexicon | _Broken, reader: _Reader | _Broken, guiding: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _senses(DEAF, patch, reader, lexicon)
        assert isinstance(said(DEAF, words, guiding), Meaning)


@pytest.mark.parametrize(("share", "guiding", "heard"), [(0.1, True, True), (0.2, True, False), (0.2, False, True)])
def test_in_a_stretch_no_unsure_reading_moves(
    monkeypatch: pytest.MonkeyPatch, share: float, guiding: bool, heard: bool
) -> None:
    _senses(DEAF, monkeypatch, _Reader(cmd_next=0.5, cmd_pause=share), _Lexicon(NOTHING))
    assert (said(DEAF, "the elephant trundled", guiding) != Unheard()) == heard


def test_what_goes_on_and_ends_with_a_wish_to_leave_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    _senses(DEAF, monkeypatch, _Reader(cmd_next=0.9), _Lexicon(NOTHING))
    meaning = said(DEAF, "the elephant is at the door and i have to go", guiding=True)
    assert isinstance(meaning, CommandGiven)
    assert meaning.command is Command.STOP


@pytest.mark.parametrize("alarming", [True, False])
def test_without_an_encoder_the_words_alone_decide(monkeypatch: pytest.MonkeyPatch, alarming: bool) -> None:
    words = "the elephant sat on a chest"
    _senses(DEAF, monkeypatch, _Broken(), _Lexicon(Evidence("urgent-chest", 5.0, alarming=alarming)))
    assert said(DEAF, words) == (Urgent("urgent-chest") if alarming else Speechless())


@pytest.mark.parametrize("words", ["lower legs", "upper back and shoulders", "big toe"])
def test_both_doors_agree(recognizer: Recognizer, words: str) -> None:
    if recognizer.senses.reading("anything", Moment.REST) is None:
        pytest.skip("without the model free words are no command unless they are one word for word")
    free = said(recognizer, f"let's stretch my {words}")
    slots = in_slots(recognizer, Command.START, body_part=words)
    assert isinstance(free, CommandGiven)
    assert isinstance(slots, CommandGiven)
    assert free.command is slots.command is Command.START


@pytest.mark.parametrize("words", CALLS)
def test_a_call_for_help_in_a_slot_is_one(recognizer: Recognizer, words: str) -> None:
    for slot in ("body_part", "stretch", "minutes", "equipment"):
        assert isinstance(in_slots(recognizer, Command.START, **{slot: words}), Urgent), slot


@pytest.mark.parametrize("lexicon", [_Lexicon(Evidence("urgent-chest", 9.0, alarming=True)), _Broken()])
def test_listed_questions_need_no_model(monkeypatch: pytest.MonkeyPatch, lexicon: _Lexicon | _Broken) -> None:
    _senses(DEAF, monkeypatch, _Broken(), lexicon)
    groups = (DOCUMENT.statements, DOCUMENT.gaps, DOCUMENT.referrals)
    listed = [(question, entry.id) for group in groups for entry in group for question in entry.questions]
    meant = {question: (id_, said(DEAF, question)) for question, id_ in listed}
    assert len(meant) > 100
    assert {question: row for question, row in meant.items() if not _is_what_is_listed(*row)} == {}


def test_a_listed_question_is_answered_before_its_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    statement, neighbour = DOCUMENT.statements[:2]
    reader = _Reader()
    monkeypatch.setattr(reader, "labels", (neighbour.id, statement.id))
    monkeypatch.setattr(reader, "_reading", Reading((0.6, 0.4), np.zeros(384, dtype=np.float32)))
    _senses(DEAF, monkeypatch, reader)
    meaning = said(DEAF, statement.questions[0])
    assert isinstance(meaning, Asked)
    assert meaning.statements == (statement.id, neighbour.id)


def _is_what_is_listed(id_: str, meaning: Meaning) -> bool:
    kind = kind_of(id_)
    if kind == "answer":
        return meaning == Asked((id_,))
    return meaning == (Referred(id_) if kind == "refer" else Unanswerable(gap=id_))


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

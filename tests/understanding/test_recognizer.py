"""What is heard first: a command, or a red flag in the words of one."""

import json
from pathlib import Path

import pytest
import yaml

from skill.understanding.commands import Commands
from skill.understanding.meaning import Meaning, Referred, Told, Unanswerable, Urgent
from skill.understanding.recognizer import Ear
from skill.understanding.safety_words import SafetyWords
from skill.understanding.stretch_request import StretchRequest
from tests.understanding.rows import read_rows

HERE = Path(__file__).parent
SPEECH = HERE.parents[1] / "speech"
SLOTS = yaml.safe_load((SPEECH / "en/slots.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session", params=["encoder.bin", "none.bin"], ids=["model", "no model"])
def ear(request: pytest.FixtureRequest) -> Ear:
    numbers = json.loads((SPEECH / "compiled" / "locales.json").read_text(encoding="utf-8"))["numbers"]
    commands = Commands(SPEECH / "compiled", numbers)
    return Ear(commands, SafetyWords(SPEECH / "compiled" / "safety.json"), SPEECH / "model" / str(request.param))


@pytest.mark.parametrize(("flag", "text"), read_rows("alarming_wishes.tsv"))
def test_a_sign_in_the_words_of_a_command_is_urgent(ear: Ear, flag: str, text: str) -> None:
    assert ear.hear(text, guiding=False) == Urgent(flag)


@pytest.mark.parametrize(("command", "text"), read_rows("plain_commands.tsv"))
def test_a_command_is_no_sign(ear: Ear, command: str, text: str) -> None:
    meaning = ear.hear(text, guiding=False)
    assert isinstance(meaning, Told)
    assert meaning.command == command


@pytest.mark.parametrize("slot", SLOTS)
def test_no_value_of_a_slot_alarms_when_it_is_wished_for(ear: Ear, slot: str) -> None:
    values = [words for value, others in SLOTS[slot].items() for words in (value, *others, f"my {value} and {value}")]
    heard = {words: ear.hear_slots("start", StretchRequest(), {slot: words}) for words in values}
    assert [words for words, meaning in heard.items() if not isinstance(meaning, Told)] == []


def test_of_all_parts_of_the_body_few_alarm_when_they_hurt(ear: Ear) -> None:
    parts = [words for value, others in SLOTS["body_part"].items() for words in (value, *others)]
    heard = {
        words: ear.hear_slots("ache", StretchRequest(), {"body_part": words})
        for words in [*parts, "left arm", "both legs"]
    }
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


def test_what_overflows_a_slot_is_heard(ear: Ear) -> None:
    told = {"body_part": "neck and i've lost control of my bladder"}
    assert isinstance(ear.hear_slots("start", StretchRequest(), told), Urgent)
    told = {"body_part": "back i've just had an operation on it", "minutes": "five"}
    assert isinstance(ear.hear_slots("start", StretchRequest(), told), Referred)
    assert isinstance(ear.hear_slots("start", StretchRequest(), {"minutes": "i can't pee five"}), Urgent)


class _Loud:
    """Hears a red flag in all words, loud or not."""

    def __init__(self, loud: bool) -> None:
        self._loud = loud

    def flag(self, _: str) -> str:
        return "urgent-chest"

    sign = flag

    def faint(self, _: str) -> bool:
        return False

    def loud(self, _: str) -> bool:
        return self._loud

    def referral(self, _: str) -> str:
        return ""

    def elsewhere(self, _: str) -> float:
        return 1.0


class _Elsewhere:
    """Takes all words for another subject, and does not quite rule a red flag out."""

    labels = ("off-topic", "urgent-chest", "walking", "gap-shoes", "refer-dose", "cmd-next")

    def __init__(self, _: Path) -> None:
        """Read nothing."""

    def probabilities(self, _: str) -> list[float]:
        return [0.98, 0.02, 0, 0, 0, 0]


@pytest.mark.parametrize(("loud", "meaning"), [(True, Urgent), (False, Unanswerable)])
def test_loud_words_are_not_overruled_by_another_subject(
    ear: Ear, monkeypatch: pytest.MonkeyPatch, loud: bool, meaning: type
) -> None:
    monkeypatch.setattr(ear.flags, "_safety", _Loud(loud))
    monkeypatch.setattr(ear.flags, "_reader", _Elsewhere(Path()))
    assert isinstance(ear.hear("the elephant sat on a chest", guiding=False), meaning)


class _Deaf(_Loud):
    """Hears nothing in any words."""

    def __init__(self) -> None:
        super().__init__(loud=False)

    def flag(self, _: str) -> str:
        return ""


class _Alarmed(_Elsewhere):
    """Takes all words for a red flag."""

    def probabilities(self, _: str) -> list[float]:
        return [0.2, 0.8, 0, 0, 0, 0]


def _slot(ear: Ear, words: str, slot: str = "stretch") -> Meaning:
    return ear.hear_slots("start", StretchRequest(), {slot: words})


def test_another_subject_in_a_slot_starts_nothing(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear, "_safety", _Deaf())
    monkeypatch.setattr(ear.flags, "_safety", _Deaf())
    monkeypatch.setattr(ear.flags, "_reader", _Elsewhere(Path()))
    assert _slot(ear, "changing a fuse") == Unanswerable(off_topic=True)


def test_another_subject_beside_one_of_ours_does_not_matter(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear, "_safety", _Deaf())
    monkeypatch.setattr(ear.flags, "_safety", _Deaf())
    monkeypatch.setattr(ear.flags, "_reader", _Elsewhere(Path()))
    assert isinstance(_slot(ear, "neck while the dishwasher runs"), Told)


def test_what_the_encoder_alone_hears_in_a_slot_alarms(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear.flags, "_safety", _Deaf())
    monkeypatch.setattr(ear.flags, "_reader", _Alarmed(Path()))
    assert isinstance(_slot(ear, "my chess hurts"), Urgent)
    assert isinstance(_slot(ear, "neck", "body_part"), Told)  # words on the list are not looked at twice

"""What is heard first: a command, or a red flag in the words of one."""

import json
from pathlib import Path

import pytest
import yaml

from skill.guidance.choosing import Wish
from skill.understanding.commands import Commands
from skill.understanding.ear import Ear
from skill.understanding.meaning import Referred, Told, Urgent
from skill.understanding.safety_words import SafetyWords

HERE = Path(__file__).parent
SPEECH = HERE.parents[1] / "speech"
SLOTS = yaml.safe_load((SPEECH / "slots.yaml").read_text(encoding="utf-8"))


def _rows(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, text in (line.split("\t") for line in lines)]


@pytest.fixture(scope="session", params=["encoder.bin", "none.bin"], ids=["model", "no model"])
def ear(request: pytest.FixtureRequest) -> Ear:
    numbers = json.loads((SPEECH / "compiled" / "locales.json").read_text(encoding="utf-8"))["numbers"]
    commands = Commands(SPEECH / "compiled", numbers)
    return Ear(commands, SafetyWords(SPEECH / "compiled" / "safety.json"), SPEECH / "model" / str(request.param))


@pytest.mark.parametrize(("flag", "text"), _rows("alarming_wishes.tsv"))
def test_a_sign_in_the_words_of_a_command_is_urgent(ear: Ear, flag: str, text: str) -> None:
    assert ear.hear(text, guiding=False) == Urgent(flag)


@pytest.mark.parametrize(("command", "text"), _rows("plain_commands.tsv"))
def test_a_command_is_no_sign(ear: Ear, command: str, text: str) -> None:
    meaning = ear.hear(text, guiding=False)
    assert isinstance(meaning, Told)
    assert meaning.command == command


@pytest.mark.parametrize("slot", SLOTS)
def test_no_value_of_a_slot_alarms_when_it_is_wished_for(ear: Ear, slot: str) -> None:
    values = [words for value, others in SLOTS[slot].items() for words in (value, *others, f"my {value} and {value}")]
    heard = {words: ear.hear_slots("start", Wish(), {slot: words}) for words in values}
    assert [words for words, meaning in heard.items() if not isinstance(meaning, Told)] == []


def test_of_all_parts_of_the_body_the_chest_alarms_when_it_hurts(ear: Ear) -> None:
    parts = [words for value, others in SLOTS["body_part"].items() for words in (value, *others)]
    heard = {words: ear.hear_slots("ache", Wish(), {"body_part": words}) for words in parts}
    assert {words: meaning for words, meaning in heard.items() if not isinstance(meaning, Told)} == {
        "chest": Urgent("urgent-chest")
    }


def test_what_overflows_a_slot_is_heard(ear: Ear) -> None:
    told = {"body_part": "neck and i've lost control of my bladder"}
    assert isinstance(ear.hear_slots("start", Wish(), told), Urgent)
    told = {"body_part": "back i've just had an operation on it", "minutes": "five"}
    assert isinstance(ear.hear_slots("start", Wish(), told), Referred)

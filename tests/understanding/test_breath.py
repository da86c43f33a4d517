"""Commands in one breath, at the moments that tell words apart, and what halts a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.moment import PhraseMoment
from tests.understanding.saying import COMPILED

COMMANDS = Commands(COMPILED, Voices.load(COMPILED).numbers)
DATA = yaml.safe_load((Path(__file__).parent / "breaths.yaml").read_text(encoding="utf-8"))
MOMENTS = {"rest": None, **{moment.value: moment for moment in PhraseMoment}}


def _rows(part: str) -> Iterator[tuple[str, str, str | None]]:
    for moment, said in DATA[part].items():
        yield from ((moment, words, command) for words, command in said.items())


@pytest.mark.parametrize(("moment", "words", "command"), list(_rows("one breath")))
def test_one_breath(moment: str, words: str, command: str | None) -> None:
    assert COMMANDS.phrase(words, MOMENTS[moment]) == command


@pytest.mark.parametrize(("moment", "words", "command"), list(_rows("halts")))
def test_what_halts_a_sentence(moment: str, words: str, command: str | None) -> None:
    assert COMMANDS.halt(words, MOMENTS[moment]) == command


@pytest.mark.parametrize(("moment", "words", "command"), list(_rows("fronts")))
def test_what_a_sentence_begins_with(moment: str, words: str, command: str | None) -> None:
    found = COMMANDS.at_the_front(words, MOMENTS[moment])
    assert (found[0] if found else None) == command


@pytest.mark.parametrize(("moment", "words", "command"), list(_rows("ends")))
def test_what_a_sentence_ends_with(moment: str, words: str, command: str | None) -> None:
    assert COMMANDS.at_the_end(words, MOMENTS[moment]) == command


def test_a_long_sentence_is_no_breath() -> None:
    assert COMMANDS.phrase("stop it hurts " * 4) is not None
    assert COMMANDS.phrase("stop it hurts " * 5) is None

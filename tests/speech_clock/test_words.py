"""Tokens as a voice reads them."""

from pathlib import Path

import pytest

from skill.speech.spoken_words import read_token, syllables

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("row", rows("readings.tsv"), ids=lambda row: str(row[0]))
def test_a_token_is_read_as_listed(row: list[str]) -> None:
    token, *expected = row
    reading = read_token(token)
    counts = [reading.words, reading.syllables, reading.letters]
    assert [*map(str, counts), reading.pause.value] == expected


@pytest.mark.parametrize("row", rows("syllables.tsv"), ids=lambda row: str(row[0]))
def test_a_word_has_the_syllables_listed(row: list[str]) -> None:
    word, expected = row
    assert syllables(word) == int(expected)

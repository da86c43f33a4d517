"""Lines as heard: what a file of them says, and how many of their words are wrong."""

from pathlib import Path

import pytest

from authoring.document.heard_lines import HEADER, heard_row, intelligible, read_heard, words_wrong
from authoring.document.spoken_lines import Sign, SpokenLine
from skill.errors import DocumentError


def line(text: str, writer: str = "b06") -> SpokenLine:
    return SpokenLine("open", text, ("talk-chat",), Sign.NONE, "", writer, 2)


def test_lines_are_paired_with_what_was_heard(tmp_path: Path) -> None:
    path = tmp_path / "heard.tsv"
    written = line("for words are heard")
    nobody = SpokenLine("open", "x", ("talk-chat",), Sign.NONE, "", "b06", 99)
    rows = [HEADER, heard_row(written, "four words were heard"), heard_row(nobody, "nobody wrote this")]
    path.write_text("\n".join(rows) + "\n")
    pairs = read_heard(path, [written, line("words", writer="b07")])
    assert [(one.text, other.text, other.labels) for one, other in pairs] == [
        ("for words are heard", "four words were heard", ("talk-chat",))
    ]


def test_a_row_without_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "heard.tsv"
    path.write_text("b06 2 words\n")
    with pytest.raises(DocumentError, match=r"heard\.tsv:1"):
        read_heard(path, [])


@pytest.mark.parametrize(
    ("said", "heard", "share"),
    [
        ("for words are heard", "For words, are heard!", 0),
        ("for words are heard", "four words were heard", 0.5),
        ("for words are heard", "words are heard", 0.25),
        ("for words are heard", "for words are heard here", 0.25),
        ("words", "no one of them", 4),
    ],
)
def test_share_of_words_wrong(said: str, heard: str, share: float) -> None:
    assert words_wrong([(line(said), line(heard))]) == share


@pytest.mark.parametrize(
    ("said", "heard", "kept"),
    [
        ("for words are heard", "for words are heard", False),
        ("for words are heard", "For words are heard.", False),
        ("for words are heard", "four words are heard", True),
        ("for words are heard", "four birds are heard", False),
    ],
)
def test_what_differs_and_can_be_understood_is_learnt_from(said: str, heard: str, kept: bool) -> None:
    pair = (line(said), line(heard))
    assert intelligible([pair]) == ([pair] if kept else [])

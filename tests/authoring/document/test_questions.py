"""A file of questions by which a document is measured."""

from pathlib import Path

import pytest

from authoring.document.questions import HEADER, Question, read_questions
from authoring.document.spoken_lines import Sign
from skill.errors import DocumentError


def test_a_line_has_labels_and_a_sign(tmp_path: Path) -> None:
    path = tmp_path / "test.tsv"
    path.write_text(
        f"{HEADER}\nhow high\thigh|higher\tnone\nwhat else\tnone\tnone\nmy chest\turgent-chest\ttold urgent-chest\n"
    )
    assert read_questions(path) == [
        Question("how high", ("high", "higher"), Sign.NONE),
        Question("what else", (), Sign.NONE),
        Question("my chest", ("urgent-chest",), Sign.TOLD),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text\tlabel\n", r"test\.tsv:1: is 'text\tlabel'; begin with"),
        (f"{HEADER}\nhow high\tnone\n", r"test\.tsv:2: needs three columns"),
        (f"{HEADER}\nhow high\tnone\tperhaps\n", r"test\.tsv:2: needs three columns"),
        ("", r"test\.tsv:0: cannot be read"),
    ],
)
def test_what_is_none_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "test.tsv"
    path.write_text(text)
    with pytest.raises(DocumentError, match=told):
        read_questions(path)

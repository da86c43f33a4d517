"""The blind lines: what a file may say, and what is told of a bad one."""

from pathlib import Path

import pytest

from authoring.document.spoken_lines import HEADER, MOMENTS, Sign, SpokenLine, read_spoken_lines
from authoring.document.utterances import Split
from skill.entry.assembly import SPEECH
from skill.errors import DocumentError
from skill.understanding.moment import Moment

LINE = "open\twhy should i walk\twalking|refer-load\tnone"


def _folder(root: Path, **files: str) -> Path:
    """A folder of blind lines; `train_a` is the file of the writer a in the split for training."""
    for name, text in files.items():
        split, _, writer = name.rpartition("_")
        (root / split).mkdir(parents=True, exist_ok=True)
        (root / split / f"{writer}.tsv").write_text(text, encoding="utf-8")
    return root


def test_lines_are_read_by_split(tmp_path: Path) -> None:
    told = "neck\tstop my arm is heavy\tcmd-stop\ttold urgent-chest"
    found = read_spoken_lines(_folder(tmp_path, train_a=f"{HEADER}\n{LINE}\n{told}\n", test_b=LINE))
    walk = SpokenLine("open", "why should i walk", ("walking", "refer-load"), Sign.NONE, "", "a", 2)
    arm = SpokenLine("neck", "stop my arm is heavy", ("cmd-stop",), Sign.TOLD, "urgent-chest", "a", 3)
    assert found[Split.TRAIN] == [walk, arm]
    assert found[Split.DEVELOPMENT] == []
    assert [(one.writer, one.number) for one in found[Split.TEST]] == [("b", 1)]


@pytest.mark.parametrize("sign", ["told", "doubt", "call"])
def test_each_sign_names_a_red_flag(tmp_path: Path, sign: str) -> None:
    folder = _folder(tmp_path, train_a=f"open\thelp\tcmd-help\t{sign} urgent-chest")
    (line,) = read_spoken_lines(folder)[Split.TRAIN]
    assert (line.sign, line.flag) == (Sign(sign), "urgent-chest")


COLUMNS = "needs four columns: state, text, labels and safety, with tabs between"
SAFETY = "is unknown; write none, or told, doubt or call and the id of a red flag"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("open\twhy should i walk\twalking", COLUMNS),
        (f"{LINE}\tmore", COLUMNS),
        ("open\t\twalking\tnone", COLUMNS),
        ("open why should i walk walking none", COLUMNS),
        ("", COLUMNS),
        (HEADER, "state 'state' is unknown"),  # it is the first line or none
        ("asleep\twhy should i walk\twalking\tnone", f"state 'asleep' is unknown; use one of {', '.join(MOMENTS)}"),
        ("open\twhy should i walk\twalking\tperhaps urgent-chest", f"safety 'perhaps urgent-chest' {SAFETY}"),
        ("open\twhy should i walk\twalking\ttold", f"safety 'told' {SAFETY}"),
        ("open\twhy should i walk\twalking\tnone urgent-chest", f"safety 'none urgent-chest' {SAFETY}"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    folder = _folder(tmp_path, train_a=f"{HEADER}\n{LINE}\n{line}\n")
    with pytest.raises(DocumentError) as caught:
        read_spoken_lines(folder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (folder / "train/a.tsv", 3)
    assert problem.message.startswith(message)


def test_every_bad_line_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_spoken_lines(_folder(tmp_path, train_a=f"x\n{LINE}\ny", test_b="z"))
    assert [(one.path.stem, one.line) for one in caught.value.problems] == [("a", 1), ("a", 3), ("b", 1)]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"train_a": LINE, "test_a": LINE}, "a writer is of one split alone"),
        ({"dreams_a": LINE}, "lies in no split"),
        ({"train/deeper_a": LINE}, "lies in no split"),
    ],
)
def test_a_writer_is_of_one_split(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_spoken_lines(_folder(tmp_path, **files))


def test_every_moment_is_one_that_lines_were_written_for() -> None:
    assert set(MOMENTS.values()) == set(Moment)
    lines = [line for split in read_spoken_lines(SPEECH / "blind").values() for line in split]
    assert {line.moment for line in lines} == set(Moment)

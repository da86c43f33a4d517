"""Documents, valid and invalid: what they become, or which line is wrong and how to mend it."""

import shutil
from pathlib import Path

import pytest

from authoring.document.load import load_document
from authoring.document.utterances import Split, read_utterances
from skill.content.model import CueKind, Part
from skill.errors import DocumentError

HERE = Path(__file__).parent
VALID = HERE / "valid"
INVALID = sorted(path for path in (HERE / "invalid").iterdir() if path.is_dir())


def test_a_valid_document_keeps_what_it_says() -> None:
    content = load_document(VALID)
    first, second = content.statements
    assert (first.id, first.say, first.more) == ("moving-helps", "Moving helps your back.", "It feeds the spine.")
    assert (first.section, first.study, second.offer) == ("Moving is good", "a-study", "turn")
    assert len(first.facts) == 30
    (step,) = content.routines[0].steps
    assert step.id == "turn/look"
    assert [cue.kind for cue in step.cues] == list(CueKind)
    assert (step.cues[1].least, step.cues[1].seconds, step.cues[1].most) == (5, 10, 15)
    assert (step.cues[2].times, step.cues[2].seconds) == (3, 2)
    assert [cue.encouragements for cue in step.cues] == [(), ("Breathe in.",), (), ("Keep on.",)]
    assert [cue.gently for cue in step.cues] == [(), (), (), ("Look with ease.", "No hurry.")]
    assert (step.easier, step.harder, step.feel) == ("Look half way.", "Look all the way.", "You feel it at the side.")
    assert step.part is Part.WARM_UP
    plain, asking = content.referrals
    assert (plain.before_routine, plain.during_routine, plain.about) == ("start", "go on", "a decision")
    assert (asking.before_routine, asking.during_routine, asking.about) == ("ask first", "stop, it hurts", "pain")
    assert (plain.article, asking.article) == ("left out", "told first")


def test_there_are_invalid_documents() -> None:
    assert len(INVALID) >= 30


@pytest.mark.parametrize("case", INVALID, ids=lambda path: path.name)
def test_an_invalid_document_is_refused_with_its_line(case: Path, tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    shutil.copytree(case, tmp_path, dirs_exist_ok=True)
    with pytest.raises(DocumentError) as refused:
        load_document(tmp_path)
    assert (case / "expected.txt").read_text(encoding="utf-8").strip() in str(refused.value)


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"document\.yaml:0: cannot be read"):
        load_document(tmp_path)
    shutil.copy(VALID / "document.yaml", tmp_path)
    with pytest.raises(DocumentError, match=r"article\.md:0: cannot be read"):
        load_document(tmp_path)


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    (tmp_path / "article.md").write_bytes(b"# Title\n\n\xff\n")
    with pytest.raises(DocumentError, match=r"article\.md:3: is not UTF-8"):
        load_document(tmp_path)


def test_an_utterance_needs_three_columns(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/w01.tsv").write_text("a\tb\tc\nonly words\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"w01\.tsv:2: needs three columns"):
        read_utterances(tmp_path)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["w01.tsv"], r"w01\.tsv:0: lies in no split; move it to one of train, development, test"),
        (["training/w01.tsv"], "lies in no split"),
        (["train/old/w01.tsv"], "lies in no split"),
        (["train/w01.tsv", "test/w01.tsv"], r"train/w01\.tsv:0: has the name of .*test/w01\.tsv"),
    ],
)
def test_an_utterance_is_of_one_split(tmp_path: Path, files: list[str], message: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a\tb\tc\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        read_utterances(tmp_path)


def test_every_writer_is_of_the_split_whose_folder_it_lies_in(tmp_path: Path) -> None:
    for split in Split:
        (tmp_path / split).mkdir()
        (tmp_path / split / f"by-{split}.tsv").write_text("!off-topic\tan old man\tgood day\n", encoding="utf-8")
    found = read_utterances(tmp_path)
    assert {split: [one.writer for one in some] for split, some in found.items()} == {
        split: [f"by-{split}"] for split in Split
    }
    assert found[Split.TEST][0].alike

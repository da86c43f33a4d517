"""Whoever compiles after every edit reads again what was edited, and nothing else."""

from pathlib import Path

import pytest

from authoring.document.blocks import parse_blocks
from authoring.document.utterances import Split, read_utterances
from authoring.document.yaml_file import read_yaml
from skill.errors import DocumentError


def test_a_yaml_file_is_parsed_once_until_it_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "prompts.yaml"
    path.write_text("goodbye: Farewell.\n", encoding="utf-8")
    first = read_yaml(path)
    assert read_yaml(path) is first
    path.write_text("# new\ngoodbye: So long.\n", encoding="utf-8")
    edited = read_yaml(path)
    assert edited.content == {"goodbye": "So long."}
    assert edited.line("goodbye") == 2
    path.write_text("goodbye: Farewell.\n", encoding="utf-8")
    assert read_yaml(path).content == first.content


def test_a_fault_is_told_as_often_as_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "prompts.yaml"
    path.write_text("goodbye: [\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DocumentError, match=r"prompts\.yaml:2: is not YAML"):
            read_yaml(path)


def test_two_files_that_say_the_same_are_two(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    for path in (one, other):
        path.write_text("goodbye: Farewell.\n", encoding="utf-8")
    assert read_yaml(one).problem("", "goodbye").path == one
    assert read_yaml(other).problem("", "goodbye").path == other


def test_markdown_is_parsed_once() -> None:
    assert parse_blocks("# A page\n\nwith words") is parse_blocks("# A page\n\nwith words")


def test_an_utterance_that_was_added_is_there(tmp_path: Path) -> None:
    path = tmp_path / "train/ann.tsv"
    path.parent.mkdir()
    path.write_text("healing\told man\twhy walk\n", encoding="utf-8")
    [first] = read_utterances(tmp_path)[Split.TRAIN]
    path.write_text("healing\told man\twhy walk\nhealing\told man\twhy move\n", encoding="utf-8")
    kept, added = read_utterances(tmp_path)[Split.TRAIN]
    assert kept == first
    assert added.text == "why move"

"""Which document is meant, and what is said where none is."""

import shutil
from pathlib import Path

import pytest

from authoring.document.folders import find_folders
from skill.errors import DocumentError

PROPERTIES = Path(__file__).parent / "valid/document.yaml"


def speech(folder: Path, *documents: str) -> Path:
    (folder / "en").mkdir()
    for name in documents:
        (folder / name).mkdir()
        shutil.copy(PROPERTIES, folder / name)
    return folder


def test_the_only_document_needs_no_name(tmp_path: Path) -> None:
    folders = find_folders(speech(tmp_path, "moving"))
    assert (folders.document, folders.language) == (tmp_path / "moving", tmp_path / "en")
    assert folders.properties.title == "A small article"


def test_one_of_several_is_named(tmp_path: Path) -> None:
    assert find_folders(speech(tmp_path, "moving", "resting"), "resting").document == tmp_path / "resting"


@pytest.mark.parametrize(
    ("documents", "name", "message"),
    [
        (["moving", "resting"], "", r":0: holds 2 documents \(moving, resting\); name one with --document"),
        (["moving"], "resting", r"resting/document\.yaml:0: is missing; documents here: moving"),
        ([], "", r":0: holds no document; put a folder with a document\.yaml there"),
    ],
)
def test_which_is_meant_must_be_plain(tmp_path: Path, documents: list[str], name: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        find_folders(speech(tmp_path, *documents), name)


def test_its_language_must_be_there(tmp_path: Path) -> None:
    speech(tmp_path, "moving")
    (tmp_path / "en").rmdir()
    with pytest.raises(DocumentError, match=r"document\.yaml:2: 'language' is 'en', and there is no folder .*en"):
        find_folders(tmp_path)

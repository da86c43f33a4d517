"""A bundle: a folder that holds all that the skill of one document is made of, laid out as the project is.

A checkout of the project is the bundle of its own document. That of any other lies in `build/documents/` of the
checkout, or of the folder where somebody works who has the project installed: the code of the skill, with the emergency
line of this document in it, the compiled document, the trained models and the package for Amazon's console.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from authoring.compiler.build import COMMAND, COMPILED, EMERGENCY, MODEL
from authoring.document.folders import Folders, find_folders, folders_of
from deployment.target import home, notices

PROJECT = Path(__file__).parents[2]
_SPEECH = "speech"
_BUNDLES = Path("build/documents")
_GENERATED = frozenset((COMMAND, EMERGENCY))
_ASSETS = Path("interaction_model/assets")


@dataclass(frozen=True)
class Bundle:
    """Where the skill of a document is built."""

    folders: Folders
    """What it is built from."""
    root: Path
    """The folder, laid out as the project."""


def bundle_of(document: Path | None, project: Path = PROJECT) -> Bundle:
    """The bundle of the document in `document`, with all in it that is not compiled; None for the project's own.

    Args:
        document: its folder.
        project: a checkout, or where the project is installed.

    Raises:
        DocumentError: there is no document there.
    """
    folders = own = find_folders(project / _SPEECH)
    if document is not None and document.resolve() != own.document.resolve():
        folders = folders_of(document, project / _SPEECH)
    if folders is own and home(project) == project:
        return Bundle(own, project)
    root = home(project) / _BUNDLES / folders.document.resolve().name
    _lay_out(root, project)
    return Bundle(folders, root)


def _lay_out(root: Path, project: Path) -> None:
    """Put the project's own parts into a bundle, as they are now. What is compiled of the document stays."""
    (root / COMPILED).mkdir(parents=True, exist_ok=True)
    code = {path.relative_to(project) for path in (project / "skill").rglob("*.py")}
    for gone in {path.relative_to(root) for path in (root / "skill").rglob("*.py")} - code:
        (root / gone).unlink()
    for path in code - {path for path in _GENERATED if (root / path).exists()}:
        _copy(project / path, root / path)
    for path in (project / _ASSETS).rglob("*.png"):
        _copy(path, root / path.relative_to(project))
    for path in notices(project):
        _copy(path, root / path.name)
    models = root / MODEL
    if not models.is_symlink():
        models.symlink_to(project / MODEL, target_is_directory=True)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)

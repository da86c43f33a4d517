"""A bundle: a folder that holds all that the skill of one document is made of, laid out as the project is.

The project itself is the bundle of its own document. That of any other lies in `build/documents/`: the code of the
skill, with the emergency line of this document in it, the compiled document, the trained models and the package for
Amazon's console.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from authoring.compiler.build import COMMAND, COMPILED, EMERGENCY, MODEL
from authoring.document.folders import Folders, find_folders, folders_of

PROJECT = Path(__file__).parents[2]
_SPEECH = "speech"
_BUNDLES = Path("build/documents")
_GENERATED = frozenset((COMMAND, EMERGENCY))
_ASSETS = Path("interaction_model/assets")
_NOTICES = ("LICENSE", "NOTICE")


@dataclass(frozen=True)
class Bundle:
    """Where the skill of a document is built."""

    folders: Folders
    """What it is built from."""
    root: Path
    """The folder, laid out as the project."""


def bundle_of(document: Path | None, project: Path = PROJECT) -> Bundle:
    """The bundle of the document in `document`, with all in it that is not compiled; None for the project's own.

    Raises:
        DocumentError: there is no document there.
    """
    own = find_folders(project / _SPEECH)
    if document is None or document.resolve() == own.document.resolve():
        return Bundle(own, project)
    folders = folders_of(document, project / _SPEECH)
    root = project / _BUNDLES / document.resolve().name
    _lay_out(root, project)
    return Bundle(folders, root)


def _lay_out(root: Path, project: Path) -> None:
    """Put the project's own parts into a bundle, as they are now. What is compiled of the document stays."""
    (root / COMPILED).mkdir(parents=True, exist_ok=True)
    code = {path.relative_to(project) for path in (project / "skill").rglob("*.py")}
    for gone in {path.relative_to(root) for path in (root / "skill").rglob("*.py")} - code:
        (root / gone).unlink()
    for path in code - {one for one in _GENERATED if (root / one).exists()}:
        _copy(project / path, root / path)
    for path in (project / _ASSETS).rglob("*.png"):
        _copy(path, root / path.relative_to(project))
    for name in _NOTICES:
        _copy(project / name, root / name)
    models = root / MODEL
    if not models.is_symlink():
        models.symlink_to(project / MODEL, target_is_directory=True)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)

"""A new document: small, whole and compilable, so that there is something to change from the first minute."""

import re
import shutil
from pathlib import Path

from authoring.document.properties import FILE
from skill.errors import DocumentError, Problem

_SKELETON = Path(__file__).with_name("skeleton")
_NAME = "NAME"
"""Stands in the skeleton for the name, in words."""


def make_document(folder: Path) -> None:
    """Make a document in the folder `folder`, which gives it its name: `neck-care` is "neck care".

    Raises:
        DocumentError: the folder is there already, or its name cannot be spoken.
    """
    if folder.exists():
        raise DocumentError((Problem(folder, 0, "is there already; take another name"),))
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", folder.name):
        raise DocumentError((Problem(folder, 0, "is not of small letters and single hyphens; name it so"),))
    shutil.copytree(_SKELETON, folder)
    words = folder.name.replace("-", " ")
    for path in (*folder.rglob("*.md"), *folder.rglob("*.yaml")):
        path.write_text(path.read_text(encoding="utf-8").replace(_NAME, words), encoding="utf-8")
    assert (folder / FILE).exists()

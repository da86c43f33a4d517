"""A document's folder to one `Content`, checked; what holds whatever a document is about stands in its language's."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from authoring.document.article import read_article
from authoring.document.boundaries import read_gaps, read_red_flags, read_referrals
from authoring.document.checks import Document, check
from authoring.document.properties import read_properties
from authoring.document.stretches import read_routines
from skill.content.model import Content, Position, Routine
from skill.errors import DocumentError

_LYING = (Position.BED, Position.FLOOR)
_Read = TypeVar("_Read")
RED_FLAGS = "red-flags.md"
REFERRALS = "referrals.md"


def _simplest_first(routine: Routine) -> tuple[int, int, str]:
    """Offer first what needs least: nothing to fetch, no lying down, and last of all no getting down on the floor."""
    lying = _LYING.index(routine.position) + 1 if routine.position in _LYING else 0
    return lying, len(routine.equipment), routine.id


def load_document(folder: Path, language: Path | None = None) -> Content:
    """Read and check the document in `folder`, such as `speech/back-health`.

    Args:
        folder: has the article, the gaps and the stretches; it may add red flags and referrals of its own.
        language: has the red flags and referrals of every document; None for the folder beside it that it names.

    Raises:
        DocumentError: with every fault found, each with its file and line.
    """
    properties = read_properties(folder)
    homes = (language or folder.parent / properties.language, folder)
    heading, statements, studies = read_article(folder / "article.md")
    content = Content(
        title=properties.title,
        statements=statements,
        studies=studies,
        sources=properties.sources,
        complaint=properties.complaint,
        gaps=read_gaps(folder / "gaps.md"),
        referrals=_of_each(homes, REFERRALS, read_referrals),
        red_flags=_of_each(homes, RED_FLAGS, read_red_flags),
        routines=tuple(sorted(read_routines(folder / "stretches"), key=_simplest_first)),
    )
    problems = check(Document(content, properties, heading, homes))
    if problems:
        raise DocumentError(tuple(problems))
    return content


def _of_each(homes: tuple[Path, ...], name: str, read: Callable[[Path], tuple[_Read, ...]]) -> tuple[_Read, ...]:
    """What the files called `name` in `homes` say, as far as there are any."""
    return tuple(entry for home in homes if (home / name).exists() for entry in read(home / name))

"""A document's folder to one `Content`, checked."""

from pathlib import Path

from authoring.document.article import read_article
from authoring.document.boundaries import read_gaps, read_red_flags, read_referrals
from authoring.document.checks import Document, check
from authoring.document.properties import read_properties
from authoring.document.stretches import read_routines
from skill.content.model import Content, Position, Routine
from skill.errors import DocumentError

_LYING = (Position.BED, Position.FLOOR)


def _simplest_first(routine: Routine) -> tuple[int, int, str]:
    """Offer first what needs least: nothing to fetch, no lying down, and last of all no getting down on the floor."""
    lying = _LYING.index(routine.position) + 1 if routine.position in _LYING else 0
    return lying, len(routine.equipment), routine.id


def load_document(folder: Path) -> Content:
    """Read and check the document in `folder`, such as `speech/back-health`.

    Raises:
        DocumentError: with every fault found, each with its file and line.
    """
    properties = read_properties(folder)
    heading, statements, studies = read_article(folder / "article.md")
    content = Content(
        title=properties.title,
        statements=statements,
        studies=studies,
        sources=properties.sources,
        complaint=properties.complaint,
        gaps=read_gaps(folder / "gaps.md"),
        referrals=read_referrals(folder / "referrals.md"),
        red_flags=read_red_flags(folder / "red-flags.md"),
        routines=tuple(sorted(read_routines(folder / "stretches"), key=_simplest_first)),
    )
    problems = check(Document(content, properties, heading, folder))
    if problems:
        raise DocumentError(tuple(problems))
    return content

"""A document's folder to one `Content`, checked."""

from pathlib import Path

from authoring.document.article import read_article
from authoring.document.boundaries import read_gaps, read_red_flags, read_referrals
from authoring.document.checks import Document, check
from authoring.document.properties import read_properties
from authoring.document.stretches import read_routine
from skill.content.model import Content, Position, Routine
from skill.errors import DocumentError


def _simplest_first(routine: Routine) -> tuple[bool, int, str]:
    """Offer first what needs least: nothing to fetch, and no getting down on the floor."""
    return routine.position is Position.FLOOR, len(routine.equipment), routine.id


def load_document(folder: Path) -> Content:
    """Read and check the document in `folder`, such as `speech/back-health`.

    Raises:
        DocumentError: with every fault found, each with its file and line.
    """
    properties = read_properties(folder)
    heading, statements, studies = read_article(folder / "article.md")
    routines = [read_routine(path) for path in sorted((folder / "stretches").glob("*.md"))]
    content = Content(
        title=properties.title,
        statements=statements,
        studies=studies,
        sources=properties.sources,
        complaint=properties.complaint,
        gaps=read_gaps(folder / "gaps.md"),
        referrals=read_referrals(folder / "referrals.md"),
        red_flags=read_red_flags(folder / "red-flags.md"),
        routines=tuple(sorted(routines, key=_simplest_first)),
    )
    problems = check(Document(content, properties, heading, folder))
    if problems:
        raise DocumentError(tuple(problems))
    return content

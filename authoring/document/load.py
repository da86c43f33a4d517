"""All source documents of a folder to one `Content`, checked."""

from pathlib import Path

from authoring.document.article import read_article
from authoring.document.boundaries import read_gaps, read_red_flags, read_referrals
from authoring.document.checks import check
from authoring.document.stretches import read_routine
from skill.content.model import Content, Position, Routine
from skill.errors import DocumentError


def _simplest_first(routine: Routine) -> tuple[bool, int, str]:
    """Offer first what needs least: nothing to fetch, and no getting down on the floor."""
    return routine.position is Position.FLOOR, len(routine.equipment), routine.id


def load_document(folder: Path) -> Content:
    """Read and check the documents in `folder` (this project's `speech/`).

    Raises:
        DocumentError: with every fault found, each with its file and line.
    """
    title, statements, studies = read_article(folder / "article.md")
    routines = [read_routine(path) for path in sorted((folder / "stretches").glob("*.md"))]
    document = Content(
        title=title,
        statements=statements,
        studies=studies,
        gaps=read_gaps(folder / "gaps.md"),
        referrals=read_referrals(folder / "referrals.md"),
        red_flags=read_red_flags(folder / "red-flags.md"),
        routines=tuple(sorted(routines, key=_simplest_first)),
    )
    problems = check(document, folder)
    if problems:
        raise DocumentError(tuple(problems))
    return document

"""Questions to measure a document by: `text`, `label` and `safety` in columns, by people who did not write it."""

from dataclasses import dataclass
from pathlib import Path

from authoring.document.spoken_lines import Sign
from skill.errors import DocumentError, Problem

HEADER = "text\tlabel\tsafety"
"""The first line of the file."""
NOTHING = "none"
"""Stands for the label of what the document has nothing to say about."""


@dataclass(frozen=True)
class Question:
    """Something asked, and what it means."""

    text: str
    """The words, as a recogniser writes them."""
    labels: tuple[str, ...]
    """Ids of what it asks for, the best first; empty where that is nothing of this document."""
    sign: Sign
    """Whether a sign of danger is told."""


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions.

    Raises:
        DocumentError: it cannot be read, has another first line, or a line has not three columns or an unknown sign.
    """
    try:
        first, *lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DocumentError((Problem(path, 0, f"cannot be read: {error}"),)) from error
    problems = [] if first == HEADER else [Problem(path, 1, f"is '{first}'; begin with '{HEADER}', tabs between")]
    found = []
    for number, line in enumerate(lines, 2):
        parts = line.split("\t")
        sign = parts[-1].partition(" ")[0]
        if len(parts) != 3 or not all(parts) or sign not in set(Sign):
            message = f"needs three columns, text, label and safety ({', '.join(Sign)}), with tabs between"
            problems.append(Problem(path, number, message))
        else:
            labels = () if parts[1] == NOTHING else tuple(parts[1].split("|"))
            found.append(Question(parts[0], labels, Sign(sign)))
    if problems:
        raise DocumentError(tuple(problems))
    return found

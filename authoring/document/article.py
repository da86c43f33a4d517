"""`article.md` to statements and studies."""

from pathlib import Path

from authoring.document.entries import Entry, read_entries
from skill.content.model import Statement, Study
from skill.errors import DocumentError, Problem

_REFERENCES = "references"
_LABELS = ("More", "Source")
_STUDY = ("Spoken", "Brief")
"""What a study must have."""
_STUDY_FIELDS = ("spoken", "brief")
_FIELDS = ("facts", "study", "brief", "with", "and", "next", "questions")
"""What a statement can have."""


def read_article(path: Path) -> tuple[str, tuple[Statement, ...], tuple[Study, ...]]:
    """Read the article: its title, its statements and the studies it cites.

    Raises:
        DocumentError: a statement lacks its words, its facts or its questions, or has what no statement has.
    """
    statements: list[Statement] = []
    studies: list[Study] = []
    problems: list[Problem] = []
    title, section = "", None
    for entry in read_entries(path):
        if entry.level == 1:
            title = entry.title
        elif entry.level == 2:
            section = entry
        elif section is None:
            problems.append(entry.problem("stands before any section; put a '## Section' above"))
        elif section.id == _REFERENCES:
            missing = [name for name in _STUDY if not entry.value(name.lower())]
            problems += [entry.problem(f"has no '{name}'; add '- {name}: …'") for name in missing]
            problems += entry.unknown_fields("study", _STUDY_FIELDS)
            studies.append(_study(entry))
        else:
            problems += _faults(entry)
            if not problems:
                statements.append(_statement(entry, section))
    if problems:
        raise DocumentError(tuple(problems))
    return title, tuple(statements), tuple(studies)


def _study(entry: Entry) -> Study:
    return Study(entry.id, " ".join(entry.paragraphs), entry.value("spoken"), entry.value("brief"))


def _faults(entry: Entry) -> list[Problem]:
    problems = list(entry.unknown_fields("statement", _FIELDS))
    if entry.id == entry.title:
        problems.append(entry.problem("has no id; write '### topic {#topic-id}'"))
    if not _said(entry):
        problems.append(entry.problem("says nothing; write the answer as a paragraph below"))
    if not entry.items("questions"):
        problems.append(entry.problem("answers no question; add '- Questions:' with a list below"))
    for field in entry.all("facts"):
        if not all(number.strip().isdigit() for number in field.value.split(",")):
            problems.append(entry.problem("facts are numbers, as in '- Facts: 17, 18'", field.line))
    if not entry.all("facts"):
        problems.append(entry.problem("names no fact of the article; add its number, such as '- Facts: 17'"))
    if not entry.value("brief"):
        problems.append(entry.problem("has no short form; add '- Brief: …'"))
    return problems


def _statement(entry: Entry, section: Entry) -> Statement:
    return Statement(
        id=entry.id,
        topic=entry.title,
        section=section.labelled("Source"),
        say=_said(entry),
        more=entry.labelled("More"),
        brief=entry.value("brief"),
        facts=tuple(int(number) for number in entry.words("facts")),
        study=entry.value("study"),
        neighbours=entry.words("with"),
        joined=entry.value("and"),
        offer=entry.value("next"),
        questions=entry.items("questions"),
    )


def _said(entry: Entry) -> str:
    labels = tuple(f"{label}: " for label in _LABELS)
    return " ".join(text for text in entry.paragraphs if not text.startswith(labels))

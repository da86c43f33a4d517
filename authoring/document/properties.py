"""`document.yaml`: what holds for a document as a whole, and the words that prompts need from it."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any

from authoring.document.yaml_file import YamlFile, read_yaml
from skill.errors import DocumentError, Problem

FILE = "document.yaml"


@dataclass(frozen=True)
class Words:
    """Words about the document's subject; each fills `{{ document.… }}` of its own name in the prompts."""

    name: str
    """How the skill calls itself: "Welcome to *Back Coach*"."""
    subject: str
    """What it is about: "I only know about *exercise and back health*"."""
    your_subject: str
    """The same to a listener: "Ask me about *exercise and your back*"."""
    yours: str
    """What of the listener's it is about: "Take care of *your back*"."""
    your_own: str
    """The same with stress: "For *your own back*, ask a doctor"."""
    condition: str
    """What to ask a professional about first: "If you have *a back condition*"."""
    example_question: str
    """Something to ask: "You can ask something like, *why does walking help my back*"."""
    example_stretch: str
    """Something to start: "Say, start *a stretch for my neck*"."""


@dataclass(frozen=True)
class Properties:
    """What holds for a document as a whole."""

    title: str
    """The title of what it retells, as the heading of `article.md` has it."""
    language: str
    """The folder of its language: prompts, commands and what else belongs to no document."""
    invocation_name: str
    """What Alexa calls the skill by: "open *back coach*"."""
    locales: tuple[str, ...]
    """The locales that are published, each with its interaction model."""
    facts: int
    """How many numbered facts its source has; each must be in a statement."""
    words: Words
    """Words about its subject."""
    sources: str = ""
    """Id of the statement that tells what it rests on; may be left out."""
    complaint: tuple[str, ...] = ()
    """Ids of the statements that a plain complaint is answered with, the most general first; may be left out."""


def read_properties(folder: Path) -> Properties:
    """Read `document.yaml` in a document's folder.

    Raises:
        DocumentError: it is missing, lacks something, or has something that there is no use for.
    """
    file = read_yaml(folder / FILE)
    problems = [*_faults(file, Properties), *_faults(file, Words, "words")]
    if problems:
        raise DocumentError(tuple(problems))
    content = dict(file.content)
    words = Words(**content.pop("words"))
    lists = {name: tuple(content.get(name, ())) for name in ("locales", "complaint")}
    return Properties(**content | lists, words=words)


def _faults(file: YamlFile, kind: type[Properties] | type[Words], *section: str) -> Iterator[Problem]:
    given = file.content
    for name in section:
        given = given.get(name) if isinstance(given, dict) else None
    if not isinstance(given, dict):
        needed = ", ".join(field.name for field in fields(kind))
        where = f"'{section[0]}'" if section else "the file"
        yield file.problem(f"{where} is no list of names and values; it needs {needed}", *section)
        return
    known = {field.name: field for field in fields(kind)}
    for name in given.keys() - known.keys():
        yield file.problem(f"'{name}' is none of {', '.join(known)}; take it out", *section, name)
    for name, field in known.items():
        if name not in given and field.default is MISSING:
            yield file.problem(f"lacks '{name}'; add '{name}: …'", *section)
        elif name in given and not _fits(field, given[name]):
            yield file.problem(f"'{name}' is {_WANTED[field.type]}", *section, name)


_WANTED: dict[Any, str] = {str: "text", int: "a number from 1 on", tuple[str, ...]: "a list, as in [en-GB, en-US]"}
"""What each type of a value is in the file."""


def _fits(field: Field[Any], value: object) -> bool:
    if field.type is str:
        return isinstance(value, str) and bool(value.strip())
    if field.type is int:
        return type(value) is int and value > 0
    if field.type == tuple[str, ...]:
        return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
    return True  # a section, which is looked at by itself

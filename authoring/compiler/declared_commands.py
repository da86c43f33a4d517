"""`commands.yaml`: which commands there are, and what is known of each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from authoring.document.yaml_file import YamlFile, read_yaml
from skill.errors import DocumentError, Problem


class Effect(NamedTuple):
    """What commands do to a movement under way."""

    group: str
    """Name in the code of the set of those that do."""
    does: str
    """What they do."""


FILE = "commands.yaml"
_SECTION = "commands"
_NEEDED = ("means", "effect", "sentences")
_FIELDS = {*_NEEDED, "intent", "builtin", "complaint", "guiding", "idle", "labels"}
_NO_EFFECT = "none"
EFFECTS = {
    "moves": Effect("MOVING", "take somebody to another movement, or begin one"),
    "adjusts": Effect("ADJUSTING", "go on with a movement, done in another way"),
    "tells": Effect("TELLING", "are answered, and move nothing"),
    "waits": Effect("WAITING", "let somebody rest, and keep the place"),
    "halts": Effect("HALTING", "end a movement"),
}
"""Each effect by its name in the file."""
_NAME = re.compile(r"[a-z]+( [a-z]+)*")


@dataclass(frozen=True)
class DeclaredCommand:
    """Something a listener can tell the coach to do."""

    name: str
    """Its name in the skill."""
    path: Path
    """The file that declares it."""
    line: int
    """Its line there."""
    means: str
    """What the listener wants, in a sentence."""
    intent: str
    """Our own intent for it; empty if free words alone bring it."""
    builtin: str
    """Alexa's own intent for it; empty if there is none."""
    sentences: tuple[str, ...]
    """Sentence templates that people say."""
    complaint: str
    """What it says if it names what hurts, with a slot in braces; empty for any other."""
    guiding: bool
    """Whether it makes sense only while a stretch is under way."""
    effect: str
    """What it does to a movement under way, one of `EFFECTS`, or none."""
    idle: bool
    """Whether it asks for nothing of the coach."""
    labels: tuple[str, ...]
    """Labels of utterances that mean it."""

    @property
    def member(self) -> str:
        """What it is called in Python, as a member of `Command`."""
        return self.name.replace(" ", "_").upper()


def read_commands(language: Path) -> tuple[DeclaredCommand, ...]:
    """Read the commands of `commands.yaml` in the folder of a language.

    Raises:
        DocumentError: it is not YAML, or with every command that lacks something.
    """
    file = read_yaml(language / FILE)
    entries = file.content.get(_SECTION) if isinstance(file.content, dict) else None
    if not isinstance(entries, dict):
        raise DocumentError((file.problem("has no commands; list them under 'commands'"),))
    problems = [
        file.problem(message, _SECTION, name) for name, entry in entries.items() for message in _faults(name, entry)
    ]
    if problems:
        raise DocumentError(tuple(problems))
    commands = tuple(_command(name, entry, file) for name, entry in entries.items())
    problems = list(_claimed_twice(commands))
    if problems:
        raise DocumentError(tuple(problems))
    return commands


def _faults(name: object, entry: object) -> Iterator[str]:
    """What is wrong with a command, each with how to mend it."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield f"'{name}' is no name of a command; write small letters and spaces, in quotes where YAML wants them"
    if not isinstance(entry, dict):
        yield f"'{name}' says nothing; a command needs {_listed(_NEEDED)}"
        return
    for field in _NEEDED:
        if not entry.get(field):
            yield f"'{name}' has no '{field}'; a command needs {_listed(_NEEDED)}"
    for field in sorted(entry.keys() - _FIELDS, key=str):
        yield f"'{name}' has '{field}'; a command has {_listed(sorted(_FIELDS))}"
    means = entry.get("means", "")
    if not isinstance(means, str) or set(means) & set('"\\\n'):
        yield f"'means' of '{name}' is no sentence; write it in one line, without double quotes or backslashes"
    for field in ("guiding", "idle"):
        if not isinstance(entry.get(field, False), bool):
            yield f"'{field}' of '{name}' is '{entry[field]}'; write true, or leave it out"
    if entry.get("effect", _NO_EFFECT) not in {_NO_EFFECT, *EFFECTS}:
        yield f"'effect' of '{name}' is '{entry['effect']}'; write one of {_listed([*EFFECTS, _NO_EFFECT])}"
    for field in ("sentences", "labels"):
        if not isinstance(entry.get(field) or [], list):
            yield f"'{field}' of '{name}' is no list; begin each of them with a hyphen"


def _command(name: str, entry: Mapping[str, Any], file: YamlFile) -> DeclaredCommand:
    return DeclaredCommand(
        name=name,
        path=file.path,
        line=file.line(_SECTION, name),
        means=entry["means"],
        intent=entry.get("intent", ""),
        builtin=entry.get("builtin", ""),
        sentences=tuple(entry["sentences"]),
        complaint=entry.get("complaint", ""),
        guiding=entry.get("guiding", False),
        effect=entry["effect"],
        idle=entry.get("idle", False),
        labels=tuple(entry.get("labels") or (f"cmd-{name.replace(' ', '-')}",)),
    )


def _claimed_twice(commands: tuple[DeclaredCommand, ...]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for command in commands:
        for label in command.labels:
            owner = owners.setdefault(label, command.name)
            if owner != command.name:
                yield Problem(
                    command.path, command.line, f"the label '{label}' means '{owner}' already; leave it to one of them"
                )


def _listed(fields: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"'{field}'" for field in fields)

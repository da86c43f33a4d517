"""The hand-written YAML beside the documents: prompts, commands, slots, locales and numbers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from skill.errors import DocumentError, Problem


@dataclass(frozen=True)
class Command:
    """Something a listener can tell the coach to do."""

    name: str
    """Its name in the skill."""
    builtin: str
    """Alexa's own intent for it; empty if there is none."""
    intent: str
    """Our own intent for it."""
    sentences: tuple[str, ...]
    """Sentence templates that people say."""
    complaint: str = ""
    """What it says if it names what hurts, with a slot in braces; empty for any other."""


@dataclass(frozen=True)
class Sources:
    """Everything hand-written that is not a document."""

    prompts: dict[str, list[str]]
    """Prompt name to its wordings."""
    commands: tuple[Command, ...]
    """What can be told to the coach."""
    rules: dict[str, str]
    """Named parts of sentence templates."""
    fillers: dict[str, list[str]]
    """Words that change nothing `before` and `after` a command."""
    wishes: list[str]
    """Words that ask to be given something."""
    asks: list[str]
    """Words that begin a question."""
    refusals: list[str]
    """Words that refuse what is named after them."""
    only: list[str]
    """Words that make what is named all that there is."""
    between: list[str]
    """Words that may stand before and between the values of a slot, and say nothing."""
    slots: dict[str, dict[str, list[str]]]
    """Slot name to value to the other words for it."""
    nearest: dict[str, list[str]]
    """Part of the body, or routine, to the routines nearest to it."""
    locales: dict[str, Any]
    """Locale to its words and telephone numbers."""
    numbers: list[str]
    """Counts as words, from zero."""
    durations: dict[int, list[str]]
    """Minutes to the other words for them."""


def read_sources(folder: Path) -> Sources:
    """Read the YAML files in `folder`.

    Raises:
        DocumentError: a file is missing or is not the YAML it should be.
    """
    grammar = _read(folder / "commands.yaml")
    try:
        commands = tuple(
            Command(
                name=name,
                builtin=entry.get("builtin", ""),
                intent=entry["intent"],
                sentences=tuple(entry["sentences"]),
                complaint=entry.get("complaint", ""),
            )
            for name, entry in grammar["commands"].items()
        )
    except (AttributeError, KeyError, TypeError) as error:
        message = f"a command needs 'intent' and 'sentences' ({error})"
        raise DocumentError((Problem(folder / "commands.yaml", 0, message),)) from error
    prompts = _read(folder / "prompts.yaml")
    return Sources(
        prompts={name: text if isinstance(text, list) else [text] for name, text in prompts.items()},
        commands=commands,
        rules=grammar.get("rules", {}),
        fillers=grammar.get("fillers", {"before": [], "after": []}),
        wishes=grammar.get("wishes", []),
        asks=grammar.get("asks", []),
        refusals=grammar.get("refusals", []),
        only=grammar.get("only", []),
        between=grammar.get("between", []),
        slots=_read(folder / "slots.yaml"),
        nearest=_read(folder / "nearest.yaml"),
        locales=_read(folder / "locales.yaml"),
        numbers=_read(folder / "numbers.yaml"),
        durations=_read(folder / "durations.yaml"),
    )


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DocumentError((Problem(path, line, f"is not YAML: {error.problem}"),)) from error

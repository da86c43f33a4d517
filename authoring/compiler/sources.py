"""The hand-written YAML beside the documents: prompts, commands, slots, locales and numbers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authoring.compiler.declared_commands import COMMANDS, DeclaredCommand, read_commands
from authoring.compiler.yaml_file import read_yaml


@dataclass(frozen=True)
class Sources:
    """Everything hand-written that is not a document."""

    prompts: dict[str, list[str]]
    """Prompt name to its wordings."""
    commands: tuple[DeclaredCommand, ...]
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
    commands = read_commands(folder)
    grammar = read_yaml(folder / COMMANDS.name)
    prompts = read_yaml(folder / "prompts.yaml")
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
        slots=read_yaml(folder / "slots.yaml"),
        nearest=read_yaml(folder / "nearest.yaml"),
        locales=read_yaml(folder / "locales.yaml"),
        numbers=read_yaml(folder / "numbers.yaml"),
        durations=read_yaml(folder / "durations.yaml"),
    )

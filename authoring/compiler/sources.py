"""The hand-written YAML of a language: prompts, commands, slots, locales and numbers; and what is near what."""

from dataclasses import dataclass
from typing import Any

from authoring.compiler.declared_commands import DeclaredCommand, read_commands
from authoring.document.folders import Folders
from authoring.document.yaml_file import YamlFile, read_yaml

_FILES = ("prompts", "commands", "slots", "locales", "numbers", "durations", "wishing")
"""Files of a language that are read here."""
ABOUT_PHRASES = (
    "only",
    "lacks",
    "has",
    "corrects",
    "spares",
    "avoids",
    "leads",
    "at once",
    "bars",
    "passes",
    "did",
    "likes",
    "shuns",
    "judges",
    "agrees",
    "agreed",
)
"""Kinds of words about a wish that are looked for as phrases; a language may do without some."""
ABOUT_WORDS = ("lacks between", "leaves", "voids", "begins anew", "agrees not", "agrees yet", "agrees but")
"""Kinds of single words beside those."""

ANYTHING = "anything"
"""The key of `nearest` for whoever asks for a stretch and for nothing more."""


@dataclass(frozen=True)
class Sources:
    """Everything hand-written that is not prose."""

    prompts: dict[str, list[str]]
    """Prompt name to its wordings."""
    commands: tuple[DeclaredCommand, ...]
    """What can be told to the coach."""
    moments: dict[str, dict[str, list[str]]]
    """Kind of moment to command to the sentence templates that mean it only then."""
    rules: dict[str, str]
    """Named parts of sentence templates."""
    fillers: dict[str, list[str]]
    """Words that change nothing `before` and `after` a command."""
    question_words: list[str]
    """Words that begin a question."""
    subjects: list[str]
    """Words right behind which such a word asks nothing."""
    supposing_words: list[str]
    """Words that say that what follows is only supposed."""
    postponing_words: list[str]
    """Words that put something off."""
    about: dict[str, list[str]]
    """Words that say how a wish for a stretch is meant, by what they say."""
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
    durations: dict[str, Any]
    """How lengths of time are said: `units`, `counts` (number to words for it), `minutes` (the same of other words)."""
    files: dict[str, YamlFile]
    """The files that all this was read from, by name without ending, to point at a line."""


def read_sources(folders: Folders) -> Sources:
    """Read the YAML of a document and of its language.

    Raises:
        DocumentError: a file is missing or is not the YAML it should be.
    """
    files = {name: read_yaml(folders.language / f"{name}.yaml") for name in _FILES}
    files["nearest"] = read_yaml(folders.document / "nearest.yaml")
    grammar, prompts = files["commands"].content, files["prompts"].content
    return Sources(
        prompts={name: text if isinstance(text, list) else [text] for name, text in prompts.items()},
        commands=read_commands(folders.language),
        moments=grammar.get("moments", {}),
        rules=grammar.get("rules", {}),
        fillers=grammar.get("fillers", {"before": [], "after": []}),
        question_words=grammar.get("question words", []),
        subjects=grammar.get("subjects", []),
        supposing_words=grammar.get("supposing words", []),
        postponing_words=grammar.get("postponing words", []),
        about={kind: [] for kind in (*ABOUT_PHRASES, *ABOUT_WORDS)} | grammar.get("about", {}),
        between=grammar.get("between", []),
        slots=files["slots"].content,
        nearest=files["nearest"].content or {},
        locales=files["locales"].content,
        numbers=files["numbers"].content,
        durations=files["durations"].content,
        files=files,
    )

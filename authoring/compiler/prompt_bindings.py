"""What the code says, against the prompts there are."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from authoring.compiler.declared import Declared
from authoring.compiler.prompt_mentions import ANYTHING
from authoring.compiler.speech import DOCUMENT_TEMPLATES
from skill.errors import Problem

_LIKE_A_PROMPT = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
_OF_THE_LOCALE = "words"
"""Begins the values that a locale gives to every template."""


def what_is_said_is_there(declared: Declared) -> Iterator[Problem]:
    """Each name that the code says, or that looks as if it will be said, is a prompt or what documents make."""
    file, prompts = declared.sources.files["prompts"], declared.sources.prompts
    # No document has everything that one can have, such as studies or encouragements.
    names = {*prompts, *(name.replace(ANYTHING, "any") for name in DOCUMENT_TEMPLATES)}
    kinds = {name.partition(".")[0] for name in names if "." in name}
    for mention in declared.mentions:
        likely = _LIKE_A_PROMPT.fullmatch(mention.name) and mention.name.partition(".")[0] in kinds
        if (mention.said or likely) and mention.name not in names and not any(map(mention.fits, names)):
            message = f"there is no prompt '{mention.name}'; add it to {file.path}, or name another"
            yield Problem(mention.path, mention.line, message)


def prompts_are_said(declared: Declared) -> Iterator[Problem]:
    """Each prompt is named somewhere in the code: one without a dot perhaps by chance, any other on purpose."""
    names = {mention.name for mention in declared.mentions}
    said = [mention for mention in declared.mentions if mention.said and ANYTHING in mention.name]
    for prompt in declared.sources.prompts:
        if prompt not in names and not any(mention.fits(prompt) for mention in said):
            message = f"nothing says '{prompt}'; take it out"
            yield declared.sources.files["prompts"].problem(message, prompt)


def values_are_given(declared: Declared) -> Iterator[Problem]:
    """Where a prompt is said by its name, each value that its wordings put in is given with it."""
    for mention in declared.mentions:
        if mention.values is None or mention.name not in declared.templates:
            continue
        missing = sorted(_values(declared.templates[mention.name]) - mention.values - {_OF_THE_LOCALE})
        if missing:
            needed = ", ".join(missing)
            message = f"'{mention.name}' needs the value {needed}; give it, or take it out of the prompt"
            yield Problem(mention.path, mention.line, message)


def _values(parts: Sequence[Any]) -> set[str]:
    """The values that parts of templates put in or ask about."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, list):
            found |= _values(part)
        elif isinstance(part, dict) and "if" in part:
            found |= {part["if"][0]} | _values(part["then"]) | _values(part["else"])
        elif isinstance(part, dict):
            found.add(part["value"][0])
    return found

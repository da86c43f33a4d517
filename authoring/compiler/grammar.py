"""Sentence templates to the phrases people say, for the interaction model and the skill alike."""

import re
from collections import defaultdict
from collections.abc import Mapping

from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from authoring.compiler.declared_commands import DeclaredCommand
from authoring.compiler.sources import Sources
from authoring.document.yaml_file import YamlFile
from skill.errors import DocumentError
from skill.understanding.words import normalise

_SLOT = re.compile(r"\{(\w+)\}")


def expand(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Every phrase of every command, by the command's name. A slot stands in braces.

    Raises:
        DocumentError: a template cannot be parsed, or two commands claim one phrase.
    """
    file = sources.files["commands"]
    rules = {name: parse_sentence(text) for name, text in sources.rules.items()}
    phrases = {one.name: _phrases(file, one, rules) for one in sources.commands}
    owners: dict[str, list[str]] = defaultdict(list)
    for command, said in phrases.items():
        for phrase in said:
            owners[phrase].append(command)
    problems = [
        file.problem(f"'{phrase}' belongs to {' and '.join(names)}; leave it to one of them", "commands", names[-1])
        for phrase, names in owners.items()
        if len(names) > 1
    ]
    if problems:
        raise DocumentError(tuple(problems))
    return phrases


def slot_sentences(sources: Sources, phrases: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
    """By command, then by the slots in a sentence, the first sentence with just these slots.

    An intent brings what was said in its slots, and not the words around it. They are judged inside this sentence.
    """
    found: dict[str, dict[str, str]] = {}
    for command in sources.commands:
        for phrase in phrases[command.name]:
            slots = " ".join(sorted(set(_SLOT.findall(phrase))))
            if slots:
                found.setdefault(command.name, {}).setdefault(slots, spoken(phrase))
    return found


def spoken(phrase: str) -> str:
    """A phrase as somebody's words are looked up; slots keep their braces."""
    parts = re.split(r"(\{\w+\})", phrase)
    return " ".join(part if part.startswith("{") else normalise(part) for part in parts if part.strip())


def _phrases(file: YamlFile, command: DeclaredCommand, rules: dict[str, Sentence]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, template in enumerate(command.sentences):
        try:
            expression = parse_sentence(template).expression
            texts = list(sample_expression(expression, expansion_rules=rules, expand_lists=False))
        except Exception as error:  # hassil raises its own and the parser's
            message = f"'{template}' cannot be parsed ({error}); close what is opened, and name rules that there are"
            raise DocumentError((file.problem(message, "commands", command.name, "sentences", number),)) from error
        for text in texts:
            found[" ".join(re.sub(r"\{(\w+?)\}", r" {\1} ", text).split())] = None
    found.pop("", None)
    return tuple(found)

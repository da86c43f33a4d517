"""Sentence templates to the phrases people say, for the interaction model and the skill alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from hassil.sample import sample_expression

from authoring.compiler.declared_commands import DeclaredCommand
from authoring.compiler.sentences import parse_sentence
from authoring.compiler.sources import Sources
from authoring.document.yaml_file import YamlFile
from skill.errors import DocumentError
from skill.understanding.moment import PhraseMoment
from skill.understanding.words import normalise

_SLOT = re.compile(r"\{(\w+)\}")


def expand(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Every phrase of every command, by the command's name. A slot stands in braces.

    Raises:
        DocumentError: a template cannot be parsed, or two commands claim one phrase.
    """
    file = sources.files["commands"]
    phrases = {command.name: _phrases(file, command, sources.rules) for command in sources.commands}
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


def moment_phrases(sources: Sources) -> dict[str, dict[str, str]]:
    """By kind of moment, every phrase that means a command only then, and which.

    Raises:
        DocumentError: a template cannot be parsed, or a moment or a command is named that there is none of.
    """
    file = sources.files["commands"]
    commands = {command.name for command in sources.commands}
    found: dict[str, dict[str, str]] = {}
    for kind, by_command in sources.moments.items():
        if kind not in set(PhraseMoment):
            message = f"there is no moment '{kind}'; name one of {', '.join(PhraseMoment)}"
            raise DocumentError((file.problem(message, "moments", kind),))
        for command, templates in by_command.items():
            if command not in commands:
                message = f"there is no command '{command}'; name one that stands below"
                raise DocumentError((file.problem(message, "moments", kind, command),))
            for phrase in sampled(file, sources.rules, templates, "moments", kind, command):
                found.setdefault(kind, {})[spoken(phrase)] = command
    return found


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


@cache
def spoken(phrase: str) -> str:
    """A phrase as somebody's words are looked up; slots keep their braces."""
    parts = re.split(r"(\{\w+\})", phrase)
    return " ".join(part if part.startswith("{") else normalise(part) for part in parts if part.strip())


def _phrases(file: YamlFile, command: DeclaredCommand, rules: Mapping[str, str]) -> tuple[str, ...]:
    return sampled(file, rules, command.sentences, "commands", command.name, "sentences")


def sampled(file: YamlFile, rules: Mapping[str, str], templates: Iterable[str], *where: str) -> tuple[str, ...]:
    """Every phrase of `templates`, which stand in `file` at `where`, and may name parts that stand in `rules`.

    Raises:
        DocumentError: one of them cannot be parsed.
    """
    found: dict[str, None] = {}
    for number, template in enumerate(templates):
        try:
            found |= dict.fromkeys(_sampled(template, tuple(rules.items())))
        except Exception as error:  # hassil raises its own and the parser's
            message = f"'{template}' cannot be parsed ({error}); close what is opened, and name rules that there are"
            raise DocumentError((file.problem(message, *where, number),)) from error
    found.pop("", None)
    return tuple(found)


@cache
def _sampled(template: str, rules: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Every phrase of one template: whoever compiles after every edit has most of them already."""
    parts = {name: parse_sentence(text) for name, text in rules}
    texts = sample_expression(parse_sentence(template).expression, expansion_rules=parts, expand_lists=False)
    return tuple(" ".join(re.sub(r"\{(\w+?)\}", r" {\1} ", text).split()) for text in texts)

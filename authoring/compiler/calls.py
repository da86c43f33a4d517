"""Calls for help: a language's file of them, written out to every phrase and every way to say a number."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from authoring.document.folders import Folders
from authoring.document.yaml_file import YamlFile, read_sections
from skill.content.model import Tier
from skill.errors import DocumentError
from skill.understanding.words import normalise

LISTS = ("around", "calls", "asks", "articles", "talk_before", "talk_after")
"""Sections that are lists of phrases."""
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = {"11": "eleven", "13": "thirteen", "14": "fourteen", "26": "twenty six", "800": "eight hundred"}
"""Groups of a telephone number that are read as one number too."""
_SAMPLED = ("call", "dial", "ring", "phone")
"""The ways of asking that are samples of the interaction model; the others reach the skill as free text."""


class CallsForHelp:
    """What is said to get help."""

    def __init__(self, folders: Folders) -> None:
        """Read `calls-for-help.yaml`, in which `<invocation_name>` stands for the document's.

        Raises:
            DocumentError: the file is not what it should be.
        """
        self._rules = {"invocation_name": parse_sentence(folders.properties.invocation_name)}
        self._file = _read(folders)

    def phrases(self, section: str) -> list[str]:
        """The phrases of one of the sections in `LISTS`, normalised.

        Raises:
            DocumentError: a template of it cannot be parsed.
        """
        return self._phrases(section)

    def whom(self) -> dict[str, list[str]]:
        """Whom people ask for, by tier: names, and numbers in every way of saying them. The first to claim one has it.

        Raises:
            DocumentError: a template cannot be parsed.
        """
        found: dict[str, list[str]] = {}
        for tier in Tier:
            claimed = {phrase for phrases in found.values() for phrase in phrases}
            entry = self._file.content["whom"].get(tier.value)
            names = self._phrases("whom", tier.value, "names") if entry else []
            numbers = [spoken for number in entry["numbers"] for spoken in spoken_number(str(number))] if entry else []
            found[tier.value] = [phrase for phrase in dict.fromkeys([*names, *numbers]) if phrase not in claimed]
        return found

    def alone(self) -> dict[str, list[str]]:
        """What is a call for help when it is all that is said, by tier.

        Raises:
            DocumentError: a template cannot be parsed.
        """
        return {tier: self._phrases("alone", tier) for tier in self._file.content["alone"]}

    def samples(self) -> dict[Tier, list[str]]:
        """Calls for help as samples of the intents that need no words, by how fast they must be seen to.

        Raises:
            DocumentError: a template cannot be parsed.
        """
        whom, alone = self.whom(), self.alone()
        samples: dict[Tier, list[str]] = {}
        for tier in Tier:
            asked = [f"{verb} {name}" for verb in _SAMPLED for name in whom[tier.value]]
            said = [phrase for phrase in (*alone.get(tier.value, ()), *asked) if not any(map(str.isdigit, phrase))]
            samples[tier] = list(dict.fromkeys(said))
        return samples

    def _phrases(self, *keys: str) -> list[str]:
        text = self._file.content
        for key in keys:
            text = text[key]
        return _written_out(self._file, keys, text, self._rules)


def by_phrase(phrases: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Phrase to tier; the first tier that claims a phrase has it."""
    found: dict[str, str] = {}
    for tier, some in phrases.items():
        for phrase in some:
            for said in spoken_number(phrase) if phrase.isdecimal() else (phrase,):
                found.setdefault(said, tier)
    return found


def spoken_number(number: str) -> Iterator[str]:
    """Every way in which a telephone number, its groups set apart by spaces, comes out of a recogniser."""
    groups = number.split()
    yield from dict.fromkeys((number, "".join(groups), " ".join("".join(groups))))
    yield from (" ".join(said) for said in product(*map(_said, groups)))


def _said(group: str) -> list[str]:
    """Ways to say a group of figures."""
    words = [_DIGITS[int(figure)] for figure in group]
    ways = [" ".join(words), " ".join("oh" if word == "zero" else word for word in words)]
    if len(group) == 3 and len(set(group)) == 1:
        ways += [f"triple {words[0]}", f"{words[0]} double {words[0]}"] + (["triple oh"] if group == "000" else [])
    if group in _TEENS:
        ways.append(_TEENS[group])
    return list(dict.fromkeys(ways))


def _written_out(file: YamlFile, keys: tuple[str, ...], text: str | list[str], rules: dict[str, Sentence]) -> list[str]:
    """Templates with commas between them, written out and normalised."""
    templates = text if isinstance(text, list) else text.split(",")
    found: dict[str, None] = {}
    for template in templates:
        if template.strip():
            try:
                expression = parse_sentence(template.strip()).expression
                said = sample_expression(expression, expansion_rules=rules, expand_lists=False)
                found |= {normalise(phrase): None for phrase in said}
            except Exception as error:  # hassil raises its own and the parser's
                message = f"'{template.strip()}' cannot be parsed ({error}); close what is opened"
                raise DocumentError((file.problem(message, *keys),)) from error
    return [phrase for phrase in found if phrase]


def _read(folders: Folders) -> YamlFile:
    file = read_sections(folders.language / "calls-for-help.yaml", (*LISTS, "whom", "alone"))
    known = {tier.value for tier in Tier}
    problems = [
        file.problem(f"'{name}' is no tier; there are {', '.join(sorted(known))}", part, name)
        for part in ("whom", "alone")
        for name in file.content[part]
        if name not in known
    ]
    if problems:
        raise DocumentError(tuple(problems))
    return file

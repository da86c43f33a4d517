"""The emergency line as a Python module: what is said, and what is heard, without a file, a model or a store."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from skill.content.model import Content, Tier
from skill.emergency.wording import urgent_speech
from skill.errors import DocumentError, Problem
from skill.speech.voice import Voices
from skill.understanding.words import normalise

_FILE = Path("speech/calls-for-help.yaml")
_LISTS = {
    "around": "AROUND",
    "calls": "CALLS",
    "asks": "ASKS",
    "articles": "ARTICLES",
    "talk_before": "TALK_BEFORE",
    "talk_after": "TALK_AFTER",
}
"""Lists of the file, and what they are called in the module."""
_HEAD = '"""Written by the compiler; see `authoring/compiler/emergency.py`. Never edited by hand."""\n'
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = {"11": "eleven", "13": "thirteen", "14": "fourteen", "26": "twenty six", "800": "eight hundred"}
"""Groups of a telephone number that are read as one number too."""
_SAMPLED = ("call", "dial", "ring", "phone")
"""The ways of asking that are samples of the interaction model; the others reach the skill as free text."""


def emergency_module(folder: Path, content: Content, voices: Voices) -> str:
    """The source of `skill/emergency/compiled.py`.

    Args:
        folder: this project's `speech/`.
        content: its red flags have phrases and tiers.
        voices: speaks the templates in every locale.

    Raises:
        DocumentError: the file of calls for help is not what it should be.
    """
    calls = _read(folder / _FILE.name)
    tables: dict[str, Any] = {
        "SPEECH": {locale: _lines(voices, locale) for locale in voices.locales},
        "INTENTS": {tier.intent: tier.value for tier in Tier},
        "FLAGS": {flag.id: flag.tier.value for flag in content.red_flags},
        "PHRASES": {normalise(phrase): flag.id for flag in content.red_flags for phrase in flag.phrases},
        "WHOM": _by_phrase(_whom(calls)),
        "ALONE": _by_phrase({tier: _phrases(text) for tier, text in calls["alone"].items()}),
    }
    lists = {name: _phrases(calls[section]) for section, name in _LISTS.items()}
    return _HEAD + "".join(
        [
            *(f"{name}: {_kind(table)} = {_literal(table)}\n" for name, table in tables.items()),
            *(f"{name}: tuple[str, ...] = {_literal(tuple(some))}\n" for name, some in lists.items()),
        ]
    )


def call_samples(folder: Path) -> dict[Tier, list[str]]:
    """Calls for help as samples of the intents that need no words, by how fast they must be seen to.

    Raises:
        DocumentError: the file of calls for help is not what it should be.
    """
    calls = _read(folder / _FILE.name)
    whom = _whom(calls)
    samples: dict[Tier, list[str]] = {}
    for tier in Tier:
        alone = _phrases(calls["alone"].get(tier.value, ""))
        asked = [f"{verb} {name}" for verb in _SAMPLED for name in whom[tier.value]]
        said = [one for one in (*alone, *asked) if not any(letter.isdigit() for letter in one)]
        samples[tier] = list(dict.fromkeys(said))
    return samples


def _lines(voices: Voices, locale: str) -> dict[str, str]:
    voice = voices.voice(locale)
    lines = {}
    for tier in Tier:
        lines[tier.value] = str(urgent_speech(voice, tier))
        lines[f"{tier.value} asked"] = str(urgent_speech(voice, tier, asked=True))
    lines["fault"] = str(voice.say("fault"))
    lines["fault reprompt"] = str(voice.say("fault.reprompt"))
    lines["out of order"] = str(voice.say("out_of_order", call=voice.emergency()))
    return lines


def _whom(calls: Mapping[str, Any]) -> dict[str, list[str]]:
    """Whom people ask for, by tier: names, and numbers in every way of saying them."""
    found = {}
    for tier in Tier:
        entry = calls["whom"].get(tier.value, {"names": "", "numbers": []})
        numbers = [spoken for number in entry["numbers"] for spoken in spoken_number(str(number))]
        found[tier.value] = list(dict.fromkeys([*_phrases(entry["names"]), *numbers]))
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


def _by_phrase(phrases: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Phrase to tier; the first tier that claims a phrase has it."""
    found: dict[str, str] = {}
    for tier, some in phrases.items():
        for phrase in some:
            for said in spoken_number(phrase) if phrase.isdecimal() else (phrase,):
                found.setdefault(said, tier)
    return found


def _phrases(text: str | list[str]) -> list[str]:
    """Templates with commas between them, written out and normalised."""
    templates = text if isinstance(text, list) else text.split(",")
    found: dict[str, None] = {}
    for template in templates:
        if template.strip():
            try:
                expression = parse_sentence(template.strip()).expression
                found |= {normalise(one): None for one in sample_expression(expression, expand_lists=False)}
            except Exception as error:  # hassil raises its own and the parser's
                raise DocumentError((_fault(f"'{template.strip()}' cannot be parsed ({error})"),)) from error
    return [one for one in found if one]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DocumentError((Problem(path, line, f"is not YAML: {error.problem}"),)) from error
    wanted = (*_LISTS, "whom", "alone")
    missing = [name for name in wanted if not isinstance(source, dict) or name not in source]
    if missing:
        raise DocumentError((Problem(path, 0, f"needs the sections {', '.join(missing)}"),))
    known = {tier.value for tier in Tier}
    strange = [name for part in ("whom", "alone") for name in source[part] if name not in known]
    if strange:
        raise DocumentError((_fault(f"{', '.join(strange)}: no tier; there are {', '.join(sorted(known))}"),))
    return dict(source)


def _kind(table: Mapping[str, Any]) -> str:
    return "dict[str, dict[str, str]]" if any(isinstance(one, dict) for one in table.values()) else "dict[str, str]"


def _literal(value: Any) -> str:
    """A Python literal, an entry a line, in the project's own layout."""
    if isinstance(value, dict):
        rows = "".join(f"    {json.dumps(name)}: {_nested(one)},\n" for name, one in value.items())
        return f"{{\n{rows}}}"
    rows = "".join(f"    {json.dumps(one)},\n" for one in value)
    return f"(\n{rows})"


def _nested(value: Any) -> str:
    return _literal(value).replace("\n", "\n    ") if isinstance(value, dict) else json.dumps(value, ensure_ascii=False)


def _fault(message: str) -> Problem:
    return Problem(_FILE, 0, message)

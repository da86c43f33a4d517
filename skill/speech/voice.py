"""Named templates to SSML. The only place that turns words into speech."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from skill.content.store import REBUILD
from skill.errors import CompiledFilesError

ELSEWHERE = "other"
"""The locale whose words serve wherever we know no numbers."""
_WORDS = "words"
"""Begins the path of a value that the locale gives."""

Part = Any
"""Of a template: text, a value or a choice, as `authoring/compiler/parts.py` makes them."""


class Telephone(NamedTuple):
    """A number to call, as it is said."""

    name: Markup
    """Who answers; empty for the emergency number."""
    number: Markup
    """Its digits, said one by one."""


class Language:
    """The templates in the words of one locale. Made once; a template is put into its words when first said."""

    def __init__(self, templates: Mapping[str, Sequence[str | list[Part]]], entry: Mapping[str, Any]) -> None:
        """Take the compiled templates, and the words and telephone numbers of the locale."""
        self._templates = templates
        self._words = {name.replace(" ", "_"): str(escape(word)) for name, word in entry["words"].items()}
        self._known: dict[str, tuple[Markup | list[Part], ...]] = {}
        self.numbers: Mapping[str, Any] = entry["numbers"]

    def wordings(self, name: str) -> tuple[Markup | list[Part], ...]:
        """Every wording of a template: what is said, if no value changes it, else its parts.

        Raises:
            KeyError: there is no such template.
        """
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = tuple(self._wording(template) for template in self._templates[name])
        return known

    def _wording(self, template: str | list[Part]) -> Markup | list[Part]:
        if isinstance(template, str):
            return Markup(template)
        parts = [self._in_words(part) for part in template]
        return parts if any(isinstance(part, dict) for part in parts) else _spaced("".join(parts))

    def _in_words(self, part: Part) -> Part:
        if isinstance(part, str):
            return part
        if "if" in part:
            return part | {way: [self._in_words(inner) for inner in part[way]] for way in ("then", "else")}
        start, *rest = part["value"]
        return self._words[rest[0]] if start == _WORDS else part


class Voice:
    """Says templates in one locale, at one turn of the conversation. There is one object for each, to remember by."""

    def __init__(self, voices: "Voices", language: Language, turn: int) -> None:
        """Take what it speaks, and the turn, which picks among wordings."""
        self._voices = voices
        self._language = language
        self._turn = turn

    def say(self, name: str, /, **values: object) -> Markup:
        """Put the template `name` together; strings in `values` are escaped, Markup is not.

        Raises:
            KeyError: a value the template needs is missing, or there is no such template.
        """
        wordings = self._language.wordings(name)
        wording = wordings[self._turn % len(wordings)]
        return wording if isinstance(wording, Markup) else _spaced("".join(_said(wording, values)))

    def at(self, turn: int) -> "Voice":
        """The same voice at another turn."""
        return self._voices.of(self._language, turn)

    def later(self, turns: int) -> "Voice":
        """The same voice some turns on."""
        return self.at(self._turn + turns)

    def count(self, number: int) -> str:
        """A number in words, as far as counts go; beyond that in digits."""
        numbers = self._voices.numbers
        return numbers[number] if 0 <= number < len(numbers) else str(number)

    def telephone(self, kind: str) -> Telephone | None:
        """The locale's number of that kind, if it has one."""
        entry = self._language.numbers.get(kind)
        if entry is None:
            return None
        number = self.say("urgent.number", digits=entry["digits"])
        return Telephone(escape(entry.get("name", "")), number)

    def emergency(self) -> Markup:
        """Whom to call in an emergency, as it stands behind "call"."""
        telephone = self.telephone("emergency")
        if telephone is None:
            return self.say("urgent.call_local")
        return self.say("urgent.call", number=telephone.number)


class Voices:
    """Loads the compiled templates once and gives out a voice for each turn."""

    def __init__(self, templates: Mapping[str, Sequence[Any]], spoken: Mapping[str, Any]) -> None:
        """Take the compiled templates, and the locales with their words and the counts as words."""
        self.numbers: tuple[str, ...] = tuple(spoken["numbers"])
        self._languages = {locale: Language(templates, entry) for locale, entry in spoken["locales"].items()}
        self.locales = tuple(self._languages)
        # After so many turns every template is back at its first wording.
        self._cycle = math.lcm(*{len(wordings) for wordings in templates.values()})
        self._voices: dict[tuple[Language, int], Voice] = {}

    @classmethod
    def load(cls, folder: Path) -> "Voices":
        """Read `templates.json` and `locales.json` in `folder`.

        Raises:
            CompiledFilesError: one of them is missing or damaged.
        """
        try:
            templates = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
            spoken = json.loads((folder / "locales.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CompiledFilesError(f"{folder} lacks its templates; {REBUILD}") from error
        return cls(templates, spoken)

    def voice(self, locale: str, turn: int = 0) -> Voice:
        """The voice for `locale`; an unknown one gets the words that are right anywhere."""
        return self.of(self._languages.get(locale) or self._languages[ELSEWHERE], turn)

    def of(self, language: Language, turn: int) -> Voice:
        """The voice that speaks `language` at a turn: always the same one."""
        key = (language, turn % self._cycle)
        voice = self._voices.get(key)
        if voice is None:
            voice = self._voices.setdefault(key, Voice(self, *key))
        return voice


def _said(parts: Sequence[Part], values: Mapping[str, object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif "if" in part:
            yield from _said(part["then"] if _value(part["if"], values) else part["else"], values)
        else:
            text = escape(_value(part["value"], values))
            # The one filter there is: a name that begins a sentence.
            yield text[:1].upper() + text[1:] if "filter" in part else text


def _value(path: Sequence[str], values: Mapping[str, object]) -> object:
    value = values[path[0]]
    for name in path[1:]:
        value = getattr(value, name)
    return value


def _spaced(text: str) -> Markup:
    return Markup(" ".join(text.split()))

"""Named templates to SSML. The only place that turns words into speech."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from skill.content.store import REBUILD
from skill.errors import CompiledFilesError

ELSEWHERE = "other"
"""The locale whose words serve wherever we know no numbers."""


def first_upper(text: str) -> str:
    """`text` with its first letter upper-case, for a name that begins a sentence."""
    start, rest = text[:1].upper(), text[1:]
    return Markup(start) + Markup(rest) if isinstance(text, Markup) else start + rest


@dataclass(frozen=True)
class Telephone:
    """A number to call, as it is said."""

    name: Markup
    """Who answers; empty for the emergency number."""
    number: Markup
    """Its digits, said one by one."""


@dataclass(frozen=True)
class Voice:
    """Says templates in one locale, at one turn of the conversation."""

    environment: Environment
    """Holds the compiled templates."""
    wordings: Mapping[str, int]
    """Template name to how many wordings it has."""
    locale: Mapping[str, Any]
    """Words and telephone numbers of the locale."""
    numbers: tuple[str, ...]
    """Counts as words, from zero."""
    turn: int = 0
    """Picks among wordings."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The locale's words, by template variable."""

    def say(self, name: str, /, **values: object) -> Markup:
        """Render the template `name`; strings in `values` are escaped, Markup is not.

        Raises:
            jinja2.UndefinedError: a value the template needs is missing.
            jinja2.TemplateNotFound: there is no such template.
        """
        template = self.environment.get_template(f"{name}#{self.turn % self.wordings.get(name, 1)}")
        text = template.render(words=self.words, **values)
        return Markup(" ".join(text.split()))

    def count(self, number: int) -> str:
        """A number in words, as far as counts go; beyond that in digits."""
        return self.numbers[number] if 0 <= number < len(self.numbers) else str(number)

    def telephone(self, kind: str) -> Telephone | None:
        """The locale's number of that kind, if it has one."""
        entry = self.locale["numbers"].get(kind)
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

    def __init__(self, folder: Path) -> None:
        """Read `templates.json` and `locales.json` in `folder`.

        Raises:
            CompiledFilesError: one of them is missing or damaged.
        """
        try:
            templates = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
            spoken = json.loads((folder / "locales.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CompiledFilesError(f"{folder} lacks its templates; {REBUILD}") from error
        named = {
            f"{name}#{number}": text for name, wordings in templates.items() for number, text in enumerate(wordings)
        }
        self._environment = Environment(
            loader=DictLoader(named),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters["first_upper"] = first_upper
        self._wordings = {name: len(texts) for name, texts in templates.items() if len(texts) > 1}
        self._locales: dict[str, Any] = spoken["locales"]
        self.numbers: tuple[str, ...] = tuple(spoken["numbers"])

    def voice(self, locale: str, turn: int = 0) -> Voice:
        """The voice for `locale`; an unknown one gets the words that are right anywhere."""
        entry = self._locales.get(locale, self._locales[ELSEWHERE])
        words = {name.replace(" ", "_"): word for name, word in entry["words"].items()}
        return Voice(self._environment, self._wordings, entry, self.numbers, turn, words)

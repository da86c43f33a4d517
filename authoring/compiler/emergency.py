"""The emergency line as a Python module: what is said, and what is heard, without a file, a model or a store."""

import json
from collections.abc import Mapping
from typing import Any

from authoring.compiler.calls import LISTS, CallsForHelp, by_phrase
from skill.content.model import Content, Tier
from skill.emergency.wording import urgent_speech
from skill.speech.voice import Voices
from skill.understanding.words import normalise

_HEAD = '"""Written by the compiler; see `authoring/compiler/emergency.py`. Never edited by hand."""\n'


def emergency_module(calls: CallsForHelp, content: Content, voices: Voices) -> str:
    """The source of `skill/emergency/compiled.py`.

    Args:
        calls: what is said to get help.
        content: its red flags have phrases and tiers.
        voices: speaks the templates in every locale.

    Raises:
        DocumentError: the file of calls for help is not what it should be.
    """
    tables: dict[str, Any] = {
        "SPEECH": {locale: _lines(voices, locale) for locale in voices.locales},
        "INTENTS": {tier.intent: tier.value for tier in Tier},
        "FLAGS": {flag.id: flag.tier.value for flag in content.red_flags},
        "PHRASES": {normalise(phrase): flag.id for flag in content.red_flags for phrase in flag.phrases},
        "WHOM": by_phrase(calls.whom()),
        "ALONE": by_phrase(calls.alone()),
    }
    lists = {section.upper(): calls.phrases(section) for section in LISTS}
    return _HEAD + "".join(
        [
            *(f"{name}: {_kind(table)} = {_literal(table)}\n" for name, table in tables.items()),
            *(f"{name}: tuple[str, ...] = {_literal(tuple(some))}\n" for name, some in lists.items()),
        ]
    )


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


def _kind(table: Mapping[str, Any]) -> str:
    return "dict[str, dict[str, str]]" if any(isinstance(row, dict) for row in table.values()) else "dict[str, str]"


def _literal(value: Any) -> str:
    """A Python literal, an entry a line, in the project's own layout."""
    if isinstance(value, dict):
        rows = "".join(f"    {json.dumps(name)}: {_nested(row)},\n" for name, row in value.items())
        return f"{{\n{rows}}}"
    rows = "".join(f"    {json.dumps(row)},\n" for row in value)
    return f"(\n{rows})"


def _nested(value: Any) -> str:
    return _literal(value).replace("\n", "\n    ") if isinstance(value, dict) else json.dumps(value, ensure_ascii=False)

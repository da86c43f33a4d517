"""One locale's interaction model, read from the file that is uploaded to Amazon."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from simulator.errors import InteractionModelError
from simulator.hearing.words import spoken
from simulator.json_object import JsonObject, as_object

_SLOT = re.compile(r"\{\s*(\w+)\s*\}")


@dataclass(frozen=True)
class SlotValue:
    """One value of a custom slot type."""

    id: str | None
    """The id that entity resolution reports; None where the model gives none."""
    name: str
    """The value itself."""
    synonyms: tuple[str, ...] = ()
    """Other ways of saying it."""


@dataclass(frozen=True)
class SlotType:
    """A custom slot type."""

    name: str
    """Its name in the model."""
    values: tuple[SlotValue, ...]
    """Its values in the order of the file."""

    @cached_property
    def _by_words(self) -> dict[str, tuple[SlotValue, ...]]:
        found: dict[str, tuple[SlotValue, ...]] = {}
        for value in self.values:
            for form in dict.fromkeys(spoken(text) for text in (value.name, *value.synonyms)):
                found[form] = (*found.get(form, ()), value)
        return found

    @property
    def forms(self) -> tuple[str, ...]:
        """Every value and synonym as it is spoken."""
        return tuple(self._by_words)

    def matches(self, text: str) -> tuple[SlotValue, ...]:
        """Return the values of which `text` is the name or a synonym, whatever its case."""
        return self._by_words.get(spoken(text), ())


@dataclass(frozen=True)
class Slot:
    """A slot of an intent."""

    name: str
    """Its name within the intent."""
    type_name: str
    """The custom type, or Amazon's (AMAZON.NUMBER)."""


@dataclass(frozen=True)
class Sample:
    """A sample utterance, cut into words and slots."""

    text: str
    """As it stands in the file."""
    tokens: tuple[str, ...]
    """Spoken words; a slot is its name in braces."""

    @staticmethod
    def parse(text: str) -> "Sample":
        """Cut `text` at its slots and spaces."""
        tokens: list[str] = []
        for place, piece in enumerate(_SLOT.split(text)):
            # re.split with one group gives literal text and slot names in turn.
            tokens.extend([f"{{{piece}}}"] if place % 2 else spoken(piece).split())
        return Sample(text, tuple(tokens))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The fixed words."""
        return tuple(token for token in self.tokens if not token.startswith("{"))

    @cached_property
    def slot_names(self) -> tuple[str, ...]:
        """The names of its slots in order."""
        return tuple(token[1:-1] for token in self.tokens if token.startswith("{"))


@dataclass(frozen=True)
class Intent:
    """An intent with its slots and samples."""

    name: str
    """Its name; Amazon's own start with AMAZON."""
    slots: tuple[Slot, ...] = ()
    """Declared slots in the order of the file."""
    samples: tuple[Sample, ...] = ()
    """Samples in the order of the file; Amazon's own intents have none."""

    def slot(self, name: str) -> Slot:
        """Return the declared slot called `name`; KeyError if there is none."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise KeyError(name)


@dataclass(frozen=True)
class InteractionModel:
    """All that Alexa knows of the skill in one locale."""

    locale: str
    """For example en-GB."""
    invocation_name: str
    """The spoken name of the skill."""
    intents: tuple[Intent, ...]
    """Intents in the order of the file."""
    types: tuple[SlotType, ...]
    """Custom slot types in the order of the file."""

    @cached_property
    def types_by_name(self) -> dict[str, SlotType]:
        """Custom slot types by name."""
        return {slot_type.name: slot_type for slot_type in self.types}

    @cached_property
    def intents_by_name(self) -> dict[str, Intent]:
        """Intents by name."""
        return {intent.name: intent for intent in self.intents}

    @cached_property
    def question_intent(self) -> Intent | None:
        """The intent that takes any words at all: its one slot alone makes a sample.

        Where several do, the one whose slot type has most values is the free question.
        """
        open_ended = [
            intent
            for intent in self.intents
            if len(intent.slots) == 1
            and any(sample.tokens == (f"{{{intent.slots[0].name}}}",) for sample in intent.samples)
        ]

        def breadth(intent: Intent) -> int:
            slot_type = self.types_by_name.get(intent.slots[0].type_name)
            return len(slot_type.values) if slot_type else 0

        return max(open_ended, key=breadth, default=None)


def available_locales(folder: Path) -> tuple[str, ...]:
    """Return the locales that have a model file in `folder`, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.json")))


class Models:
    """The interaction models of a folder, each read when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[int, InteractionModel]] = {}

    def __call__(self, locale: str) -> InteractionModel:
        """The model of `locale`; InteractionModelError if it cannot be read."""
        if locale not in self._read:
            self._read[locale] = self._when(locale), load(self._folder, locale)
        return self._read[locale][1]

    def forget(self) -> None:
        """Read anew from now on what was written again since."""
        self._read = {locale: read for locale, read in self._read.items() if read[0] == self._when(locale)}

    def _when(self, locale: str) -> int:
        """When the model's file was written, in nanoseconds; 0 where there is none."""
        path = self._folder / f"{locale}.json"
        return path.stat().st_mtime_ns if path.exists() else 0


def load(folder: Path, locale: str) -> InteractionModel:
    """Read the model of `locale` from `folder`; InteractionModelError if that cannot be done."""
    locales = available_locales(folder)
    if not locales:
        raise InteractionModelError(f"no interaction model in {folder}: make it with `python -m authoring.compiler`")
    if locale not in locales:
        raise InteractionModelError(f"no locale {locale!r}: take one of {', '.join(locales)}")
    path = folder / f"{locale}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _model(locale, content["interactionModel"]["languageModel"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InteractionModelError(
            f"{path}: not an interaction model ({error!r}): make it anew with the compiler"
        ) from error


def _model(locale: str, language: JsonObject) -> InteractionModel:
    return InteractionModel(
        locale=locale,
        invocation_name=spoken(language["invocationName"]),
        intents=tuple(_intent(item) for item in language["intents"]),
        types=tuple(_slot_type(item) for item in language.get("types", ())),
    )


def _intent(item: JsonObject) -> Intent:
    slots = tuple(Slot(slot["name"], slot["type"]) for slot in item.get("slots", ()))
    intent = Intent(item["name"], slots, tuple(Sample.parse(s) for s in item.get("samples", ())))
    undeclared = {name for sample in intent.samples for name in sample.slot_names}
    undeclared -= {slot.name for slot in slots}
    if undeclared:
        raise ValueError(f"{intent.name} uses slots it does not declare: {sorted(undeclared)}")
    return intent


def _slot_type(item: JsonObject) -> SlotType:
    return SlotType(item["name"], tuple(_slot_value(value) for value in item.get("values", ())))


def _slot_value(item: JsonObject) -> SlotValue:
    name = as_object(item["name"])
    return SlotValue(item.get("id"), name["value"], tuple(name.get("synonyms", ())))

"""The skill package as it is handed to Amazon, read once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from authoring.document.folders import find_folders
from deployment.target import ROOT

PROPERTIES = find_folders(ROOT / "speech").properties
LOCALES = PROPERTIES.locales
INVOCATION_NAME = PROPERTIES.invocation_name
PACKAGE = ROOT / "interaction_model"
MODELS = PACKAGE / "interactionModels/custom"
Json = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """The interaction model of a locale."""

    locale: str
    content: Json
    size: int

    @cached_property
    def language(self) -> Json:
        found: Json = self.content["interactionModel"]["languageModel"]
        return found

    @property
    def name(self) -> str:
        return str(self.language["invocationName"])

    @property
    def intents(self) -> list[Json]:
        found: list[Json] = self.language["intents"]
        return found

    @property
    def types(self) -> list[Json]:
        found: list[Json] = self.language["types"]
        return found

    @cached_property
    def own(self) -> list[Json]:
        return [one for one in self.intents if not one["name"].startswith("AMAZON.")]

    def samples(self) -> Iterator[tuple[Json, str]]:
        for intent in self.intents:
            for sample in intent.get("samples", ()):
                yield intent, sample

    def slots(self) -> Iterator[tuple[Json, Json]]:
        for intent in self.intents:
            for slot in intent.get("slots", ()):
                yield intent, slot

    def texts(self) -> Iterator[tuple[Json, Json, str]]:
        """Every value and synonym, with its type and the value that it stands for."""
        for kind in self.types:
            for value in kind["values"]:
                for text in (value["name"]["value"], *value["name"].get("synonyms", ())):
                    yield kind, value, text


@cache
def text_of(locale: str) -> str:
    return (MODELS / f"{locale}.json").read_text(encoding="utf-8")


def model(locale: str = "en-US") -> Model:
    """A fresh copy, which may be spoilt."""
    text = text_of(locale)
    return Model(locale, json.loads(text), len(text.encode()))


def manifest() -> Json:
    """A fresh copy, which may be spoilt."""
    found: Json = json.loads((PACKAGE / "skill.json").read_text(encoding="utf-8"))
    return found


def locales() -> list[str]:
    return sorted(path.stem for path in MODELS.glob("*.json"))

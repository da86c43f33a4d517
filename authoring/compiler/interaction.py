"""The content model and the command grammar to the interaction model of each locale."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from authoring.compiler.question_values import choose
from authoring.compiler.sources import Sources
from skill.content.model import Content, Tier

QUESTION_INTENT = "AskQuestionIntent"
_BUILTINS_ALONE = ("AMAZON.NavigateHomeIntent", "AMAZON.FallbackIntent")
STRETCH = "stretch"
"""The slot whose values are the document's stretches."""
BUILT_IN_SLOTS = {"minutes": "AMAZON.NUMBER", "number": "AMAZON.NUMBER"}
"""Slots whose values Alexa knows, and their types. All others have a type of their own."""
_VALUE_LENGTH = 140
"""Characters of a slot value or synonym, at most (platform rule M2)."""
_MODEL_BYTES = 1_450_000
"""What a model file may have. The platform's limit is 1.5 MB (platform rule M1)."""
_NOT_SPOKEN = re.compile(r"[^\w' .-]|\d")


@dataclass(frozen=True)
class SampleUtterances:
    """What people say to the skill: the samples and slot values that a model is made of."""

    phrases: Mapping[str, tuple[str, ...]]
    """Every phrase of every command."""
    questions: Mapping[str, Iterable[str]]
    """Labelled utterances by label, to fill the question slot with."""
    calls: Mapping[Tier, list[str]]
    """Calls for help, by their tier."""


@dataclass(frozen=True)
class InteractionModel:
    """The model of a document; the same in every locale of its language."""

    text: str
    """Its file, as the developer console imports it."""
    left_out: int
    """How many questions had no room in it."""


def interaction_model(
    invocation_name: str, content: Content, sources: Sources, said: SampleUtterances
) -> InteractionModel:
    """The model of a document.

    Args:
        invocation_name: what Alexa calls the skill by.
        content: what is answered and guided.
        sources: commands and slots.
        said: what people say.
    """
    intents = list(_intents(content, sources, said))
    types = list(_slot_types(content, sources))
    room = _MODEL_BYTES - len(_text(invocation_name, intents, [_question_type({}), *types]).encode())
    reserved = _reserved(content, said.phrases) | {call for some in said.calls.values() for call in some}
    chosen = choose(_questions(content, said.questions, reserved), room)
    return InteractionModel(_text(invocation_name, intents, [_question_type(chosen.asked), *types]), chosen.left_out)


def _text(invocation_name: str, intents: list[dict[str, Any]], types: list[dict[str, Any]]) -> str:
    language = {
        "invocationName": invocation_name,
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "LOW"}},
        "intents": intents,
        "types": types,
    }
    return json.dumps({"interactionModel": {"languageModel": language}}, ensure_ascii=False, indent=1) + "\n"


def _intents(content: Content, sources: Sources, said: SampleUtterances) -> Iterator[dict[str, Any]]:
    for name in _BUILTINS_ALONE:
        yield {"name": name, "samples": []}
    for command in sources.commands:
        if command.builtin:
            yield {"name": command.builtin, "samples": []}
        if not command.intent:  # free words bring it
            continue
        samples = [phrase for phrase in said.phrases[command.name] if phrase != command.name or not command.builtin]
        yield _intent(command.intent, samples, sources)
    said_already = _reserved(content, said.phrases)
    for tier in Tier:
        flags = [phrase for flag in content.red_flags if flag.tier is tier for phrase in flag.phrases]
        called = [phrase for phrase in said.calls[tier] if phrase not in said_already]
        if flags or called:
            yield _intent(tier.intent, [*flags, *called], sources)
    yield {
        "name": QUESTION_INTENT,
        "slots": [{"name": "question", "type": "QUESTION"}],
        "samples": ["{question}", "tell me {question}", "i want to know {question}"],
    }


def _intent(name: str, samples: list[str], sources: Sources) -> dict[str, Any]:
    known = (STRETCH, *sources.slots, *BUILT_IN_SLOTS)
    slots = [slot for slot in known if any(f"{{{slot}}}" in text for text in samples)]
    intent: dict[str, Any] = {"name": name}
    if slots:
        intent["slots"] = [{"name": slot, "type": _type_of(slot)} for slot in slots]
    intent["samples"] = samples
    return intent


def _slot_types(content: Content, sources: Sources) -> Iterator[dict[str, Any]]:
    for slot, values in sources.slots.items():
        yield {
            "name": _type_of(slot),
            "values": [_value(name.replace(" ", "-"), name, others) for name, others in values.items()],
        }
    stretches = []
    for routine in content.routines:
        bare = routine.name.removeprefix("the ").removeprefix("a ")
        others = [text for text in routine.questions if text not in (routine.name, bare)]
        stretches.append(_value(routine.id, bare, others))
    yield {"name": _type_of(STRETCH), "values": stretches}


def _type_of(slot: str) -> str:
    return BUILT_IN_SLOTS.get(slot, slot.upper())


def _question_type(asked: Mapping[str, list[str]]) -> dict[str, Any]:
    """One value a label, its id the label's; the questions that fall under it are its synonyms."""
    values = [_value(label, texts[0], texts[1:]) for label, texts in asked.items()]
    return {"name": "QUESTION", "values": values}


def _questions(content: Content, utterances: Mapping[str, Iterable[str]], reserved: set[str]) -> dict[str, list[str]]:
    """All that may be asked, by label: the document's own questions, then what else people said."""
    asked: dict[str, list[str]] = {}
    for group in (content.statements, content.gaps, content.referrals):
        for entry in group:
            asked[entry.id] = list(entry.questions)
    taken = {text for texts in asked.values() for text in texts} | reserved
    for label, texts in utterances.items():
        for text in texts:
            fits = len(text) <= _VALUE_LENGTH and not _NOT_SPOKEN.search(text)
            if label in asked and fits and text not in taken:
                asked[label].append(text)
                taken.add(text)
    return asked


def _reserved(content: Content, phrases: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What is a command or a red flag must not be a question too."""
    said = {phrase for group in phrases.values() for phrase in group}
    return said | {phrase for flag in content.red_flags for phrase in flag.phrases}


def _value(name: str, value: str, synonyms: Iterable[str]) -> dict[str, Any]:
    return {"id": name, "name": {"value": value, "synonyms": list(dict.fromkeys(synonyms))}}

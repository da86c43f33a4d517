"""What people say to the skill to the interaction model of each locale."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from authoring.compiler.declared import Declared
from authoring.compiler.declared_commands import DeclaredCommand
from authoring.compiler.question_values import choose
from authoring.document.utterances import Split, texts_by_label
from authoring.remembering import remembered
from skill.content.model import Tier

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
    """What people say to the skill: all that a model is made of."""

    invocation_name: str
    """What Alexa calls the skill by."""
    commands: tuple[DeclaredCommand, ...]
    """What can be told to the coach."""
    phrases: Mapping[str, tuple[str, ...]]
    """Every phrase of every command."""
    slots: Mapping[str, Mapping[str, Sequence[str]]]
    """Slot name to value to the other words for it."""
    stretches: Mapping[str, tuple[str, ...]]
    """Each to its name, and what else it is asked for as."""
    listed: Mapping[str, tuple[str, ...]]
    """The document's own questions, by what they ask for."""
    questions: Mapping[str, Sequence[str]]
    """Labelled utterances by label, to fill the question slot with."""
    flags: Mapping[Tier, Sequence[str]]
    """Phrases of red flags, by their tier."""
    calls: Mapping[Tier, Sequence[str]]
    """Calls for help, by their tier."""

    @classmethod
    def of(
        cls,
        invocation_name: str,
        declared: Declared,
        phrases: Mapping[str, tuple[str, ...]],
        calls: Mapping[Tier, Sequence[str]],
    ) -> Self:
        """What people say of what is declared, in all the `phrases` of its commands."""
        content, sources = declared.content, declared.sources
        return cls(
            invocation_name,
            sources.commands,
            phrases,
            sources.slots,
            {routine.id: (routine.name, *routine.questions) for routine in content.routines},
            {
                entry.id: entry.questions
                for group in (content.statements, content.gaps, content.referrals)
                for entry in group
            },
            texts_by_label(declared.utterances[Split.TRAIN]),
            {
                tier: [phrase for flag in content.red_flags if flag.tier is tier for phrase in flag.phrases]
                for tier in Tier
            },
            calls,
        )

    def taken(self) -> set[str]:
        """What is a command or a red flag must not be anything else too."""
        groups = (*self.phrases.values(), *self.flags.values())
        return {phrase for some in groups for phrase in some}


@dataclass(frozen=True)
class InteractionModel:
    """The model of a document; the same in every locale of its language."""

    text: str
    """Its file, as the developer console imports it."""
    left_out: int
    """How many questions had no room in it."""


@remembered()
def interaction_model(said: SampleUtterances) -> InteractionModel:
    """The model of a document, in which people say what is `said`."""
    intents = list(_intents(said))
    types = list(_slot_types(said))
    room = _MODEL_BYTES - len(_text(said.invocation_name, intents, [_question_type({}), *types]).encode())
    chosen = choose(_questions(said), room)
    text = _text(said.invocation_name, intents, [_question_type(chosen.asked), *types])
    return InteractionModel(text, chosen.left_out)


def _text(invocation_name: str, intents: list[dict[str, Any]], types: list[dict[str, Any]]) -> str:
    language = {
        "invocationName": invocation_name,
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "LOW"}},
        "intents": intents,
        "types": types,
    }
    return json.dumps({"interactionModel": {"languageModel": language}}, ensure_ascii=False, indent=1) + "\n"


def _intents(said: SampleUtterances) -> Iterator[dict[str, Any]]:
    for name in _BUILTINS_ALONE:
        yield {"name": name, "samples": []}
    for command in said.commands:
        if command.builtin:
            yield {"name": command.builtin, "samples": []}
        if not command.intent:  # free words bring it
            continue
        samples = [phrase for phrase in said.phrases[command.name] if phrase != command.name or not command.builtin]
        yield _intent(command.intent, samples, said.slots)
    taken = said.taken()
    for tier, flags in said.flags.items():
        called = [phrase for phrase in said.calls[tier] if phrase not in taken]
        if flags or called:
            yield _intent(tier.intent, [*flags, *called], said.slots)
    yield {
        "name": QUESTION_INTENT,
        "slots": [{"name": "question", "type": "QUESTION"}],
        "samples": ["{question}", "tell me {question}", "i want to know {question}"],
    }


def _intent(name: str, samples: list[str], slots_with_values: Iterable[str]) -> dict[str, Any]:
    known = (STRETCH, *slots_with_values, *BUILT_IN_SLOTS)
    slots = [slot for slot in known if any(f"{{{slot}}}" in text for text in samples)]
    intent: dict[str, Any] = {"name": name}
    if slots:
        intent["slots"] = [{"name": slot, "type": _type_of(slot)} for slot in slots]
    intent["samples"] = samples
    return intent


def _slot_types(said: SampleUtterances) -> Iterator[dict[str, Any]]:
    for slot, values in said.slots.items():
        yield {
            "name": _type_of(slot),
            "values": [_value(name.replace(" ", "-"), name, others) for name, others in values.items()],
        }
    stretches = []
    for routine, (name, *asked) in said.stretches.items():
        bare = name.removeprefix("the ").removeprefix("a ")
        stretches.append(_value(routine, bare, [text for text in asked if text not in (name, bare)]))
    yield {"name": _type_of(STRETCH), "values": stretches}


def _type_of(slot: str) -> str:
    return BUILT_IN_SLOTS.get(slot, slot.upper())


def _question_type(asked: Mapping[str, list[str]]) -> dict[str, Any]:
    """One value a label, its id the label's; the questions that fall under it are its synonyms."""
    values = [_value(label, texts[0], texts[1:]) for label, texts in asked.items()]
    return {"name": "QUESTION", "values": values}


def _questions(said: SampleUtterances) -> dict[str, list[str]]:
    """All that may be asked, by label: the document's own questions, then what else people said."""
    asked = {label: list(texts) for label, texts in said.listed.items()}
    taken = said.taken() | {text for some in (*said.listed.values(), *said.calls.values()) for text in some}
    for label, texts in said.questions.items():
        for text in texts:
            fits = len(text) <= _VALUE_LENGTH and not _NOT_SPOKEN.search(text)
            if label in asked and fits and text not in taken:
                asked[label].append(text)
                taken.add(text)
    return asked


def _value(name: str, value: str, synonyms: Iterable[str]) -> dict[str, Any]:
    return {"id": name, "name": {"value": value, "synonyms": list(dict.fromkeys(synonyms))}}

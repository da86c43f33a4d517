"""The rules of the platform for an interaction model. Each is a function from a model to what breaks it.

Sources, by letter of the rule: M Amazon's "Create the Interaction Model for Your Skill"; I its "Choose the
Invocation Name for a Custom Skill"; N, T, U its "Create Intents, Utterances, and Slots" and the messages of the
developer console; Q its "Slot Type Reference" for AMAZON.SearchQuery; B its "Standard Built-in Intents"; F, D, L
the interaction-model schema.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from tests.interaction_model.files import INVOCATION_NAME, Json, Model
from tests.interaction_model.keys import unknown

Rule = Callable[[Model], Iterator[str]]
_SLOT = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z_]*[A-Za-z])?")
_ARTICLES = {"the", "a", "an", "for", "to", "of", "about", "up", "by", "at", "off", "with"}
_LAUNCH = {"run", "start", "play", "resume", "use", "launch", "ask", "open", "tell", "load", "begin", "enable"}
_CONNECTING = {"to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and", "whether"}
_WAKE = {"alexa", "amazon", "echo", "computer", "ziggy"}
_RESERVED = {*_WAKE, "skill", "app"}
_TOO_GENERAL = {"exercise", "timer", "workout", "health"}
_PHRASE_TYPES = {"AMAZON.SearchQuery"}
_REQUIRED = {"Help", "Stop", "Cancel", "Fallback", "NavigateHome"}
_HANDS_FREE = {"Next", "Previous", "Repeat", "StartOver", "Pause", "Resume", "Yes", "No"}


def m0_keys(model: Model) -> Iterator[str]:
    kind = "ask_smapi_model.v1.skill.interaction_model.interaction_model_data.InteractionModelData"
    yield from unknown(model.content, kind)


def m1_sizes(model: Model) -> Iterator[str]:
    if model.size > 1_500_000:
        yield f"{model.size} bytes"
    if len(model.intents) > 250 or len(model.intents) + len(model.types) > 350:
        yield f"{len(model.intents)} intents and {len(model.types)} types"


def m2_values(model: Model) -> Iterator[str]:
    yield from (f"{len(text)} characters: {text}" for _, _, text in model.texts() if not 0 < len(text) <= 140)


def m3_samples(model: Model) -> Iterator[str]:
    yield from (f"{len(sample)} characters: {sample}" for _, sample in model.samples() if len(sample) > 200)


def i1_length(model: Model) -> Iterator[str]:
    if not 2 <= len(model.name) <= 50:
        yield model.name


def i2_letters(model: Model) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z.' ]*", model.name) or "  " in model.name:
        yield model.name


def i3_words(model: Model) -> Iterator[str]:
    words = model.name.split()
    if len(words) < 2 or (len(words) == 2 and _ARTICLES & set(words)):
        yield model.name


def i4_reserved(model: Model) -> Iterator[str]:
    yield from (_LAUNCH | _CONNECTING | _RESERVED) & set(model.name.split())


def i5_general(model: Model) -> Iterator[str]:
    yield from _TOO_GENERAL & set(model.name.split())


def i6_same(model: Model) -> Iterator[str]:
    if model.name != INVOCATION_NAME:
        yield model.name


def n1_names(model: Model) -> Iterator[str]:
    names = [intent["name"] for intent in model.own] + [slot["name"] for _, slot in model.slots()]
    names += [kind["name"] for kind in model.types]
    yield from (name for name in names if not _NAME.fullmatch(name) or "__" in name)


def n2_types(model: Model) -> Iterator[str]:
    declared = {kind["name"]: kind["values"] for kind in model.types}
    used: dict[str, set[str]] = defaultdict(set)
    for _, slot in model.slots():
        used[slot["name"]].add(slot["type"])
        if not slot["type"].startswith("AMAZON.") and not declared.get(slot["type"]):
            yield f"{slot['type']} is not declared, or has no value"
    yield from (f"{name} has types {kinds}" for name, kinds in used.items() if len(kinds) > 1)


def n3_one_name(model: Model) -> Iterator[str]:
    counted = Counter(intent["name"] for intent in model.intents)
    yield from (name for name, times in counted.items() if times > 1)
    slots = {slot["name"].lower() for _, slot in model.slots()}
    yield from slots & {intent["name"].lower() for intent in model.intents}


def t1_ids(model: Model) -> Iterator[str]:
    for kind in model.types:
        counted = Counter(value.get("id", "") for value in kind["values"])
        yield from (f"{kind['name']} {one!r} twice" for one, times in counted.items() if times > 1)
        yield from (f"{kind['name']} {one!r}" for one in counted if not re.fullmatch(r"\S{1,100}", one))


def t2_synonyms(model: Model) -> Iterator[str]:
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, value, text in model.texts():
        meant[kind["name"], text.lower()].add(value["id"])
    yield from (f"{text!r} is {sorted(ids)} in {kind}" for (kind, text), ids in meant.items() if len(ids) > 1)


def u1_duplicates(model: Model) -> Iterator[str]:
    where: dict[str, list[str]] = defaultdict(list)
    for intent, sample in model.samples():
        where[" ".join(sample.lower().split())].append(intent["name"])
    yield from (f"{sample!r} in {names}" for sample, names in where.items() if len(names) > 1)


def u1_slots(model: Model) -> Iterator[str]:
    for intent, sample in model.samples():
        declared = {slot["name"] for slot in intent.get("slots", ())}
        if not set(_SLOT.findall(sample)) <= declared or re.search(r"[^ ]\{|\}(?![ ']|$)", sample):
            yield f"{intent['name']}: {sample}"
    for intent, slot in model.slots():
        if f"{{{slot['name']}}}" not in " ".join(intent["samples"]):
            yield f"{intent['name']} never uses {slot['name']}"


def u2_letters(model: Model) -> Iterator[str]:
    for intent, sample in model.samples():
        bare = _SLOT.sub("", sample)
        # Hyphens are allowed, but some tools drop them.
        if not re.fullmatch(r"(?:[^\W\d]|[' .])*", bare) or "  " in sample:
            yield f"{intent['name']}: {sample}"


def u3_slot_alone(model: Model) -> Iterator[str]:
    for intent, sample in model.samples():
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        alone = _SLOT.fullmatch(sample)
        if alone and types[alone[1]].startswith("AMAZON."):
            yield f"{intent['name']}: {sample}"


def u4_launching(model: Model) -> Iterator[str]:
    launching = re.compile(rf"\b({'|'.join(_LAUNCH)}) (the |my )?{re.escape(model.name)}\b")
    for intent, sample in model.samples():
        if "alexa" in sample.lower().split() or launching.search(sample.lower()):
            yield f"{intent['name']}: {sample}"


def q1_phrases(model: Model) -> Iterator[str]:
    for intent, sample in model.samples():
        phrases = {slot["name"] for slot in intent.get("slots", ()) if slot["type"] in _PHRASE_TYPES}
        used = phrases & set(_SLOT.findall(sample))
        if used and (not _SLOT.sub("", sample).strip() or len(_SLOT.findall(sample)) > 1):
            yield f"{intent['name']}: {sample}"
        if len(phrases) > 1:
            yield f"{intent['name']} has {sorted(phrases)}"


def q3_open_questions(model: Model) -> Iterator[str]:
    """The question slot is seeded with many real questions, and its lead-ins leave the words whole."""
    seeds = sum(1 for kind, _, _ in model.texts() if kind["name"] == "QUESTION")
    if seeds < 1000:
        yield f"{seeds} questions"


def b1_required(model: Model) -> Iterator[str]:
    names = {intent["name"] for intent in model.intents}
    yield from (one for one in _REQUIRED | _HANDS_FREE if f"AMAZON.{one}Intent" not in names)


def b2_own(model: Model) -> Iterator[str]:
    if not any(intent.get("samples") for intent in model.own):
        yield "no intent of our own has a sample"
    yield from (f"{one['name']} has no sample" for one in model.own if not one.get("samples"))


def b3_builtins_alone(model: Model) -> Iterator[str]:
    for intent in model.intents:
        if intent["name"].startswith("AMAZON.") and intent.get("samples"):
            yield intent["name"]


def f1_fallback(model: Model) -> Iterator[str]:
    level = model.language.get("modelConfiguration", {}).get("fallbackIntentSensitivity", {}).get("level")
    if level not in {"LOW", "MEDIUM", "HIGH"} or not model.locale.startswith(("en-", "de-")):
        yield f"{model.locale}: {level}"


def d1_no_dialog(model: Model) -> Iterator[str]:
    """The skill sends no dialog directive, so nothing may ask for one."""
    yield from {"dialog", "prompts"} & model.content["interactionModel"].keys()


RULES: tuple[Rule, ...] = (
    m0_keys, m1_sizes, m2_values, m3_samples, i1_length, i2_letters, i3_words, i4_reserved, i5_general, i6_same,
    n1_names, n2_types, n3_one_name, t1_ids, t2_synonyms, u1_duplicates, u1_slots, u2_letters, u3_slot_alone,
    u4_launching, q1_phrases, q3_open_questions, b1_required, b2_own, b3_builtins_alone, f1_fallback, d1_no_dialog,
)  # fmt: skip


def shape(model: Model) -> Json:
    """What must be the same in every locale: names of intents, slots and types."""
    return {
        "intents": {
            one["name"]: {slot["name"]: slot["type"] for slot in one.get("slots", ())} for one in model.intents
        },
        "types": {kind["name"]: sorted(value["id"] for value in kind["values"]) for kind in model.types},
    }

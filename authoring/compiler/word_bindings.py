"""What the language hears and the document is near to, against what there is."""

import re
from collections.abc import Iterator

from authoring.compiler.declared import Caution, Declared
from authoring.compiler.interaction import BUILT_IN_SLOTS, STRETCH
from authoring.compiler.sources import ANYTHING
from authoring.compiler.wishing import said_aside
from skill.errors import Problem

_SLOT = re.compile(r"\{(\w+)\}")


def slots_are_there(declared: Declared) -> Iterator[Problem]:
    """Each slot of a sentence has values, and each slot with values stands in a sentence."""
    sources = declared.sources
    file, slots = sources.files["commands"], sources.files["slots"]
    known = {STRETCH, *sources.slots, *BUILT_IN_SLOTS}
    in_rules = {slot for rule in sources.rules.values() for slot in _SLOT.findall(rule)}
    for name, rule in sources.rules.items():
        for slot in set(_SLOT.findall(rule)) - known:
            yield file.problem(f"there is no slot '{slot}'; add it to {slots.path}", "rules", name)
    used = set(in_rules)
    for command in sources.commands:
        spoken = in_rules | {slot for sentence in command.sentences for slot in _SLOT.findall(sentence)}
        used |= spoken
        for number, sentence in enumerate(command.sentences):
            for slot in set(_SLOT.findall(sentence)) - known:
                message = f"there is no slot '{slot}'; add it to {slots.path}"
                yield file.problem(message, "commands", command.name, "sentences", number)
        for slot in set(_SLOT.findall(command.complaint)) - spoken:
            message = f"no sentence of '{command.name}' has the slot '{slot}'; put it into one"
            yield file.problem(message, "commands", command.name, "complaint")
    for slot in sources.slots.keys() - used:
        yield slots.problem(f"no sentence has the slot '{slot}'; take it out", slot)


def nearest_are_there(declared: Declared) -> Iterator[Problem]:
    """What is near is a stretch, and what it is near to a stretch, a part of the body, a place or anything."""
    sources = declared.sources
    file, slots = sources.files["nearest"], sources.files["slots"]
    routines = {routine.id for routine in declared.content.routines}
    for place, near in sources.nearest.items():
        wanted = (word for slot in ("body_part", "position") for word in sources.slots.get(slot, {}))
        if place not in {ANYTHING, *routines, *declared.wishes.lacked, *wanted}:
            message = f"'{place}' is neither a stretch nor a body_part in {slots.path}; name one"
            yield file.problem(message, place)
        if not isinstance(near, list):
            yield file.problem(f"'{place}' needs a list of stretches, as in [{near}]", place)
            continue
        for number, routine in enumerate(near):
            if routine not in routines:
                stretches = ", ".join(sorted(routines))
                message = f"'{routine}' is no stretch; there are {stretches}"
                yield file.problem(message, place, number)


def wished_are_there(declared: Declared) -> Iterator[Problem]:
    """What is asked for in free words is a stretch, and for what there is not there is a nearest one."""
    wishes = declared.wishes
    if wishes.file is None:
        return
    routines = {routine.id for routine in declared.content.routines}
    for name in wishes.routines.keys() - routines:
        yield wishes.file.problem(f"'{name}' is no stretch; there are {', '.join(sorted(routines))}", "routines", name)
    for name, purpose in wishes.purposes.items():
        for routine in {*purpose.fits, *purpose.nearest} - routines:
            message = f"'{routine}' is no stretch; there are {', '.join(sorted(routines))}"
            yield wishes.file.problem(message, "purposes", name)
        if not purpose.fits and not (purpose.nearest and purpose.why):
            yield wishes.file.problem(
                f"'{name}' has no stretch; say what fits, or is nearest and why", "purposes", name
            )
    for number, same in enumerate(wishes.lengths):
        for name in set(same) - routines:
            message = f"'{name}' is no stretch; there are {', '.join(sorted(routines))}"
            yield wishes.file.problem(message, "lengths", number)
    nearest = declared.sources.files["nearest"]
    for name in wishes.lacked.keys() - declared.sources.nearest.keys():
        yield wishes.file.problem(f"'{name}' has no nearest stretch; add it to {nearest.path}", "lacked", name)


def asides_are_answered(declared: Declared) -> Iterator[Problem]:
    """What is said beside a wish has a sentence of ours."""
    wishing = declared.sources.files["wishing"]
    for name in said_aside(wishing):
        prompt = f"routine.aside.{name}"
        if prompt not in declared.sources.prompts:
            yield wishing.problem(f"there is no prompt '{prompt}' for '{name}'; add it", "asides", name)


def equipment_is_there(declared: Declared) -> Iterator[Problem]:
    """What a stretch needs can be named by whoever has not got it."""
    slots = declared.sources.files["slots"]
    for routine in declared.content.routines:
        for thing in routine.equipment:
            if thing not in declared.sources.slots.get("equipment", {}):
                message = f"'Equipment' names '{thing}'; add it to equipment in {slots.path}"
                yield declared.places.problem(routine.id, message, "- Equipment:")


def locales_are_there(declared: Declared) -> Iterator[Problem]:
    """Each locale that is published has its words and telephone numbers."""
    file = declared.sources.files["locales"]
    for number, locale in enumerate(declared.properties.content["locales"]):
        if locale not in declared.sources.locales:
            message = f"there are no words for the locale '{locale}'; add it to {file.path}"
            yield declared.properties.problem(message, "locales", number)


def safety_words_are_there(declared: Declared) -> Iterator[Caution]:
    """Red flags and personal decisions are heard in many words, not only in those that the document lists."""
    words = declared.safety
    for kind, group in (
        ("flags", [red_flag.id for red_flag in declared.content.red_flags]),
        ("referrals", [referral.id for referral in declared.content.referrals]),
    ):
        for name in group:
            if name not in words.content[kind]:
                message = f"no words tell of '{name}' but its own; add patterns under '{kind}' in {words.path}"
                yield Caution.of(declared.places.problem(name, message))

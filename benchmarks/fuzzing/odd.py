"""Requests as nobody should send them, and some day somebody does: each odd in one place, all of them in order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from benchmarks.fuzzing.seeds import Json, envelope

GONE = object()
"""In place of a value: the key is not there."""
_LONG = "a very long story about my back " * 300
_WORDS = (
    "", " ", "?", "!!", "zxqv", "neck", "chest pain", "42", "-1", "NaN", "the the the", "stop", "yes", "A" * 140, _LONG,
    "<break time='99s'/>", "<speak>&'\"</speak>", "{{ 7 * 7 }}", "\u0000", "\u202eneck", "\ud83e\uddb4", "caf\u00e9",
    "1e400", "P1D", "PT5M", "9" * 400,
)  # fmt: skip
_NOT_WORDS = (None, True, 7, 1.5, [], ["neck"], {}, {"value": "neck"}, GONE)
_CODES = (
    "ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH", "ER_ERROR_TIMEOUT", "ER_ERROR_EXCEPTION", "ER_SOMETHING_NEW", "",
    None, 7,
)  # fmt: skip
_VALUES = (
    [],
    None,
    [{}],
    [{"value": None}],
    [{"value": {"name": "neck"}}],
    [{"value": {"name": "x", "id": "no such"}}],
)
_PLACES = (
    "version", "session", "session.new", "session.sessionId", "session.application", "session.attributes",
    "session.user", "session.user.userId", "context", "context.System", "context.System.user",
    "context.System.user.userId", "context.System.device", "context.System.device.deviceId", "context.System.person",
    "request", "request.requestId", "request.locale", "request.type", "request.reason", "request.error",
    "request.intent", "request.intent.name", "request.intent.slots", "request.intent.confirmationStatus",
)  # fmt: skip
_INSTEAD = (GONE, None, True, 7, "", "something else", [], {}, [None], {"": None}, _LONG)
_KINDS: tuple[Json, ...] = (
    {"type": "LaunchRequest"},
    {"type": "IntentRequest", "intent": {"name": "AMAZON.NextIntent", "confirmationStatus": "NONE", "slots": {}}},
    {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
    {"type": "AlexaSkillEvent.SkillDisabled"},
)


def odd_slots(model: Mapping[str, Any], under_way: Json) -> Iterator[Json]:
    """Every slot of every intent of an interaction model, filled as it should not be, at rest and in a stretch."""
    for intent in model["interactionModel"]["languageModel"]["intents"]:
        for slot in intent.get("slots", ()):
            for filled in _fillings(slot["name"]):
                content = {"name": intent["name"], "confirmationStatus": "NONE", "slots": {slot["name"]: filled}}
                for attributes in ({}, under_way):
                    yield envelope({"type": "IntentRequest", "intent": content}, deepcopy(attributes))


def _fillings(name: str) -> Iterator[Any]:
    for value in (*_WORDS, *_NOT_WORDS):
        yield {"name": name} if value is GONE else {"name": name, "value": value}
    for code in _CODES:
        for values in _VALUES:
            match = {"authority": "a", "status": {"code": code}, "values": values}
            yield {"name": name, "value": "neck", "resolutions": {"resolutionsPerAuthority": [match]}}
    yield from (None, [], "neck", {}, {"name": None}, {"name": name, "resolutions": []})
    yield {"name": name, "slotValue": {"type": "List", "values": [{"type": "Simple", "value": "neck"}]}}


def odd_requests() -> Iterator[Json]:
    """Every kind of request with something else, or nothing, in each of its places."""
    for kind in _KINDS:
        for place in _PLACES:
            for value in _INSTEAD:
                # Through JSON, so that what a proper request holds in two places comes apart.
                content = json.loads(json.dumps(envelope(kind, {})))
                if _put(content, place.split("."), value):
                    yield content


def _put(content: Json, path: Sequence[str], value: object) -> bool:
    """Put a value where the path leads. Returns whether there is such a place."""
    *parents, last = path
    for parent in parents:
        content = content.get(parent, {})
    if value is GONE:
        return content.pop(last, GONE) is not GONE
    content[last] = value
    return True

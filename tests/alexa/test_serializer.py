"""Our serializer against the SDK's own, and against what the SDK's own cannot take."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import ask_sdk_model
import pytest
from ask_sdk_core.attributes_manager import AttributesManager
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import (
    Context,
    PermissionStatus,
    Request,
    RequestEnvelope,
    Response,
    ResponseEnvelope,
    SlotValue,
)
from ask_sdk_model.dialog import ElicitSlotDirective
from ask_sdk_model.ui import Image, Reprompt, SimpleCard, SsmlOutputSpeech, StandardCard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.alexa.serializer import EnvelopeSerializer
from tests.web.envelopes import HOSTILE, HOSTILE_OBJECT, JSON, VALID, Json, grafted

STOCK = DefaultSerializer()
OURS = EnvelopeSerializer()
THOROUGH = settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(envelope: object) -> RequestEnvelope:
    return OURS.deserialize(json.dumps(envelope), RequestEnvelope)


@THOROUGH
@given(VALID)
def test_a_valid_envelope_reads_as_with_the_sdk(envelope: dict[str, Any]) -> None:
    text = json.dumps(envelope)
    stock = STOCK.deserialize(text, RequestEnvelope)
    ours = OURS.deserialize(text, RequestEnvelope)
    assert ours == stock
    assert type(ours.request) is type(stock.request)
    assert OURS.serialize(ours) == STOCK.serialize(stock)
    assert OURS.read(envelope, RequestEnvelope) == stock


def test_what_a_session_holds_is_not_copied_for_its_turn() -> None:
    attributes = {"position": {"routine": "neck", "stage": 3}, "turn": 2}
    envelope = read({"version": "1.0", "session": {"new": False, "attributes": attributes}})
    assert envelope.session.attributes == attributes
    manager = AttributesManager(request_envelope=envelope)
    assert manager.session_attributes is envelope.session.attributes
    assert OURS.serialize(manager.session_attributes) == attributes
    # Only what came with this request: the same text read again shares nothing with it.
    again = read({"version": "1.0", "session": {"attributes": attributes}})
    manager.session_attributes["turn"] = 3
    assert again.session.attributes["turn"] == 2


SPEECH = st.text(max_size=40).map(SsmlOutputSpeech)
RESPONSE = st.builds(
    ResponseEnvelope,
    version=st.just("1.0"),
    session_attributes=st.none() | st.dictionaries(st.text(max_size=9), JSON, max_size=4),
    user_agent=st.text(max_size=9),
    response=st.builds(
        Response,
        output_speech=st.none() | SPEECH,
        reprompt=st.none() | SPEECH.map(Reprompt),
        card=st.none()
        | st.builds(SimpleCard, title=st.text(), content=st.text())
        | st.builds(StandardCard, title=st.text(), image=st.just(Image("https://a.example/i.png"))),
        directives=st.none() | st.just([ElicitSlotDirective(slot_to_elicit="stretch")]),
        should_end_session=st.none() | st.booleans(),
    ),
)


@THOROUGH
@given(RESPONSE)
def test_a_response_is_written_as_with_the_sdk(response: ResponseEnvelope) -> None:
    assert OURS.serialize(response) == STOCK.serialize(response)


class Colour(Enum):
    RED = "red"


class Escaped(str):
    __slots__ = ()


class Custom:
    deserialized_types = {"name": "str", "size": "int"}  # noqa: RUF012 - as the SDK's models have

    def __init__(self) -> None:
        self.name = "a"
        self.size = None


@pytest.mark.parametrize(
    "value",
    [
        *(None, "a", 1, 1.5, True, b"a", Decimal("2.0"), Decimal("2.5"), Colour.RED, {1: "a"}),
        *([1, [None]], (1, (Colour.RED,)), {"a": None, "b": [Colour.RED]}, Escaped("&amp;")),
        *(datetime(2026, 3, 1, 12), date(2026, 3, 1), Custom()),
    ],
)
def test_a_value_is_written_as_with_the_sdk(value: object) -> None:
    written = OURS.serialize(value)
    assert written == STOCK.serialize(value)
    assert type(written) is type(STOCK.serialize(value))


@pytest.mark.parametrize("value", [{1}, object(), {"a": [object()]}])
def test_what_json_cannot_hold_is_not_written(value: object) -> None:
    with pytest.raises(SerializationException, match="cannot be put into JSON"):
        OURS.serialize(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"a"', "str"),
        ('"a"', str),
        ("1", "int"),
        ("1", float),
        ("true", "bool"),
        ("[1]", "object"),
        ('["a"]', "list[str]"),
        ('{"a": 1}', "dict(str, int)"),
        ('{"a": [1]}', "dict(str, list[int])"),
        ('"2026-03-01T12:00:00Z"', "datetime"),
        ('"2026-03-01"', "date"),
        ("null", RequestEnvelope),
        ('{"name": "a", "other": 1}', "ask_sdk_model.slot.Slot"),
        ('"GRANTED"', PermissionStatus),
    ],
)
def test_other_types_read_as_with_the_sdk(text: str, kind: type | str) -> None:
    assert OURS.deserialize(text, kind) == STOCK.deserialize(text, kind)
    assert OURS.deserialize(None, kind) is None


def test_a_custom_class_reads_as_with_the_sdk() -> None:
    text = '{"name": "b", "size": 2}'
    ours = OURS.deserialize(text, Custom)
    assert vars(ours) == vars(STOCK.deserialize(text, Custom)) == {"name": "b", "size": 2}


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '"a"', "[" * 100_000, b"\xff", "1" * 5000])
def test_what_is_no_object_is_refused_without_being_quoted(text: str | bytes) -> None:
    with pytest.raises(SerializationException) as caught:
        OURS.deserialize(text, RequestEnvelope)
    assert len(str(caught.value)) < 120


def test_endless_nesting_is_refused() -> None:
    value: dict[str, Any] = {}
    for _ in range(2000):
        value = {"type": "List", "values": [value]}
    with pytest.raises(SerializationException, match="nested too deeply"):
        OURS.read(value, SlotValue)


@THOROUGH
@given(HOSTILE_OBJECT | VALID.flatmap(grafted))
def test_no_object_is_too_much(envelope: dict[str, Any]) -> None:
    read_one = read(envelope)
    json.dumps(OURS.serialize(read_one))
    assert isinstance(read_one, RequestEnvelope)
    for part, kind in ((read_one.request, Request), (read_one.context, Context)):
        assert part is None or isinstance(part, kind)


@THOROUGH
@given(HOSTILE)
def test_no_request_is_too_much(request: Json) -> None:
    read_one = read({"request": request}).request
    if isinstance(request, dict):
        kind = request.get("type")
        assert read_one.object_type == (kind if isinstance(kind, str) else None)
        assert callable(read_one.to_dict)
    else:
        assert read_one is None


def test_an_unknown_request_type_keeps_what_it_came_with() -> None:
    request = read({"request": {"type": "Alexa.Future.Happened", "requestId": "r", "locale": "xx", "new": [1]}}).request
    assert type(request) is Request
    assert (request.object_type, request.request_id, request.locale) == (
        "Alexa.Future.Happened",
        "r",
        "xx",
    )
    assert request.new == [1]


def test_an_unknown_slot_value_type_keeps_its_type() -> None:
    slot = OURS.deserialize('{"name": "a", "slotValue": {"type": "Composite", "parts": []}}', "ask_sdk_model.slot.Slot")
    assert type(slot.slot_value) is SlotValue
    assert slot.slot_value.object_type == "Composite"


WRONG: dict[str, tuple[dict[str, Any], str, object]] = {
    "text a number": ({"version": 1}, "version", None),
    "text a list": ({"version": ["1.0"]}, "version", None),
    "truth a word": ({"session": {"new": "false"}}, "session.new", None),
    "attributes a list": ({"session": {"attributes": []}}, "session.attributes", None),
    "object a word": ({"session": "s"}, "session", None),
    "object a list": ({"context": [{}]}, "context", None),
    "moment a number": ({"request": {"timestamp": 1}}, "request.timestamp", None),
    "moment in words": ({"request": {"timestamp": "noon"}}, "request.timestamp", None),
    "enum unknown": (
        {"request": {"type": "SessionEndedRequest", "reason": "BORED"}},
        "request.reason",
        None,
    ),
    "enum a list": (
        {"request": {"type": "SessionEndedRequest", "reason": []}},
        "request.reason",
        None,
    ),
    "slots with a null": (
        {"request": {"type": "IntentRequest", "intent": {"slots": {"a": None, "b": 1}}}},
        "request.intent.slots",
        {},
    ),
    "number too large": (
        {"context": {"Viewport": {"dpi": 10**400}}},
        "context.viewport.dpi",
        None,
    ),
    "whole number with a fraction": (
        {"context": {"AudioPlayer": {"offsetInMilliseconds": 1.5}}},
        "context.audio_player.offset_in_milliseconds",
        None,
    ),
    "a list with a null": (
        {"context": {"Viewport": {"experiences": [None, 1]}}},
        "context.viewport.experiences",
        [],
    ),
    "an attribute's own name": ({"request": {"object_type": "X"}}, "request.object_type", None),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_has_the_wrong_type_is_none(name: str) -> None:
    envelope, path, expected = WRONG[name]
    value = read(envelope)
    for attribute in path.split("."):
        value = getattr(value, attribute)
    assert value == expected


def sdk_models() -> Iterator[type]:
    for module in pkgutil.walk_packages(ask_sdk_model.__path__, "ask_sdk_model."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and value.__module__ == module.name:
                yield value


def test_every_model_of_the_sdk_can_be_read_and_written() -> None:
    """Which also shows that what constructors set can be shared between objects."""
    kinds = [kind for kind in sdk_models() if hasattr(kind, "deserialized_types")]
    assert len(kinds) > 400
    for kind in kinds:
        made = kind()
        assert all(isinstance(value, str | int | float | Enum | None) for value in vars(made).values()), kind
        if not hasattr(kind, "get_real_child_model"):
            assert OURS.read({}, kind) == made
        assert OURS.serialize(made) == STOCK.serialize(made)


def test_every_discriminator_of_the_sdk_leads_to_a_class() -> None:
    for kind in sdk_models():
        names: dict[str, str] = getattr(kind, "discriminator_value_class_map", {})
        key = getattr(kind, "json_discriminator_key", "")
        for value, name in names.items():
            assert type(OURS.read({key: value}, kind)).__name__ == name.rpartition(".")[2]

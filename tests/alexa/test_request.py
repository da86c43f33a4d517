"""What stands in a request in more than one way is read in each of them."""

from typing import Any

import pytest
from ask_sdk_model import RequestEnvelope

from skill.alexa.request import locale_of, text_of
from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import assemble
from tests.deployment.events import event

READ = EnvelopeSerializer().read
ANSWERED = assemble(None)
MATCH = {
    "resolutionsPerAuthority": [
        {
            "authority": "a",
            "status": {"code": "ER_SUCCESS_MATCH"},
            "values": [{"value": {"name": "neck stretch", "id": "neck"}}],
        }
    ]
}


def asked(slot: dict[str, Any], intent: str = "AskQuestionIntent", name: str = "question") -> Any:
    slots = {name: {"name": name, **slot}}
    return READ(event({"type": "IntentRequest", "intent": {"name": intent, "slots": slots}}), RequestEnvelope)


def heard(slot: dict[str, Any]) -> str:
    return text_of(asked(slot).request)


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ({"value": "my chest hurts"}, "my chest hurts"),
        ({"slotValue": {"type": "Simple", "value": "my chest hurts"}}, "my chest hurts"),
        ({"value": "", "slotValue": {"type": "Simple", "value": "my chest hurts"}}, "my chest hurts"),
        ({"value": "first", "slotValue": {"type": "Simple", "value": "second"}}, "first"),
        ({"slotValue": {"type": "Simple"}}, ""),
        ({"slotValue": {"type": "Composite", "value": {}}}, ""),
        ({"slotValue": None}, ""),
        ({}, ""),
    ],
)
def test_the_words_of_a_slot(slot: dict[str, Any], words: str) -> None:
    assert heard(slot) == words


def test_what_a_slot_was_resolved_to() -> None:
    slot = {"slotValue": {"type": "Simple", "value": "that thing", "resolutions": MATCH}}
    answer = ANSWERED.invoke(asked(slot, "StartRoutineIntent", "stretch"), None)
    assert answer.session_attributes["position"]["routine"] == "neck"


@pytest.mark.parametrize(
    ("written", "locale"),
    [("en-US", "en-US"), ("en_US", "en-US"), ("EN-us", "en-US"), ("en", "en"), ("", ""), (None, "")],
)
def test_a_locale_however_it_is_spelled(written: str | None, locale: str) -> None:
    assert locale_of(READ(event({"type": "LaunchRequest", "locale": written}), RequestEnvelope).request) == locale


def test_the_number_to_call_does_not_hang_on_the_spelling() -> None:
    slots = {"question": {"name": "question", "value": "i have chest pain"}}
    request = {"type": "IntentRequest", "locale": "en_US", "intent": {"name": "AskQuestionIntent", "slots": slots}}
    answer = ANSWERED.invoke(READ(event(request), RequestEnvelope), None)
    assert ">911<" in answer.response.output_speech.ssml

"""Proper requests to begin from, in every state that somebody can be in."""

import json
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
SKILL_ID = "amzn1.ask.skill.0ba5c0ac-0000-4000-8000-51e1a7021a1e"
MOMENT = 1_800_000_000
"""When all of it happens, epoch seconds."""
TIMESTAMP = "2027-01-15T08:00:00Z"
_SAID = (
    "why does walking help my back",
    "i have chest pain",
    "start a neck stretch",
    "should i stop taking my pills",
    "tell me more",
    "what's the weather",
)
_STEPS = ("ReadyIntent", "AMAZON.NextIntent", "SlowerIntent", "AMAZON.PauseIntent", "CarryOnIntent", "HurtsIntent")


def envelope(request: Json, attributes: Json) -> Json:
    """A request in a session with `attributes`."""
    application = {"applicationId": SKILL_ID}
    user = {"userId": "amzn1.ask.account.FUZZ"}
    return {
        "version": "1.0",
        "session": {
            "new": not attributes,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "user": user,
            "attributes": attributes,
        },
        "context": {"System": {"application": application, "user": user, "device": {"deviceId": "d"}}},
        "request": {"requestId": "amzn1.echo-api.request.1", "timestamp": TIMESTAMP, "locale": "en-US", **request},
    }


def intent(name: str, **slots: str) -> Json:
    """An intent, its slots filled with words."""
    filled = {slot: _slot(slot, words) for slot, words in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE", "slots": filled}}


def seeds(send: Callable[[Json], Json], intents: list[str]) -> Iterator[Json]:
    """Requests, each as `send` answered those before it: what comes back goes in again."""
    yield envelope({"type": "LaunchRequest"}, {})
    yield envelope({"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "INVALID_RESPONSE"}}, {})
    yield envelope({"type": "AlexaSkillEvent.SkillDisabled"}, {})
    yield envelope({"type": "Alexa.Something.New", "future": [1, {"a": None}]}, {})
    attributes: Json = {}
    for words in _SAID:
        content = envelope(intent("AskQuestionIntent", question=words), attributes)
        yield content
        attributes = send(content).get("sessionAttributes", {})
    start = envelope(intent("StartRoutineIntent", stretch="neck stretch", minutes="3"), {})
    yield start
    attributes = send(start).get("sessionAttributes", {})
    for name in _STEPS:
        content = envelope(intent(name), attributes)
        yield content
        attributes = send(content).get("sessionAttributes", {})
    under_way = json.dumps(attributes)
    for name in intents:
        yield envelope(intent(name, stretch="neck stretch", body_part="neck"), json.loads(under_way))


def _slot(name: str, words: str) -> Json:
    value = {"value": {"name": words, "id": words}}
    match = {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [value]}
    return {"name": name, "value": words, "resolutions": {"resolutionsPerAuthority": [match]}}

"""One line a turn, and nothing in it that is the listener's own."""

import io
import json
import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import RequestEnvelope
from hypothesis import HealthCheck, given, settings

from skill.alexa.faults import FaultHandler
from skill.alexa.logs import LOGGER, TurnBegins, TurnEnds, log_to
from skill.alexa.serializer import EnvelopeSerializer
from skill.emergency.compiled import INTENTS
from skill.entry.assembly import assemble
from tests.deployment.events import event, question
from tests.web.envelopes import REQUEST
from tests.web.small_skill import Listener

FIELDS = {"event", "request_id", "intent", "outcome", "latency_ms"}
READ = EnvelopeSerializer().read


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger("back_coach")
    before = root.handlers, root.level, root.propagate
    stream = io.StringIO()
    log_to(stream)
    yield stream
    root.handlers, root.level, root.propagate = before


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_turn_is_one_line(stream: io.StringIO) -> None:
    skill = assemble(None)
    skill.invoke(READ(question("why does walking help my back"), RequestEnvelope), None)
    skill.invoke(READ(event({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}), RequestEnvelope), None)
    asked, ended = lines(stream)
    assert set(asked) == FIELDS | {"at", "level"}
    assert set(ended) == FIELDS | {"at", "level", "reason"}
    assert asked["intent"] == "AskQuestionIntent"
    assert asked["outcome"] == "answer"
    assert asked["request_id"] == "amzn1.echo-api.request.1"
    assert asked["latency_ms"] > 0
    assert (ended["intent"], ended["outcome"]) == ("SessionEndedRequest", "ended")
    assert "walking" not in stream.getvalue()
    assert "SECRETUSER" not in stream.getvalue()


def test_a_fault_is_one_line_with_its_kind_and_place_but_not_its_words(stream: io.StringIO) -> None:
    builder = CustomSkillBuilder()
    builder.add_global_request_interceptor(TurnBegins())
    builder.add_global_response_interceptor(TurnEnds())
    builder.add_request_handler(Listener(ValueError("secret words")))
    builder.add_exception_handler(FaultHandler(lambda _: None, lambda _: None))
    answer = builder.create().invoke(READ(question("secret words"), RequestEnvelope), None)
    assert answer.session_attributes["outcome"] == "fault"
    (line,) = lines(stream)
    assert set(line) == FIELDS | {"at", "level", "error", "where"}
    assert line["where"][-1].startswith("tests.web.small_skill:")
    assert (line["outcome"], line["error"], line["level"]) == ("fault", "ValueError", "error")
    assert "secret" not in stream.getvalue()


@pytest.mark.parametrize("kind", ["SessionEndedRequest", "System.ExceptionEncountered"])
def test_where_nobody_listens_a_fault_says_nothing(kind: str) -> None:
    builder = CustomSkillBuilder()
    builder.add_request_handler(Listener(ValueError()))
    builder.add_exception_handler(FaultHandler(lambda _: None, lambda _: None))
    answer = builder.create().invoke(READ(event({"type": kind}), RequestEnvelope), None)
    assert answer.response.output_speech is None


@pytest.mark.parametrize("kind", ["AlexaSkillEvent.SkillDisabled", "AlexaSkillEvent.Foo"])
def test_an_event_that_fails_is_logged_and_fails(kind: str, stream: io.StringIO) -> None:
    builder = CustomSkillBuilder()
    builder.add_request_handler(Listener(ValueError("secret words")))
    builder.add_exception_handler(FaultHandler(lambda _: None, lambda _: None))
    with pytest.raises(ValueError, match="secret words"):
        builder.create().invoke(READ(event({"type": kind}), RequestEnvelope), None)
    (line,) = lines(stream)
    assert (line["outcome"], line["intent"]) == ("fault", kind)
    assert "secret" not in stream.getvalue()


@pytest.mark.parametrize("intent", INTENTS)
def test_which_emergency_it_was_is_not_logged(intent: str, stream: io.StringIO) -> None:
    assembled().invoke(READ(event({"type": "IntentRequest", "intent": {"name": intent}}), RequestEnvelope), None)
    (line,) = (line for line in lines(stream) if line["event"] == "turn")
    assert (line["intent"], line["outcome"]) == ("emergency", "urgent")
    assert intent not in stream.getvalue()


@pytest.mark.parametrize(
    ("request_", "logged", "level"),
    [
        ({"reason": "USER_INITIATED"}, {"reason": "USER_INITIATED"}, "info"),
        ({"reason": "bored to death"}, {"reason": "unreadable"}, "info"),
        (
            {"reason": "ERROR", "error": {"type": "INVALID_RESPONSE", "message": "secret words"}},
            {"reason": "ERROR", "error": "INVALID_RESPONSE"},
            "error",
        ),
        ({"reason": "ERROR", "error": {"type": "secret words"}}, {"reason": "ERROR", "error": "unreadable"}, "error"),
    ],
)
def test_why_a_session_ended(request_: dict[str, Any], logged: dict[str, str], level: str, stream: io.StringIO) -> None:
    assembled().invoke(READ(event({"type": "SessionEndedRequest", **request_}), RequestEnvelope), None)
    (line,) = lines(stream)
    assert {name: line.get(name) for name in ("reason", "error") if name in line} == logged
    assert line["level"] == level
    assert "secret" not in stream.getvalue()


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(request=REQUEST)
def test_strangers_words_do_not_reach_the_log(request: dict[str, Any], stream: io.StringIO) -> None:
    hostile = dict(request)
    hostile["requestId"] = "forged\n{}"
    if isinstance(hostile.get("intent"), dict):
        hostile["intent"] = {**hostile["intent"], "name": "my back hurts so much"}
    stream.seek(0)
    stream.truncate()
    assembled().invoke(READ(event(hostile), RequestEnvelope), None)
    for line in lines(stream):
        assert line["request_id"] == "unreadable"
        assert line["intent"] != "my back hurts so much"


def test_other_peoples_lines_become_json_too(stream: io.StringIO) -> None:
    LOGGER.info("plain")
    assert lines(stream)[0]["message"] == "plain"


@cache
def assembled() -> CustomSkill:
    return assemble(None)

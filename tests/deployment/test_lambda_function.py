"""The Lambda entry point: answers, refuses strangers, survives whatever it is given."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.alexa.faults import FaultHandler
from skill.entry.lambda_function import LambdaHandler, create_handler
from skill.errors import BackCoachError, VerificationError
from tests.deployment.events import SKILL_ID, environment, event, question
from tests.state import dynalite
from tests.state.test_dynamodb_faults import Table, serving
from tests.web.envelopes import HOSTILE_OBJECT, REQUEST, grafted
from tests.web.small_skill import Apology, Listener, small_skill

LAUNCH = event({"type": "LaunchRequest"})


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[str]:
    with serving(Table(["nothing kept"])) as url:
        yield url


@pytest.fixture(autouse=True)
def logged() -> Iterator[None]:
    """The handler sends the log to standard output; here it goes where pytest looks."""
    root = logging.getLogger("back_coach")
    yield
    root.handlers, root.propagate = [], True


@contextmanager
def created(dynamodb: str) -> Iterator[LambdaHandler]:
    made = create_handler(environment(dynamodb))
    logging.getLogger("back_coach").propagate = True
    yield made
    made._skill.persistence_adapter._client.close()  # as the end of a function's process does


@pytest.fixture
def handler(dynamodb: str) -> Iterator[LambdaHandler]:
    with created(dynamodb) as made:
        yield made


def outcome(answer: dict[str, Any]) -> str:
    return str(answer["sessionAttributes"]["outcome"])


def test_it_answers(handler: LambdaHandler) -> None:
    assert outcome(handler(LAUNCH, None)) == "launch"
    answer = handler(question(), None)
    assert outcome(answer) == "answer"
    assert answer["sessionAttributes"]["statements"][0] == "walking-benefits"


def test_it_keeps_state_in_the_table() -> None:
    with dynalite.running() as url, created(url) as kept, created(url) as again:  # two copies of the function
        start = {"name": "StartRoutineIntent", "slots": {"stretch": {"name": "stretch", "value": "neck stretch"}}}
        assert outcome(kept(event({"type": "IntentRequest", "intent": start}), None)) == "routine"
        assert "left half done" in again(LAUNCH, None)["response"]["outputSpeech"]["ssml"]
        again(event({"type": "AlexaSkillEvent.SkillDisabled"}), None)
        assert "left half done" not in kept(LAUNCH, None)["response"]["outputSpeech"]["ssml"]


@pytest.mark.parametrize("skill_id", ["", "amzn1.ask.skill.another", SKILL_ID.upper()])
def test_strangers_are_refused(skill_id: str, handler: LambdaHandler, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(VerificationError, match="application_wrong"):
        handler(event({"type": "LaunchRequest"}, skill_id), None)
    assert json.loads(caplog.records[-1].getMessage()) == {"event": "refused", "reason": "application_wrong"}


def test_both_places_of_the_application_id_count(handler: LambdaHandler) -> None:
    for place in ("session", "context"):
        mixed = json.loads(json.dumps(LAUNCH))
        holder = mixed["session"] if place == "session" else mixed["context"]["System"]
        holder["application"] = {"applicationId": "amzn1.ask.skill.another"}
        with pytest.raises(VerificationError):
            handler(mixed, None)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(content=grafted(LAUNCH) | grafted(question()) | HOSTILE_OBJECT | st.none() | st.text() | st.integers())
def test_whatever_comes(handler: LambdaHandler, content: object) -> None:
    try:
        answer = handler(content, None)
    except VerificationError:
        return
    assert answer["version"] == "1.0"
    assert isinstance(answer["response"], dict)
    json.dumps(answer, allow_nan=False)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(request=REQUEST)
def test_every_kind_of_request(handler: LambdaHandler, request: dict[str, Any]) -> None:
    answer = handler(event(request), None)
    assert answer["version"] == "1.0"
    json.dumps(answer, allow_nan=False)


def test_a_failure_is_logged_by_kind_and_answered(caplog: pytest.LogCaptureFixture) -> None:
    skill = small_skill(Listener(ValueError("secret words")), Apology(KeyError("secret words")))
    answer = LambdaHandler(skill, SKILL_ID)(LAUNCH, None)
    assert answer == {"version": "1.0", "response": {}}
    (record,) = caplog.records
    assert json.loads(record.getMessage()) == {"event": "skill_failed", "error": "KeyError"}
    assert "secret" not in caplog.text


def test_an_event_that_fails_is_an_error_of_the_function(caplog: pytest.LogCaptureFixture) -> None:
    with serving(Table(["denied"])) as url, created(url) as handler:
        with pytest.raises(BackCoachError, match="event") as caught:
            handler(event({"type": "AlexaSkillEvent.SkillDisabled"}), None)
        assert caught.value.__suppress_context__
        assert json.loads(caplog.records[-1].getMessage()) == {"event": "skill_failed", "error": "StateError"}
        assert outcome(handler(LAUNCH, None)) == "launch"


@pytest.mark.parametrize("missing", ["BACK_COACH_SKILL_ID", "BACK_COACH_TABLE", "BACK_COACH_KEY", "AWS_REGION"])
def test_what_is_not_set_is_named(missing: str) -> None:
    incomplete = environment("http://127.0.0.1:9") | {missing: ""}
    with pytest.raises(BackCoachError, match=missing):
        create_handler(incomplete)


def test_the_skill_is_made_once_and_without_what_a_function_does_not_need() -> None:
    program = (
        "import sys, skill.entry.lambda_function as f; assert f.handler is f.handler; "
        "print(sorted({'boto3', 'botocore', 'flask', 'cryptography', 'requests', 'sqlite3'} & sys.modules.keys()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=environment("http://127.0.0.1:9"),
    )
    assert (ran.returncode, ran.stdout) == (0, "[]\n"), ran.stderr


def test_numbers_without_bounds_in_the_session_do_not_silence_an_apology() -> None:
    skill = small_skill(Listener(ValueError()), cast(Apology, FaultHandler(lambda _: None, lambda _: None)))
    turned = question()
    turned["session"]["attributes"] = {"turn": float("inf"), "deep": [{"x": float("nan")}]}
    answer = LambdaHandler(skill, SKILL_ID)(turned, None)
    assert "Sorry" in answer["response"]["outputSpeech"]["ssml"]
    json.dumps(answer, allow_nan=False)

"""Requests have the shape that Alexa gives them."""

import json
from pathlib import Path

import pytest

from simulator.envelope import (
    SKILL_ID,
    Situation,
    User,
    intent_request,
    launch_request,
    new_session,
    session_ended_request,
    timestamp,
)
from simulator.interaction_model import InteractionModel
from simulator.recognizer import Recognizer

EXPECTED = Path(__file__).parent / "data" / "intent_request.json"


@pytest.fixture
def situation() -> Situation:
    user = User("line one")
    return Situation(user, new_session(user, 1), "en-GB", 3, 1_767_603_600.25)


def test_intent_request(model: InteractionModel, situation: Situation) -> None:
    heard = Recognizer(model).recognize("start a five minute neck roll")
    assert intent_request(situation, heard) == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_off_list_slot(model: InteractionModel, situation: Situation) -> None:
    heard = Recognizer(model).recognize("why is the sky blue")
    slot = intent_request(situation, heard)["request"]["intent"]["slots"]["question"]
    (resolution,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert slot["value"] == "why is the sky blue"
    assert resolution["status"] == {"code": "ER_SUCCESS_NO_MATCH"}
    assert "values" not in resolution


def test_intent_without_slots(model: InteractionModel, situation: Situation) -> None:
    request = intent_request(situation, Recognizer(model).recognize("help"))["request"]
    assert request["intent"] == {"name": "AMAZON.HelpIntent", "confirmationStatus": "NONE"}


def test_launch_and_end(situation: Situation) -> None:
    launch = launch_request(situation)
    assert launch["request"]["type"] == "LaunchRequest"
    assert launch["session"]["application"] == {"applicationId": SKILL_ID}
    ended = session_ended_request(situation, "ERROR", "x" * 900)["request"]
    assert ended["reason"] == "ERROR"
    assert ended["error"]["message"] == "x" * 200
    assert "error" not in session_ended_request(situation, "USER_INITIATED")["request"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (1_767_603_600.0, "2026-01-05T09:00:00Z"),
        (1_767_603_600.25, "2026-01-05T09:00:00.250Z"),
        (1_767_603_599.9999, "2026-01-05T09:00:00Z"),
    ],
)
def test_timestamps(moment: float, text: str) -> None:
    assert timestamp(moment) == text


def test_ids_tell_users_sessions_and_requests_apart() -> None:
    one, other = User("one"), User("other")
    ids = {one.user_id, other.user_id, one.device_id, other.device_id}
    ids |= {new_session(user, number).session_id for user in (one, other) for number in (1, 2)}
    assert len(ids) == 8

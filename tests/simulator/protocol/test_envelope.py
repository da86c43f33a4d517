"""Requests have the shape that Alexa gives them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope

from simulator.hearing.interaction_model import InteractionModel
from simulator.hearing.recognizer import Recognizer
from simulator.protocol.envelope import (
    SKILL_ID,
    Situation,
    User,
    event_request,
    intent_request,
    launch_request,
    new_session,
    session_ended_request,
    timestamp,
)
from simulator.protocol.skill_events import bodies

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


def test_a_recognised_voice_names_the_person(situation: Situation) -> None:
    def persons(*users: User) -> list[object]:
        requests = (launch_request(replace(situation, user=user)) for user in users)
        return [request["context"]["System"].get("person") for request in requests]

    nobody, ann, again, ben, anew = persons(
        User("a"), User("a", "ann"), User("a", "ann"), User("a", "ben"), User("a", "ann", disabled=1)
    )
    assert nobody is None
    assert ann == again
    assert isinstance(ann, dict)
    assert ann["personId"].startswith("amzn1.ask.person.")
    assert len({str(one) for one in (ann, ben, anew)}) == 3


@pytest.mark.parametrize("name", bodies())
def test_events_have_the_shape_that_the_sdk_reads(name: str, situation: Situation) -> None:
    told = event_request(replace(situation, user=User("line one", "ann")), name)
    assert "session" not in told
    assert told["context"]["System"].keys() == {"application", "user", "apiEndpoint"}
    read = DefaultSerializer().deserialize(json.dumps(told), RequestEnvelope)
    assert read.request.object_type == f"AlexaSkillEvent.{name}"
    # What the SDK does not know would be lost. It has no body for SkillDisabled, which Amazon's page has.
    known = {field for field in read.request.attribute_map.values() if name != "SkillDisabled" or field != "body"}
    assert told["request"].keys() - {"body"} == known - {"locale", "body"}
    if "body" in known and bodies()[name]:
        assert DefaultSerializer().serialize(read.request.body) == bodies()[name]


def test_a_disabled_skill_is_enabled_for_other_ids() -> None:
    before, after = User("a"), User("a", disabled=1)
    assert before.user_id != after.user_id
    assert before.device_id != after.device_id


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

"""What comes in: its size, its encoding, its shape; and what comes out whatever came in."""

import json
import logging
from typing import Any

import pytest
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response

from skill.web.app import MAX_BODY_BYTES, create_app
from skill.web.json_body import MAX_NESTING
from skill.web.reasons import Reason
from tests.web.authority import Chain, ThrowAwayAuthority
from tests.web.sender import SKILL_ID, Sender, envelope
from tests.web.small_skill import Apology, Listener, small_skill

GOOD = json.dumps(envelope()).encode()


def nested(levels: int) -> bytes:
    """A proper request with a field of its own that many levels deep, the envelope included."""
    return GOOD[:-1] + b',"future":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def with_future(value: bytes) -> bytes:
    return GOOD[:-1] + b',"future":' + value + b"}"


REFUSED = {
    "empty": b"",
    "not JSON": b"hello",
    "cut short": GOOD[:-1],
    "something behind it": GOOD + b"{}",
    "a list": b"[" + GOOD + b"]",
    "a string": b'"{}"',
    "null": b"null",
    "a number": b"1",
    "NaN": with_future(b"NaN"),
    "infinity": with_future(b"-Infinity"),
    "a number beyond all bounds": with_future(b"1e999"),
    "a number of 5,000 digits": with_future(b"1" * 5000),
    "UTF-16": json.dumps(envelope()).encode("utf-16"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + GOOD,
    "Latin-1": with_future('"é"'.encode("latin-1")),
    "half a surrogate pair": with_future(b'"\\uD83D"'),
    "half a pair as a key": with_future(b'{"\\udc00":1}'),
    "a control character": with_future(b'"\x00"'),
    "one level too deep": nested(MAX_NESTING + 1),
    "100,000 levels": nested(100_000),
    "deep objects": with_future(b'{"a":' * 500 + b"1" + b"}" * 500),
}

TAKEN = {
    "as it is": GOOD,
    "as deep as may be": nested(MAX_NESTING),
    "wide": with_future(b"[" + b",".join([b"{}"] * 5000) + b"]"),
    "a pair": with_future(b'"\\uD83D\\uDE00"'),
    "escaped zero": with_future(b'"\\u0000"'),
    "backslash before ud": with_future(b'"\\\\udder"'),
    "UTF-8": with_future('"ねこ"'.encode()),
    "as large as may be": GOOD + b" " * (MAX_BODY_BYTES - len(GOOD)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_signed_but_malformed(name: str, sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    answer = sender.send(REFUSED[name])
    assert (answer.status_code, answer.data) == (400, b"")
    (record,) = caplog.records
    assert json.loads(record.getMessage())["reason"] == Reason.BODY_MALFORMED


@pytest.mark.parametrize("name", TAKEN)
def test_unusual_but_fine(name: str, sender: Sender) -> None:
    answer = sender.send(TAKEN[name])
    assert answer.status_code == 200
    assert "Heard." in answer.json["response"]["outputSpeech"]["ssml"]  # type: ignore[index]


def test_too_large(sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    answer = sender.send(GOOD + b" " * (MAX_BODY_BYTES - len(GOOD) + 1))
    assert (answer.status_code, answer.data) == (413, b"")
    (record,) = caplog.records
    assert json.loads(record.getMessage())["reason"] == Reason.BODY_TOO_LARGE


def test_a_body_that_breaks_off(sender: Sender) -> None:
    environ = {"CONTENT_LENGTH": "100000"}
    answer = sender.client.post("/", data=GOOD, environ_overrides=environ)
    assert (answer.status_code, answer.data) == (400, b"")


def test_nothing_is_parsed_before_it_is_verified(sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    sender.client.post("/", data=b"not JSON", headers=sender.headers(b"not JSON at all"))
    assert json.loads(caplog.records[0].getMessage())["reason"] == Reason.SIGNATURE_WRONG


def test_of_keys_given_twice_one_counts_for_verification_and_handlers_alike(sender: Sender) -> None:
    text = GOOD.decode()
    twice = text.replace('"timestamp": ', '"timestamp": "2020-01-01T00:00:00Z", "timestamp": ')
    assert sender.send(twice.encode()).status_code == 200
    last = text.replace('"locale": ', '"timestamp": "2020-01-01T00:00:00Z", "locale": ')
    assert sender.send(last.encode()).status_code == 400


TOLERATED: dict[str, dict[str, Any]] = {
    "unknown request type": {"type": "Alexa.Future.Happened", "payload": {"a": 1}},
    "unknown locale": {"type": "LaunchRequest", "locale": "xx-YY"},
    "unknown enum value": {"type": "SessionEndedRequest", "reason": "BORED"},
    "unknown dialog state": {
        "type": "IntentRequest",
        "dialogState": "DREAMING",
        "intent": {"name": "X"},
    },
    "unknown slot-value type": {
        "type": "IntentRequest",
        "intent": {
            "name": "X",
            "slots": {"a": {"name": "a", "slotValue": {"type": "Composite", "parts": [1]}}},
        },
    },
    "slots a list": {"type": "IntentRequest", "intent": {"name": "X", "slots": [1]}},
    "a slot that is null": {"type": "IntentRequest", "intent": {"name": "X", "slots": {"a": None}}},
    "a slot without a name": {"type": "IntentRequest", "intent": {"name": "X", "slots": {"a": {}}}},
    "a slot value that is none": {
        "type": "IntentRequest",
        "intent": {"name": "X", "slots": {"a": {"name": "a", "value": {"deep": []}}}},
    },
}


@pytest.mark.parametrize("name", TOLERATED)
def test_what_the_platform_may_add_reaches_the_skill(name: str, sender: Sender) -> None:
    answer = sender.send(envelope(TOLERATED[name]))
    assert answer.status_code == 200
    (heard,) = sender.listener.heard
    assert heard.request_envelope.request.object_type == TOLERATED[name]["type"]


def test_the_skill_answers_for_its_own_failures(
    authority: ThrowAwayAuthority, good_chain: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    sender = Sender(authority, good_chain, listener=Listener(ValueError("secret words")))
    answer = sender.send(envelope())
    assert answer.status_code == 200
    assert "Sorry." in answer.text
    assert caplog.records == []


@pytest.mark.parametrize(
    ("request_", "answered"),
    [
        ({"type": "LaunchRequest"}, (200, {"version": "1.0", "response": {}})),
        ({"type": "IntentRequest", "intent": {"name": "X"}}, (200, {"version": "1.0", "response": {}})),
        ({"type": "SessionEndedRequest"}, (200, {"version": "1.0", "response": {}})),
        # Nobody hears it, and what was not done must not look done.
        ({"type": "AlexaSkillEvent.SkillDisabled"}, (503, None)),
    ],
)
def test_a_skill_that_cannot_even_apologise_answers_nothing(
    request_: dict[str, Any],
    answered: tuple[int, Any],
    authority: ThrowAwayAuthority,
    good_chain: Chain,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender = Sender(
        authority,
        good_chain,
        listener=Listener(ValueError("secret words")),
        apology=Apology(KeyError("secret words")),
    )
    with caplog.at_level(logging.DEBUG):
        answer = sender.send(envelope(request_))
    assert (answer.status_code, json.loads(answer.data or b"null")) == answered
    (record,) = caplog.records
    assert json.loads(record.getMessage()) == {
        "event": "skill_failed",
        "request_id": "amzn1.echo-api.request.1",
        "error": "KeyError",
    }
    assert "secret words" not in caplog.text


@pytest.mark.parametrize("attributes", [{"a": {1}}, {"a": float("nan")}, {"a": object()}])
def test_an_answer_that_is_no_json_is_left_out(
    attributes: dict[str, Any], sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = sender.listener.handle

    def handle(handler_input: HandlerInput) -> Response:
        handler_input.attributes_manager.session_attributes = attributes
        return heard(handler_input)

    monkeypatch.setattr(sender.listener, "handle", handle)
    assert sender.send(envelope()).json == {"version": "1.0", "response": {}}


def test_the_answer_is_what_alexa_expects(sender: Sender) -> None:
    answer = sender.send(envelope())
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    assert answer.json["version"] == "1.0"
    assert answer.json["sessionAttributes"] == {"slots": {"question": "secret words"}}
    assert answer.json["response"]["shouldEndSession"] is False


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 405),
        ("PUT", "/", 405),
        ("POST", "/healthz", 405),
        ("GET", "/nothing", 404),
        ("GET", "/static/app.py", 404),
        ("POST", "/%2e%2e/", 404),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_other_addresses(method: str, path: str, status: int, sender: Sender) -> None:
    answer = sender.client.open(path, method=method)
    assert answer.status_code == status
    if status != 200:
        assert answer.data == b""


@pytest.mark.parametrize("path", ["//", "/./", "///"])
def test_what_a_server_may_take_for_the_root(path: str, sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    answer = sender.client.post("/", environ_overrides={"PATH_INFO": path})
    assert (answer.status_code, answer.data) == (404, b"")
    assert caplog.records == []


def test_a_mistake_outside_a_turn_is_logged_by_kind_and_place(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_: object) -> bool:
        raise KeyError("secret words")

    monkeypatch.setattr("skill.web.signing_keys.SigningKeys.probe", failing)
    answer = sender.client.get("/readyz")
    assert (answer.status_code, answer.data) == (500, b"")
    (record,) = caplog.records
    line = json.loads(record.getMessage())
    assert (line["event"], line["error"]) == ("service_failed", "KeyError")
    assert line["where"][-1].startswith("tests.web.test_input:")
    assert "secret words" not in caplog.text


def test_readiness_turns_red_and_green_again(sender: Sender, good_chain: Chain) -> None:
    sender.host.answer = TimeoutError()
    assert sender.send(envelope()).status_code == 400
    assert sender.client.get("/readyz").status_code == 503
    assert sender.client.get("/healthz").status_code == 200
    sender.host.answer = good_chain.pem
    sender.clock.now += 60
    assert sender.client.get("/readyz").status_code == 200
    sender.host.answer = TimeoutError()
    assert sender.send(envelope(offset_s=60)).status_code == 200


def test_a_part_that_breaks_turns_readiness_red() -> None:
    working = [True]
    skill = small_skill(Listener())
    app = create_app(skill, skill_id=SKILL_ID, healthy=lambda: working[0])
    assert app.test_client().get("/readyz").status_code == 200
    working[0] = False
    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200


def test_a_verifier_that_fails_in_its_own_way_refuses(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("skill.web.verification.normalised", lambda _: 1 / 0)
    assert sender.send(envelope()).status_code == 400
    assert json.loads(caplog.records[0].getMessage()) == {
        "event": "refused",
        "status": 400,
        "reason": Reason.VERIFIER_FAILED,
        "cause": "ZeroDivisionError",
    }


def test_an_app_needs_a_skill_id() -> None:
    with pytest.raises(ValueError, match="skill_id is empty"):
        create_app(small_skill(Listener()), skill_id="")

"""Envelopes of every kind through the whole signed path: the answer is 200 or 400, and valid."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.web.authority import Chain, ThrowAwayAuthority
from tests.web.envelopes import HOSTILE_OBJECT, REQUEST, VALID, grafted
from tests.web.sender import Sender, envelope

THOROUGH = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def running(authority: ThrowAwayAuthority, good_chain: Chain) -> Sender:
    return Sender(authority, good_chain)


def assert_well_behaved(answer: TestResponse) -> None:
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert answer.data == b""
    else:
        content = json.loads(answer.data)
        assert content["version"] == "1.0"
        assert isinstance(content["response"], dict)


@THOROUGH
@given(content=VALID | HOSTILE_OBJECT)
def test_any_object(running: Sender, content: dict[str, Any]) -> None:
    assert_well_behaved(running.send(json.dumps(content).encode()))


@THOROUGH
@given(content=grafted(envelope()))
def test_a_proper_request_with_something_hostile_in_it(running: Sender, content: dict[str, Any]) -> None:
    assert_well_behaved(running.send(json.dumps(content).encode()))


@THOROUGH
@given(request=REQUEST)
def test_every_proper_request_is_answered(running: Sender, request: dict[str, Any]) -> None:
    content = envelope(request)
    content["request"]["timestamp"] = envelope()["request"]["timestamp"]
    has_intent = request["type"] != "IntentRequest" or (request.get("intent") or {}).get("name")
    answer = running.send(json.dumps(content).encode())
    assert answer.status_code == (200 if has_intent else 400)
    assert_well_behaved(answer)


@THOROUGH
@given(body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes(running: Sender, body: bytes) -> None:
    assert_well_behaved(running.send(body))


@THOROUGH
@given(
    url=st.text(max_size=80) | st.text(max_size=40).map("https://s3.amazonaws.com/echo.api/".__add__),
    signature=st.text(max_size=40) | st.binary(max_size=256).map(bytes.hex),
)
def test_any_headers(running: Sender, url: str, signature: str) -> None:
    environ = {
        # As WSGI hands headers over: any bytes, read as Latin-1.
        "HTTP_SIGNATURECERTCHAINURL": url.encode().decode("latin-1"),
        "HTTP_SIGNATURE_256": signature.encode().decode("latin-1"),
    }
    answer = running.client.post("/", data=b"{}", environ_overrides=environ)
    assert (answer.status_code, answer.data) == (400, b"")

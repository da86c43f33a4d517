"""The skill's process: signed requests get through, nothing else does, and it ends cleanly."""

import http.client
import json
from pathlib import Path

import pytest

from simulator.device.clock import START, SimulatedClock
from simulator.errors import ServerError, SkillFailure
from simulator.json_object import JsonObject
from simulator.protocol.envelope import Situation, User, launch_request, new_session
from simulator.transport.server import SkillServer
from simulator.transport.signing import CHAIN_URL, Signer
from tests.simulator.parrot import parrot, unbuildable


def request(moment: float = START) -> JsonObject:
    user = User("server")
    return launch_request(Situation(user, new_session(user, 1), "en-US", 1, moment))


def post(port: int, body: bytes, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_a_signed_request_is_answered_on_the_simulated_day(server: SkillServer, clock: SimulatedClock) -> None:
    clock.set(START)
    assert server.send(request())["response"]["outputSpeech"]["ssml"].startswith("<speak>Hello")


def test_a_request_from_another_time_is_refused(server: SkillServer, clock: SimulatedClock) -> None:
    clock.set(START + 1000)
    with pytest.raises(SkillFailure, match="HTTP 400"):
        server.send(request())


def test_nothing_unsigned_or_signed_by_others_gets_through(server: SkillServer, clock: SimulatedClock) -> None:
    clock.set(START)
    body = json.dumps(request()).encode()
    assert post(server.port, body, {}) == 400
    assert post(server.port, body, Signer(START).headers(body)) == 400


def test_the_authority_serves_its_own_chain_alone() -> None:
    trusted = Signer(START).trusted
    assert trusted.authority().fetch(CHAIN_URL) == trusted.chain
    with pytest.raises(OSError, match="alone"):
        trusted.fetch("https://s3.amazonaws.com/echo.api/another.pem")


def test_it_ends_with_its_port_and_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with SkillServer(parrot, SimulatedClock()) as running:
        port = running.port
        running.send(request())
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
    with pytest.raises(ConnectionRefusedError):
        post(port, b"", {})
    with pytest.raises(ServerError, match="not running"):
        running.send(request())


def test_a_skill_that_cannot_be_built_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with (
        pytest.raises(ServerError, match="LookupError: no skill in"),
        SkillServer(unbuildable, SimulatedClock()),
    ):
        pass
    assert not list(tmp_path.iterdir())

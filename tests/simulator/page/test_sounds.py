"""The page's server speaks, piece by piece and a stretch as a whole, and the device keeps the time of that voice."""

import io
import json
import wave

import pytest
from flask.testing import FlaskClient

from simulator.command_line.commands import DOCUMENT
from simulator.conversation.replay import Stage
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.json_object import JsonObject
from simulator.page.app import create_page
from simulator.page.setting import Setting
from simulator.page.sounds import Sounds
from simulator.speaking.performance import Performer, Voice
from simulator.transport.server import SkillServer
from tests.audio.tones import RATE, Hoarse, Tones
from tests.simulator.conftest import MODELS


@pytest.fixture
def client(server: SkillServer, clock: SimulatedClock) -> FlaskClient:
    return speaking(Tones(), server, clock)


def speaking(voice: Voice, server: SkillServer, clock: SimulatedClock) -> FlaskClient:
    stage = Stage(server, clock, Models(MODELS))
    return create_page(Setting(stage, MODELS, DOCUMENT, sounds=Sounds(Performer(voice)))).test_client()


def begin(client: FlaskClient) -> str:
    return str(client.post("/api/conversations", json={}).get_json()["id"])


def do(client: FlaskClient, room: str, deed: str, **body: object) -> JsonObject:
    told: JsonObject = client.post(f"/api/conversations/{room}/{deed}", json=body).get_json()
    return told


def seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return float(file.getnframes() / file.getframerate())


def test_each_piece_is_spoken_with_the_moments_of_its_words(client: FlaskClient) -> None:
    assert client.get("/api/options").get_json()["voice"] is True
    playing = do(client, begin(client), "say", words="open echo parrot", at=0)["standing"]["playing"]
    hello, what = playing["score"]["pieces"]
    answers = [client.get(f"/api/sounds/{playing['sound']}/{place}") for place in (0, 1)]
    for piece, answer in zip((hello, what), answers, strict=True):
        timing = json.loads(answer.headers["Timing"])
        assert answer.mimetype == "audio/wav"
        assert len(timing["words"]) == len(piece["words"])
        assert timing["seconds"] == pytest.approx(seconds(answer.data), abs=0.001)
    assert json.loads(answers[1].headers["Timing"])["words"][0] == pytest.approx(0.45, abs=0.02)


@pytest.mark.parametrize("path", ["/api/sounds/nothing/0", "/api/sounds/{sound}/99"])
def test_what_is_not_being_said_is_not_spoken(path: str, client: FlaskClient) -> None:
    playing = do(client, begin(client), "say", words="open echo parrot", at=0)["standing"]["playing"]
    assert client.get(path.format(sound=playing["sound"])).status_code == 404


def test_no_other_page_is_spoken_to(client: FlaskClient) -> None:
    playing = do(client, begin(client), "say", words="open echo parrot", at=0)["standing"]["playing"]
    answer = client.get(f"/api/sounds/{playing['sound']}/0", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("silent_from", "notes"), [(9.0, [{"event": "cut_off", "at": 8.0}]), (7.0, None)])
def test_the_device_keeps_the_time_of_the_voice(
    silent_from: float, notes: list[JsonObject] | None, client: FlaskClient
) -> None:
    room = begin(client)
    do(client, room, "say", words="open echo parrot", at=0)
    told = do(client, room, "say", words="what now", at=8, silent_from=silent_from)
    assert told["turn"]["meanwhile"] == notes


def test_the_reprompt_comes_when_the_voice_has_been_silent_for_so_long(client: FlaskClient) -> None:
    room = begin(client)
    do(client, room, "say", words="open echo parrot", at=0)
    told = do(client, room, "pass", seconds=0, at=20, silent_from=10.5)
    [reprompt] = told["standing"]["notes"]
    assert (reprompt["event"], reprompt["at"]) == ("reprompt", 18.5)


def test_a_length_is_a_number(client: FlaskClient) -> None:
    answer = client.post(f"/api/conversations/{begin(client)}/say", json={"words": "x", "silent_from": -1})
    assert answer.status_code == 400


def test_a_stretch_is_spoken_as_a_whole(client: FlaskClient) -> None:
    answer = client.get("/api/stretches/neck/whole.wav?locale=en-GB")
    assert answer.mimetype == "audio/wav"
    head, samples = answer.data[:44], answer.data[44:]
    assert head[:4] == b"RIFF"
    assert int.from_bytes(head[24:28], "little") == RATE
    assert len(samples) > 2 * RATE
    assert client.get("/api/stretches/gone/whole.wav").status_code == 404


@pytest.mark.parametrize(("texts", "status"), [(0, 502), (1, 200)], ids=["at the start", "in the middle"])
def test_a_voice_that_breaks_off_a_stretch_is_told(
    texts: int, status: int, server: SkillServer, clock: SimulatedClock
) -> None:
    client = speaking(Hoarse(texts), server, clock)
    answer = client.get("/api/stretches/neck/whole.wav")
    assert (answer.status_code, bool(answer.data)) == (status, True)
    assert client.get("/api/stretches/neck/trouble").get_json() == {"trouble": "Piper has ended: hoarse"}
    assert client.get("/api/stretches/chin/trouble").get_json() == {"trouble": ""}, "another one has none"


def test_a_stretch_that_is_spoken_to_its_end_is_no_trouble(client: FlaskClient) -> None:
    assert client.get("/api/stretches/neck/whole.wav").data
    assert client.get("/api/stretches/neck/trouble").get_json() == {"trouble": ""}


def test_without_a_voice_nothing_is_spoken(server: SkillServer, clock: SimulatedClock) -> None:
    stage = Stage(server, clock, Models(MODELS))
    client = create_page(Setting(stage, MODELS, DOCUMENT)).test_client()
    assert client.get("/api/options").get_json()["voice"] is False
    assert do(client, begin(client), "say", words="open echo parrot", at=0)["standing"]["playing"]["sound"] is None
    answer = client.get("/api/stretches/neck/whole.wav")
    assert (answer.status_code, answer.get_json()["error"]) == (404, "no voice is installed: run 'make voice'")

"""A stretch as a picture shows what is heard, and is heard from the stage that is pressed."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.conversation.replay import Stage
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.json_object import JsonObject
from simulator.page.app import create_page
from simulator.page.setting import Setting
from simulator.page.sounds import Sounds
from simulator.speaking.performance import Performer
from simulator.transport.real_skill import back_coach
from simulator.transport.server import SkillServer
from tests.audio.tones import Tones


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    clock = SimulatedClock()
    with SkillServer(back_coach, clock) as server:
        stage = Stage(server, clock, Models(MODELS))
        sounds = Sounds(Performer(Tones()))
        yield create_page(Setting(stage, MODELS, DOCUMENT, server.trace, sounds=sounds)).test_client()


def stretches(client: FlaskClient) -> list[JsonObject]:
    drawn: list[JsonObject] = client.get("/api/stretches?locale=en-GB").get_json()["stretches"]
    return drawn


def heard(client: FlaskClient, stretch: str, stage: int) -> JsonObject:
    told = client.post(f"/api/stretches/{stretch}/hear", json={"stage": stage, "locale": "en-GB"}).get_json()
    last: JsonObject = told["turns"][-1]
    return last


def place(turn: JsonObject) -> int:
    return int(turn["answers"][0]["response"]["sessionAttributes"]["position"]["stage"])


def test_a_picture_has_every_stage_in_order_and_without_gaps(client: FlaskClient) -> None:
    drawn = stretches(client)
    assert drawn
    for stretch in drawn:
        stages = [beat["stage"] for turn in stretch["turns"] for beat in turn["beats"]]
        assert stages == sorted(stages)
        assert set(stages) == set(range(stages[-1] + 1))
        for turn in stretch["turns"]:
            assert sum(beat["seconds"] for beat in turn["beats"]) == pytest.approx(turn["seconds"], abs=1.0)
            assert all(beat["silence"] <= beat["seconds"] for beat in turn["beats"])


def test_what_is_drawn_is_what_is_heard(client: FlaskClient) -> None:
    [neck] = [one for one in stretches(client) if one["id"] == "neck"]
    first = heard(client, "neck", 0)
    for beat in neck["turns"][0]["beats"]:
        assert beat["text"] in first["speech"]


@pytest.mark.parametrize("stage", [1, 3])
def test_it_is_heard_from_the_stage_that_is_pressed(stage: int, client: FlaskClient) -> None:
    turn = heard(client, "neck", stage)
    assert turn["outcome"] == "routine"
    assert place(turn) == stage


def test_a_stretch_that_is_gone_is_told(client: FlaskClient) -> None:
    answer = client.post("/api/stretches/gone/hear", json={"stage": 0})
    assert answer.status_code == 404
    assert "no such stretch" in answer.get_json()["error"]


def test_a_stretch_that_is_heard_as_a_whole_is_no_conversation(client: FlaskClient) -> None:
    room = client.post("/api/conversations", json={"locale": "en-GB"}).get_json()
    client.get("/api/stretches/neck/whole.wav?locale=en-GB").close()
    said = client.post(f"/api/conversations/{room['id']}/say", json={"words": f"open {room['name']}"}).get_json()
    assert len(said["turn"]["trace"]["log"]) == 1
    following = client.post("/api/conversations", json={"locale": "en-GB"}).get_json()["id"]
    start, _, number = room["id"].partition("-")
    for between in range(int(number) + 1, int(following.partition("-")[2])):
        assert client.get(f"/api/conversations/{start}-{between}/transcript").status_code == 404

"""The page's server, without a browser: what its script is told, what is kept, and who is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from audio.heard import Heard
from audio.whisper import RecogniserError
from simulator.conversation import turns
from simulator.conversation.batch import Batch
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import Step, Transcript, read, write
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.page.app import create_page
from simulator.page.places import Place, find_places
from simulator.page.setting import Setting
from simulator.transport.server import SkillServer
from tests.simulator.conftest import MODELS, ideal
from tests.simulator.conversation.test_transcript import readable
from tests.simulator.parrot import parrot

ENTRY = (
    "said",
    "heard_by",
    "intent",
    "outcome",
    "speech",
    "ssml",
    "reprompt",
    "session_open",
    "meanwhile",
    "error",
)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    clock = SimulatedClock()
    with SkillServer(parrot, clock) as server:
        yield Stage(server, clock, Models(MODELS))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "speech"
    folder.mkdir()
    text = "# Words\n\n## Asking {#asking}\n\n### how to ask {#AskQuestionIntent}\n"
    (folder / "words.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(stage: Stage, document: Path) -> FlaskClient:
    return create_page(Setting(stage, MODELS, document)).test_client()


class Visitor:
    """Somebody at the page."""

    def __init__(self, client: FlaskClient, **choice: object) -> None:
        self.client = client
        self.room = self.told("/api/conversations", **choice)["id"]

    def told(self, path: str, **body: object) -> dict[str, Any]:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 200, answer.get_json()
        told = answer.get_json()
        assert isinstance(told, dict)
        return told

    def do(self, deed: str, **body: object) -> dict[str, Any]:
        return self.told(f"/api/conversations/{self.room}/{deed}", **body)

    def kept(self) -> str:
        return self.client.get(f"/api/conversations/{self.room}/transcript").get_data(as_text=True)


def test_a_turn_shows_all_that_is_inside(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=0)
    told = visitor.do("say", words="start a stretch for my elbow", at=3)
    turn, standing = told["turn"], told["standing"]
    assert turn["understood"]["slots"][0]["name"] == "body_part"
    assert "on no list" in turn["understood"]["why"]
    assert turn["moment"] == "2026-01-05T09:00:03Z"
    assert [answer["type"] for answer in turn["answers"]] == ["IntentRequest"]
    assert turn["answers"][0]["request"]["request"]["intent"]["name"] == turn["intent"] == "StartIntent"
    assert turn["answers"][0]["response"]["sessionAttributes"]["outcome"] == turn["outcome"]
    assert turn["score"] == standing["playing"]["score"]
    assert standing["session_open"]
    assert standing["next_act"] == pytest.approx(standing["silent_from"] + 8)


def test_statements_have_their_place_in_the_document(client: FlaskClient) -> None:
    told = Visitor(client).do("say", words="ask echo parrot why", at=0)
    place = {"path": "speech/words.md", "line": 5, "title": "how to ask"}
    assert told["turn"]["statements"] == [{"id": "AskQuestionIntent", "place": place}]


def test_places_of_steps(tmp_path: Path) -> None:
    (tmp_path / "neck.md").write_text("# neck {#neck}\n\n## turning {#turn}\n", encoding="utf-8")
    turning = Place(f"{tmp_path.name}/neck.md", 3, "turning")
    assert find_places(tmp_path) == {
        "neck": Place(f"{tmp_path.name}/neck.md", 1, "neck"),
        "turn": turning,
        "neck/neck": Place(f"{tmp_path.name}/neck.md", 1, "neck"),
        "neck/turn": turning,
    }


def test_words_at_a_moment_cut_in_there(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=0)
    visitor.do("say", words="read the long text", at=2.7)
    turn = visitor.do("say", words="pause", at=7.25)["turn"]
    assert turn["meanwhile"] == [{"event": "cut_off", "at": 7.25}]
    assert "2026-01-05T09:00:09.95" in turn["speech"]


def test_time_passes_into_the_middle_of_the_reprompt(client: FlaskClient) -> None:
    visitor = Visitor(client)
    standing = visitor.do("say", words="open echo parrot", at=0)["standing"]
    reprompt = standing["next_act"]
    told = visitor.do("pass", seconds=reprompt + 0.5, at=0)["standing"]
    assert told["elapsed"] == reprompt + 0.5
    assert told["playing"]["reprompt"]
    assert told["playing"]["began"] == reprompt
    assert [note["event"] for note in told["notes"]] == ["reprompt"]
    turn = visitor.do("say", words="yes", at=reprompt + 0.7)["turn"]
    assert [note["event"] for note in turn["meanwhile"]] == ["reprompt", "cut_off"]


def test_silences_bring_the_reprompt_and_the_end(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=0)
    told = visitor.do("silence")
    assert told["turn"]["speech"] == "Anything else?"
    assert told["turn"]["score"]["pieces"][0]["text"] == "Anything else?"
    assert not told["standing"]["reprompts"]
    told = visitor.do("silence")
    assert told["turn"]["answers"][0]["type"] == "SessionEndedRequest"
    assert not told["standing"]["session_open"]
    assert told["standing"]["next_act"] is None
    assert visitor.do("say", words="yes", at=3)["turn"]["heard_by"] == "nobody"


def test_a_session_that_ends_by_itself_is_shown_too(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=0)
    standing = visitor.do("leave", at=1)["standing"]
    assert [note["event"] for note in standing["notes"]] == ["cut_off", "session_ended"]
    turn = visitor.do("say", words="ask echo parrot why", at=2)["turn"]
    assert [answer["type"] for answer in turn["answers"]] == ["IntentRequest", "SessionEndedRequest"]


def test_findings_say_which_request_they_are_about(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=0)
    [finding] = visitor.do("say", words="stop prompting", at=3)["turn"]["findings"]
    assert (finding["rule"], finding["level"], finding["about"]) == ("P4", "error", "IntentRequest")


@pytest.mark.parametrize("spoken", list(readable()), ids=lambda spoken: str(spoken.id))
def test_a_replayed_transcript_does_what_the_batch_does(
    spoken: turns.Conversation, client: FlaskClient, stage: Stage
) -> None:
    batch = Batch(stage.endpoint, stage.clock, ideal)
    locale = spoken.locale or "en-US"
    wanted = [exchange.entry.as_json() for exchange in batch.exchanges(spoken, ideal(locale))]
    text = write(Transcript(tuple(map(Step, spoken.turns)), locale=locale))
    answer = client.post("/api/replays", json={"text": text}).get_json()
    found = [{name: turn[name] for name in ENTRY} for turn in answer["turns"]]
    assert found == [{name: entry[name] for name in ENTRY} for entry in wanted]


def test_what_was_kept_happens_again(client: FlaskClient) -> None:
    visitor = Visitor(client, locale="en-GB", user="returning", hearing="device", share=0.5, seed=3)
    visitor.do("say", words="alexa, open echo parrot", at=12)
    visitor.do("say", words="read the long text", at=5)
    visitor.do("pass", seconds=3, at=4.5)
    visitor.do("say", words="why does walking help", at=9)
    visitor.do("silence")
    visitor.do("leave", at=30)
    visitor.do("pass", seconds=86_400, at=31)
    visitor.do("say", words="ask echo parrot why", at=86_433)
    kept = read(visitor.kept())
    assert (kept.locale, kept.user, kept.key) == ("en-GB", "returning", "page")
    answer = visitor.told("/api/replays", text=visitor.kept())
    assert [turn["failures"] for turn in answer["turns"]] == [[]] * 5
    assert answer["choice"] == {
        "locale": "en-GB", "user": "returning", "hearing": "device", "share": 0.5, "seed": 3,
    }  # fmt: skip
    assert client.get(f"/api/conversations/{answer['id']}/transcript").get_data(as_text=True) == visitor.kept()


def test_voices_and_events_reach_the_skill_and_are_kept(client: FlaskClient) -> None:
    visitor = Visitor(client)
    assert visitor.do("person", person=" ann ")["standing"]["person"] == "ann"
    turn = visitor.do("say", words="open echo parrot", at=0)["turn"]
    person = turn["answers"][0]["request"]["context"]["System"]["person"]
    visitor.do("say", words="read the long text", at=3)
    told = visitor.do("event", event="SkillPermissionChanged", at=2)
    assert told["standing"]["playing"]["began"] == 0, "what is being said goes on"
    assert told["turn"]["intent"] == "AlexaSkillEvent.SkillPermissionChanged"
    assert told["turn"]["answers"][0]["request"]["request"]["body"] == {"acceptedPermissions": []}
    told = visitor.do("event", event="SkillDisabled", at=4)
    assert not told["standing"]["session_open"]
    assert [answer["type"] for answer in told["turn"]["answers"]] == [
        "AlexaSkillEvent.SkillDisabled", "SessionEndedRequest",
    ]  # fmt: skip
    turn = visitor.do("say", words="ask echo parrot to count me", at=9)["turn"]
    assert turn["speech"] == "Before this:.", "the account is another one, of which nothing is known"
    assert turn["answers"][0]["request"]["context"]["System"]["person"] != person
    answer = visitor.told("/api/replays", text=visitor.kept())
    assert [turn["failures"] for turn in answer["turns"]] == [[]] * 5
    assert answer["standing"]["person"] == "ann"
    assert client.get(f"/api/conversations/{answer['id']}/transcript").get_data(as_text=True) == visitor.kept()


def test_a_wait_is_kept_only_where_it_matters(client: FlaskClient) -> None:
    visitor = Visitor(client)
    visitor.do("say", words="open echo parrot", at=4)
    visitor.do("say", words="read the long text", at=4)
    visitor.do("say", words="pause", at=4)
    assert [line for line in visitor.kept().splitlines() if "wait" in line] == ["- wait: 4"]


def test_what_was_misheard_is_taken_back(client: FlaskClient) -> None:
    visitor = Visitor(client, user="returning")
    visitor.do("say", words="open echo parrot", at=0)
    visitor.do("say", words="read the long text", at=4)
    misheard = visitor.do("say", words="boss", at=7.25)
    told = visitor.do("correct", words="pause")
    assert told["id"] != misheard["id"]
    assert told["turn"]["meanwhile"] == [{"event": "cut_off", "at": 7.25}]
    visitor.room = told["id"]
    said = [step.turn.words for step in read(visitor.kept()).steps if isinstance(step.turn, turns.Say)]
    assert said == ["open echo parrot", "read the long text", "pause"]
    assert visitor.do("say", words="yes", at=9)["turn"]["heard_by"] == "skill"


def test_where_nothing_was_said_nothing_is_taken_back(client: FlaskClient) -> None:
    answer = client.post(f"/api/conversations/{Visitor(client).room}/correct", json={"words": "pause"})
    assert answer.status_code == 400
    assert "nothing was said yet" in answer.get_json()["error"]


class Recogniser:
    """Hears how many bytes it was given."""

    def hear(self, sound: bytes) -> Heard:
        if sound == b"noise":
            raise RecogniserError("the recogniser has ended: tired")
        return Heard(f"{len(sound)} bytes", (0,), ("silence",))


@pytest.fixture(scope="module")
def attentive(stage: Stage, document: Path) -> FlaskClient:
    return create_page(Setting(stage, MODELS, document, recogniser=Recogniser())).test_client()


@pytest.mark.parametrize(
    ("sound", "kind", "status", "told"),
    [
        (b"a" * 1_000_000, "audio/wav", 200, {"words": "1000000 bytes", "doubtful": [0], "others": ["silence"]}),
        (b"noise", "audio/wav", 502, {"error": "the recogniser has ended: tired"}),
        (b"{}", "application/json", 415, {"error": "send audio/wav"}),
        (b"a", "text/plain", 415, {"error": "send application/json"}),
    ],
    ids=["sound", "noise", "json", "text"],
)
def test_what_is_spoken_is_recognised(
    sound: bytes, kind: str, status: int, told: dict[str, object], attentive: FlaskClient
) -> None:
    answer = attentive.post("/api/recognise", data=sound, content_type=kind)
    assert (answer.status_code, answer.get_json()) == (status, told)


def test_nobody_is_heard_for_minutes(attentive: FlaskClient) -> None:
    assert attentive.post("/api/recognise", data=b"a" * 5_000_000, content_type="audio/wav").status_code == 413
    assert (
        attentive.post("/api/conversations", data=b"a" * 1_000_000, content_type="application/json").status_code == 413
    )


def test_where_no_ear_is_installed_that_is_told(client: FlaskClient, attentive: FlaskClient) -> None:
    answer = client.post("/api/recognise", data=b"a", content_type="audio/wav")
    assert answer.status_code == 404
    assert "run `make voice`" in answer.get_json()["error"]
    assert [one.get("/api/options").get_json()["recogniser"] for one in (client, attentive)] == [False, True]


def test_the_export_for_amazons_simulator(client: FlaskClient) -> None:
    visitor = Visitor(client, locale="en-GB")
    visitor.do("say", words=" open echo parrot ", at=0)
    visitor.do("silence")
    visitor.do("leave", at=1)
    visitor.do("say", words="ask echo parrot why", at=2)
    answer = client.get(f"/api/conversations/{visitor.room}/dialog?skill_id=amzn1.ask.skill.x")
    assert answer.get_json() == {
        "skillId": "amzn1.ask.skill.x",
        "locale": "en-GB",
        "type": "text",
        "userInput": ["open echo parrot", "exit", "ask echo parrot why"],
    }


BAD = [
    ("/api/conversations", {"locale": "tlh-QO"}, 400, "no locale 'tlh-QO'"),
    ("/api/conversations", {"user": "nobody"}, 400, "user is new or returning"),
    ("/api/conversations", {"hearing": "device", "share": 2}, 400, "share is a number from 0 to 1"),
    ("/api/conversations/ROOM/say", {"words": " ", "at": 0}, 400, "words is text that is not empty"),
    ("/api/conversations/ROOM/say", {"words": "hello", "at": -1}, 400, "at is a number from 0"),
    ("/api/conversations/ROOM/say", {"words": "hello", "at": True}, 400, "at is a number from 0"),
    ("/api/conversations/ROOM/pass", {"seconds": 1e30, "at": 0}, 400, "seconds is a number from 0"),
    ("/api/conversations/ROOM/pass", {"seconds": 315_360_000, "at": 1}, 400, "ten years have passed"),
    ("/api/conversations/none/say", {"words": "hello", "at": 0}, 404, "this conversation is gone"),
    ("/api/conversations/ROOM/person", {"person": 5}, 400, "person is a name"),
    ("/api/conversations/ROOM/event", {"event": ["SkillDisabled"]}, 400, "event is one of SkillEnabled"),
    ("/api/replays", {}, 400, "text is the transcript"),
    ("/api/replays", {"text": "turns: 1"}, 400, "transcript:1: expected a list"),
    ("/api/replays", [], 400, "the body is not a JSON object"),
    ("/relay", {"request": {}}, 502, "request.timestamp is None"),
    ("/relay", {"request": {"timestamp": "2026-01-05T09:00:00"}}, 502, "without a time zone"),
]


@pytest.mark.parametrize(("path", "body", "status", "problem"), BAD)
def test_bad_requests_are_told_why(path: str, body: object, status: int, problem: str, client: FlaskClient) -> None:
    answer = client.post(path.replace("ROOM", Visitor(client).room), json=body)
    assert answer.status_code == status
    assert problem in answer.get_json()["error"]


@pytest.mark.parametrize("levels", [200, 100_000])
def test_the_relay_refuses_what_nests_too_deeply(levels: int, client: FlaskClient) -> None:
    body = b'{"request":' + b"[" * levels + b"]" * levels + b"}"
    answer = client.post("/relay", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "the body is not a JSON object" in answer.get_json()["error"]


STRANGERS = [
    ({"Host": "evil.example"}, 403),
    ({"Host": "127.0.0.1.evil.example:8000"}, 403),
    ({"Host": "localhost:8000", "Origin": "http://evil.example"}, 403),
    ({"Host": "localhost:8000", "Origin": "null"}, 403),
    ({"Host": "localhost:8000", "Origin": "http://localhost:8001"}, 403),
    ({"Host": "localhost:8000", "Content-Type": "text/plain"}, 415),
    ({"Host": "localhost:8000", "Content-Type": "audio/mpeg"}, 415),
    ({"Host": "localhost:8000", "Origin": "http://localhost:8000"}, 200),
    ({"Host": "127.0.0.1:8000"}, 200),
    ({"Host": "127.0.0.1"}, 200),
    ({"Host": "[::1]:8000"}, 200),
    ({"Host": "[::1]"}, 200),
]


@pytest.mark.parametrize(("headers", "status"), STRANGERS)
def test_strangers_are_refused(headers: dict[str, str], status: int, client: FlaskClient) -> None:
    headers = {"Content-Type": "application/json", **headers}
    assert client.post("/api/conversations", data="{}", headers=headers).status_code == status


def test_the_page_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    with client.get("/") as answer:
        text = answer.get_data(as_text=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_the_relay_signs_for_a_local_client(client: FlaskClient, stage: Stage) -> None:
    now = datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)
    envelope = {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "s",
            "application": {"applicationId": "somebody else's"},
            "user": {"userId": "an outsider"},
        },
        "context": {"System": {"user": {"userId": "an outsider"}}},
        "request": {
            "type": "LaunchRequest",
            "requestId": "r",
            "locale": "en-US",
            "timestamp": now.isoformat().replace("+00:00", "Z"),
        },
    }
    answer = client.post("/relay", json=envelope)
    assert answer.status_code == 200
    assert answer.get_json()["response"]["outputSpeech"]["ssml"] == "<speak>Hello. What shall I repeat?</speak>"
    assert stage.clock() == now.timestamp()


def test_conversations_do_not_share_a_moment(client: FlaskClient) -> None:
    early, late = Visitor(client), Visitor(client)
    late.do("pass", seconds=604_800, at=0)
    assert "2026-01-12" in late.do("say", words="ask echo parrot why", at=604_800)["turn"]["speech"]
    assert "2026-01-05" in early.do("say", words="ask echo parrot why", at=0)["turn"]["speech"]


def test_the_oldest_conversation_makes_room(client: FlaskClient) -> None:
    first = Visitor(client)
    for _ in range(50):
        Visitor(client)
    path = f"/api/conversations/{first.room}/silence"
    assert client.post(path, json={}).status_code == 404

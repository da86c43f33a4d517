"""Each part is killed in turn, and the emergency answer comes all the same: from Flask, and from Lambda."""

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from skill.content.digests import COMPILED, INDEX, MODEL, NAME, digest_name
from skill.entry.assembly import SPEECH, assemble
from skill.entry.lambda_function import LambdaHandler
from skill.entry.wsgi import create
from skill.errors import StateError
from skill.guidance.position import RoutinePosition
from skill.state.afterwards import WAIT_SECONDS
from tests.deployment.events import SKILL_ID, event
from tests.state.signed import Talker, outcome, spoken
from tests.web.authority import Chain, ThrowAwayAuthority

ASKED = {
    "told": ("AskQuestionIntent", "i have chest pain and i can't breathe", "Call"),
    "wants to die": ("AskQuestionIntent", "i want to kill myself", "crisis"),
    "pills": ("AskQuestionIntent", "i took too many painkillers", "Poison Help"),
    "call": ("AskQuestionIntent", "call nine one one", "I can't make that call"),
    "wordless": ("RedFlagIntent", "", "Call"),
    "wordless crisis": ("CrisisIntent", "", "crisis"),
}
Say = Callable[[str, str], dict[str, Any]]
RELEASED = threading.Event()
"""Lets stores that hang go."""
GONE_ON = threading.Event()
"""Whether one went on by itself, because what was to be answered waited for it."""
_HANGS_S = 120


def _missing(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _nothing_in_it(path: Path) -> None:
    path.write_bytes(b"{}")


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


DAMAGE = (_missing, _cut, _empty, _nothing_in_it, _flipped)
FILES = (
    *(f"compiled/{name}" for name in (*COMPILED, NAME)),
    *(f"compiled/{one}" for one in (INDEX, digest_name(INDEX))),
    *(f"model/{one}" for name in MODEL for one in (name, digest_name(name))),
)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """A copy of what is compiled and trained, to be spoilt."""
    folder = tmp_path / "speech"
    for name in ("compiled", "model"):
        shutil.copytree(SPEECH / name, folder / name)
    return folder


@pytest.fixture(params=["flask", "lambda"])
def edge(
    request: pytest.FixtureRequest, authority: ThrowAwayAuthority, good_chain: Chain
) -> Callable[[CustomSkill], Say]:
    """A skill behind one of its two doors."""
    if request.param == "flask":
        return lambda skill: _flask(Talker(skill, authority, good_chain))
    return lambda skill: _lambda(LambdaHandler(skill, SKILL_ID))


def _flask(talker: Talker) -> Say:
    def say(intent: str, words: str) -> dict[str, Any]:
        talker.attributes = {}
        return talker.ask(words) if words else talker.say(intent)

    return say


def _lambda(handler: LambdaHandler) -> Say:
    def say(intent: str, words: str) -> dict[str, Any]:
        slots = {"question": {"name": "question", "value": words}} if words else {}
        return handler(event({"type": "IntentRequest", "intent": {"name": intent, "slots": slots}}), None)

    return say


def assert_sent_on(say: Say) -> None:
    for intent, words, must_say in ASKED.values():
        answer = say(intent, words)
        assert not GONE_ON.is_set(), "the answer waited until the store went on"
        assert outcome(answer) == "urgent", (intent, words)
        assert must_say.lower() in spoken(answer).lower()
        assert answer["response"]["shouldEndSession"] is True
        assert "position" not in answer["sessionAttributes"]


def test_an_answer_is_held_back_for_less_than_a_second() -> None:
    assert WAIT_SECONDS < 1


def test_with_everything_in_place(edge: Callable[[CustomSkill], Say]) -> None:
    assert_sent_on(edge(assemble(None)))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_is_damaged_before_the_start(
    damage: Callable[[Path], None], file: str, speech: Path, edge: Callable[[CustomSkill], Say]
) -> None:
    damage(speech / file)
    assert_sent_on(edge(assemble(None, speech)))


@pytest.mark.parametrize("file", FILES)
def test_a_file_goes_after_the_start(file: str, speech: Path, edge: Callable[[CustomSkill], Say]) -> None:
    say = edge(assemble(None, speech))
    (speech / file).unlink()
    assert_sent_on(say)


def test_without_any_file(tmp_path: Path, edge: Callable[[CustomSkill], Say]) -> None:
    say = edge(assemble(None, tmp_path))
    for words in ("i can't feel anything when i wipe", "call nine nine nine", "i'm numb between my legs"):
        assert outcome(say("AskQuestionIntent", words)) == "urgent"
    answer = say("AskQuestionIntent", "why does walking help my back")
    assert outcome(answer) == "fault"
    assert "not working properly" in spoken(answer)
    assert answer["response"]["shouldEndSession"] is True


@pytest.mark.parametrize("file", [f"compiled/{name}" for name in COMPILED])
def test_damage_raises_the_alarm_in_one_line(file: str, speech: Path, caplog: pytest.LogCaptureFixture) -> None:
    _flipped(speech / file)
    assemble(None, speech)
    (line,) = [json.loads(one.getMessage()) for one in caplog.records if one.levelno == logging.ERROR]
    assert line == {"event": "files_damaged", "files": [file.partition("/")[2]]}


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_service_runs_and_is_not_ready(file: str, speech: Path, tmp_path: Path) -> None:
    _cut(speech / file)
    environment = {"BACK_COACH_SKILL_ID": SKILL_ID, "BACK_COACH_DATABASE": str(tmp_path / "state.sqlite3")}
    client = create(environment, speech).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


class Failing(AbstractPersistenceAdapter):
    """A store of which one method fails, hangs, or gives nonsense."""

    def __init__(self, method: str, fail: Callable[[], Any]) -> None:
        self._method, self._fail = method, fail

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:  # noqa: ARG002
        return self._fail() if self._method == "get" else {"position": {"routine": "neck"}}

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:  # noqa: ARG002
        if self._method == "save":
            self._fail()

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:  # noqa: ARG002
        if self._method == "delete":
            self._fail()


def _raises(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def _hangs() -> Any:
    if not RELEASED.wait(_HANGS_S):
        GONE_ON.set()
    return {}


FAILURES: dict[str, Callable[[], Any]] = {
    **{
        type(error).__name__: _raises(error)
        for error in (
            StateError("no"),
            RuntimeError("no"),
            ValueError("no"),
            KeyError("no"),
            TypeError("no"),
            OverflowError("no"),
            OSError("no"),
            TimeoutError("no"),
            MemoryError(),
            RecursionError(),
            AttributeError("no"),
            UnicodeDecodeError("utf-8", b"", 0, 1, "no"),
        )
    },
    "hangs": _hangs,
    "gives nothing": lambda: None,
    "gives a list": lambda: [1],
    "gives an endless cue": lambda: {"position": {"routine": "neck", "steps": [], "stage": 0, "cue": float("inf")}},
}


@pytest.fixture(autouse=True)
def logged() -> Iterator[None]:
    """The service sends the log to standard output; here it goes where pytest looks."""
    root = logging.getLogger("back_coach")
    yield
    root.handlers, root.propagate = [], True


@pytest.fixture(autouse=True)
def released() -> Iterator[None]:
    """Lets stores that hang go at the end of a test."""
    RELEASED.clear()
    GONE_ON.clear()
    yield
    RELEASED.set()


@pytest.mark.parametrize("method", ["get", "save", "delete"])
@pytest.mark.parametrize("failure", FAILURES)
def test_the_store_fails(method: str, failure: str, edge: Callable[[CustomSkill], Say]) -> None:
    assert_sent_on(edge(assemble(Failing(method, FAILURES[failure]))))


@pytest.mark.parametrize("method", ["get", "save"])
@pytest.mark.parametrize("failure", [name for name in FAILURES if name != "hangs"])
def test_other_turns_are_answered_too(
    method: str, failure: str, authority: ThrowAwayAuthority, good_chain: Chain
) -> None:
    talker = Talker(assemble(Failing(method, FAILURES[failure])), authority, good_chain)
    assert outcome(talker.launch()) == "launch"
    assert outcome(talker.ask("why does walking help my back")) == "answer"
    assert outcome(talker.say("StartRoutineIntent", stretch="neck stretch")) == "routine"
    assert outcome(talker.say("ReadyIntent")) == "routine"
    assert outcome(talker.say("AMAZON.StopIntent")) == "stopped"


def test_the_place_in_a_stretch_is_forgotten_all_the_same(authority: ThrowAwayAuthority, good_chain: Chain) -> None:
    talker = Talker(assemble(None), authority, good_chain)
    talker.launch()
    talker.say("StartRoutineIntent", stretch="neck stretch")
    talker.say("ReadyIntent")
    assert outcome(talker.ask("call nine one one")) == "urgent"
    assert "left half done" not in spoken(talker.launch())


def test_a_session_with_an_endless_cue_hears_an_emergency() -> None:
    handler = LambdaHandler(assemble(None), SKILL_ID)
    slots = {"question": {"name": "question", "value": "i want to kill myself"}}
    asked = event({"type": "IntentRequest", "intent": {"name": "AskQuestionIntent", "slots": slots}})
    place = RoutinePosition("neck", ("neck/look-right",)).dump() | {"cue": float("inf")}
    asked["session"] |= {"new": False, "attributes": {"position": place}}
    assert outcome(handler(asked, None)) == "urgent"

"""Storage or the model fails: the turn is answered all the same, from what the session carries."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from skill.entry.assembly import SPEECH, assemble
from skill.state.dynamodb import DynamoDbAdapter
from skill.state.sqlite import SqliteAdapter
from tests.state import dynalite
from tests.state.requests import SECRET
from tests.state.signed import Talker, outcome, spoken
from tests.state.test_dynamodb_faults import Table, serving
from tests.web.authority import Chain, ThrowAwayAuthority

NOT_KEPT = "may not be able to keep our place"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "state.sqlite3"


@pytest.fixture
def talker(path: Path, authority: ThrowAwayAuthority, good_chain: Chain) -> Iterator[Talker]:
    with closing(SqliteAdapter(path, SECRET)) as adapter:
        yield Talker(assemble(adapter), authority, good_chain)


def start(talker: Talker) -> None:
    talker.launch()
    talker.say("StartRoutineIntent", stretch="neck stretch")
    answer = talker.say("ReadyIntent")
    assert NOT_KEPT not in spoken(answer)
    assert talker.attributes["position"]["stage"] == 0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def gone(path: Path) -> Iterator[None]:
    aside = path.parent.with_name("away")
    path.parent.rename(aside)
    try:
        yield
    finally:
        aside.rename(path.parent)


@pytest.mark.parametrize("fault", [locked, gone])
def test_the_stretch_goes_on(fault: Callable[[Path], Iterator[None]], talker: Talker, path: Path) -> None:
    start(talker)
    with fault(path):  # type: ignore[attr-defined]
        answer = talker.say("AMAZON.NextIntent")
        assert outcome(answer) == "routine"
        assert NOT_KEPT in spoken(answer)
        assert answer["response"]["shouldEndSession"] is False
        place = answer["sessionAttributes"]["position"]["stage"]
        assert place >= 1
    answer = talker.say("AMAZON.NextIntent")
    assert NOT_KEPT not in spoken(answer)
    assert answer["sessionAttributes"]["position"]["stage"] > place
    talker.launch()
    assert "left half done" in spoken(talker.launch())


def test_that_the_place_may_not_be_kept_is_said_once_a_session(talker: Talker, path: Path) -> None:
    start(talker)
    with gone(path):
        heard = [NOT_KEPT in spoken(talker.say("AMAZON.NextIntent"))]
        talker.ask("why does walking help my back")
        for intent in ("AMAZON.YesIntent", "AMAZON.NextIntent", "AMAZON.StopIntent"):
            heard.append(NOT_KEPT in spoken(talker.say(intent)))
        assert heard == [True, False, False, False]
        talker.launch()
        assert NOT_KEPT in spoken(talker.say("StartRoutineIntent", stretch="neck stretch"))


def test_questions_and_emergencies_are_not_held_up_by_it(talker: Talker, path: Path) -> None:
    start(talker)
    with gone(path):
        answer = talker.ask("why does walking help my back")
        assert outcome(answer) == "answer"
        answer = talker.say("RedFlagIntent")
        assert outcome(answer) == "urgent"
        assert spoken(answer).startswith("<speak>Please stop")


def test_a_visit_that_could_not_be_read_overwrites_nothing(
    talker: Talker, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(talker)
    reading = SqliteAdapter.get_attributes

    def unreadable(self: SqliteAdapter, request_envelope: Any) -> dict[str, Any]:
        with gone(path):  # back again before anything is saved
            return reading(self, request_envelope)

    monkeypatch.setattr(SqliteAdapter, "get_attributes", unreadable)
    assert "left half done" not in spoken(talker.launch())
    talker.say("AMAZON.StopIntent")
    monkeypatch.undo()
    assert "left half done" in spoken(talker.launch())


def test_damaged(talker: Talker, path: Path) -> None:
    start(talker)
    for part in ("", "-wal"):
        Path(f"{path}{part}").write_bytes(b"\x13" * 50_000)
    path.rename(path.with_suffix(".copy"))  # what a failing disk shows after a restart
    path.with_suffix(".copy").rename(path)
    answer = talker.say("AMAZON.NextIntent")
    assert outcome(answer) == "routine"
    talker.say("AMAZON.NextIntent")
    assert "left half done" in spoken(talker.launch())


@pytest.mark.parametrize("word", ["silent", "throttled", "broken", "denied", "garbage", "hangs up"])
def test_dynamodb(word: str, authority: ThrowAwayAuthority, good_chain: Chain) -> None:
    table = Table(["nothing kept"])
    with ExitStack() as opened:
        url = opened.enter_context(serving(table))
        client = opened.enter_context(closing(dynalite.client(url)))
        talker = Talker(assemble(DynamoDbAdapter(client, "users", SECRET)), authority, good_chain)
        start(talker)
        table.script = [word]
        table.asked.clear()
        answer = talker.say("AMAZON.NextIntent")
        assert outcome(answer) == "routine"
        assert NOT_KEPT in spoken(answer)
        # What could not be read is not written: one operation, and so one wait, a turn.
        assert set(table.asked) == {"GetItem"}


def test_dynamodb_absent(authority: ThrowAwayAuthority, good_chain: Chain) -> None:
    with closing(dynalite.client(f"http://127.0.0.1:{dynalite.free_port()}")) as client:
        talker = Talker(assemble(DynamoDbAdapter(client, "users", SECRET)), authority, good_chain)
        assert outcome(talker.launch()) == "launch"
        answer = talker.say("StartRoutineIntent", stretch="neck stretch")
        assert outcome(answer) == "routine"
        assert NOT_KEPT in spoken(answer)


def _no_model(folder: Path) -> None:
    shutil.rmtree(folder)


def _no_hash(folder: Path) -> None:
    (folder / "encoder.sha256").unlink()


def _wrong_hash(folder: Path) -> None:
    (folder / "encoder.sha256").write_text("0" * 64, encoding="ascii")


def _one_byte_differs(folder: Path) -> None:
    with (folder / "encoder.onnx").open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))


def _cut_short(folder: Path) -> None:
    with (folder / "encoder.onnx").open("r+b") as file:
        file.truncate(1000)


def _empty(folder: Path) -> None:
    (folder / "encoder.onnx").write_bytes(b"")


def _a_folder(folder: Path) -> None:
    (folder / "encoder.onnx").unlink()
    (folder / "encoder.onnx").mkdir()


@pytest.mark.parametrize("damage", [_no_model, _no_hash, _wrong_hash, _one_byte_differs, _cut_short, _empty, _a_folder])
def test_without_the_model(
    damage: Callable[[Path], None], tmp_path: Path, authority: ThrowAwayAuthority, good_chain: Chain
) -> None:
    speech = tmp_path / "speech"
    shutil.copytree(SPEECH / "compiled", speech / "compiled")
    shutil.copytree(SPEECH / "model", speech / "model")
    damage(speech / "model")
    talker = Talker(assemble(None, speech), authority, good_chain)
    talker.launch()
    assert outcome(talker.ask("why does walking help my back")) == "answer"  # word for word as the document lists it
    for _ in range(2):
        answer = talker.ask("does strolling about do any good")
        assert outcome(answer) == "unknown"
        assert "Sorry" in spoken(answer)
        assert answer["response"]["shouldEndSession"] is False
    assert outcome(talker.ask("i have chest pain and can't breathe")) == "urgent"
    talker.launch()
    assert "seen to" in spoken(talker.ask("start the neck stretch"))
    assert outcome(talker.ask("yes")) == "routine"
    assert outcome(talker.ask("i'm ready")) == "routine"
    assert outcome(talker.ask("next")) == "routine"
    assert outcome(talker.ask("stop")) == "stopped"

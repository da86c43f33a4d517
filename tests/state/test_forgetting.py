""" "Forget me" and disabling the skill delete everything: with signed requests, through the real application."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from skill.entry.assembly import assemble
from skill.state.dynamodb import DynamoDbAdapter
from skill.state.sqlite import SqliteAdapter
from tests.state import dynalite
from tests.state.requests import SECRET, request
from tests.state.signed import USER, Talker, outcome, spoken
from tests.state.test_dynamodb_faults import Table, serving
from tests.web.authority import Chain, ThrowAwayAuthority

PLACE = "neck"
FORGET = "ForgetMeIntent"
HEARD = {"disclaimer_heard", "routine_disclaimer_heard", "interrupting_heard"}
POSITION = {"routine", "steps", "then", "stage", "cue", "pace", "hold", "easier", "paused", "waits", "spoken_at"}
POSITION |= {"harder", "uncounted"}
"""Which stretch, where in it, how fast. Anything new here must be told in the store's privacy text first."""


@dataclass
class Kept:
    """The skill on one kind of storage, and everything that is in it."""

    talker: Talker
    folder: Path | None = None
    client: Any = None

    def rows(self) -> list[str]:
        if self.client is not None:
            found = self.client.call("Scan", {"TableName": dynalite.TABLE}, 5)
            return [item["attributes"]["S"] for item in found["Items"]]
        assert self.folder is not None
        with closing(sqlite3.connect(self.folder / "state.sqlite3")) as plain:
            return [row[0] for row in plain.execute("SELECT attributes FROM users")]

    def bytes(self) -> bytes:
        return b"" if self.folder is None else b"".join(one.read_bytes() for one in self.folder.iterdir())


@pytest.fixture(params=["sqlite", "dynamodb"])
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, authority: ThrowAwayAuthority, good_chain: Chain
) -> Iterator[Kept]:
    with ExitStack() as opened:
        if request.param == "sqlite":
            sqlite = opened.enter_context(closing(SqliteAdapter(tmp_path / "state.sqlite3", SECRET)))
            yield Kept(Talker(assemble(sqlite), authority, good_chain), folder=tmp_path)
        else:
            client = opened.enter_context(closing(dynalite.client(request.getfixturevalue("dynamodb"))))
            for item in client.call("Scan", {"TableName": dynalite.TABLE}, 5)["Items"]:
                client.call("DeleteItem", {"TableName": dynalite.TABLE, "Key": {"pk": item["pk"]}}, 5)
            adapter = DynamoDbAdapter(client, dynalite.TABLE, SECRET)
            yield Kept(Talker(assemble(adapter), authority, good_chain), client=client)


def start_a_stretch(talker: Talker, user: str = USER) -> None:
    talker.launch(user)
    assert outcome(talker.say("StartRoutineIntent", user, stretch="neck stretch")) == "routine"
    assert outcome(talker.say("ReadyIntent", user)) == "routine"


def test_what_is_kept_is_what_the_privacy_statement_says(kept: Kept) -> None:
    start_a_stretch(kept.talker)
    (row,) = kept.rows()
    attributes = json.loads(row)
    assert set(attributes) == {"position", *HEARD}
    assert set(attributes["position"]) == POSITION
    assert attributes["position"]["routine"] == PLACE
    kept.talker.launch()
    assert "left half done" in spoken(kept.talker.launch())


def test_of_an_emergency_a_time_is_kept_and_nothing_else(kept: Kept) -> None:
    start_a_stretch(kept.talker)
    assert outcome(kept.talker.say("AskQuestionIntent", question="i've gone numb between my legs")) == "urgent"
    (row,) = kept.rows()
    attributes = json.loads(row)
    assert set(attributes) == {"emergency_at", *HEARD}
    assert isinstance(attributes["emergency_at"], int)
    assert "seen to" in spoken(kept.talker.say("StartRoutineIntent", stretch="neck stretch"))
    (row,) = kept.rows()
    assert "emergency_at" not in json.loads(row)


def test_two_people_of_one_account(kept: Kept) -> None:
    talker = kept.talker
    talker.person = "amzn1.ask.person.ANN"
    start_a_stretch(talker)
    talker.person = "amzn1.ask.person.BOB"
    assert "left half done" not in spoken(talker.launch())
    assert outcome(talker.say("StartRoutineIntent", stretch="desk break")) == "routine"
    talker.person = "amzn1.ask.person.ANN"
    assert "neck stretch was left half done" in spoken(talker.launch())
    talker.say("AMAZON.YesIntent")
    (row,) = kept.rows()
    attributes = json.loads(row)
    assert set(attributes) == {"position", *HEARD, "speaker", "others"}
    (other,) = attributes["others"].values()
    assert set(other) == {"position", "disclaimer_heard", "routine_disclaimer_heard", "expires"}
    assert "person" not in row
    talker.person = "amzn1.ask.person.BOB"
    assert "desk break was left half done" in spoken(talker.launch())
    assert outcome(talker.say(FORGET)) == "forgotten"
    assert kept.rows() == []
    talker.person = "amzn1.ask.person.ANN"
    assert "left half done" not in spoken(talker.launch())


@pytest.mark.parametrize("how", ["asked to forget", "asked in the next session", "skill disabled"])
def test_everything_is_deleted(how: str, kept: Kept) -> None:
    start_a_stretch(kept.talker, "somebody else")
    (others,) = kept.rows()
    start_a_stretch(kept.talker)
    assert len(kept.rows()) == 2
    if how == "skill disabled":
        answer = kept.talker.disable_the_skill()
        assert "outputSpeech" not in answer["response"]
    else:
        if how == "asked in the next session":
            kept.talker.launch()
        answer = kept.talker.say(FORGET)
        assert outcome(answer) == "forgotten"
    assert kept.rows() == [others]
    kept.talker.disable_the_skill("somebody else")
    assert kept.rows() == []
    assert PLACE.encode() not in kept.bytes()
    assert "left half done" not in spoken(kept.talker.launch())


def test_what_was_set_aside_as_damaged_is_deleted_too(
    tmp_path: Path, authority: ThrowAwayAuthority, good_chain: Chain
) -> None:
    (tmp_path / "state.sqlite3").write_bytes(b"somebody's place, unreadable" * 100)
    with closing(SqliteAdapter(tmp_path / "state.sqlite3", SECRET)) as adapter:
        talker = Talker(assemble(adapter), authority, good_chain)
        start_a_stretch(talker)
        assert len(list(tmp_path.glob("*.damaged-1*"))) == 1
        assert outcome(talker.say(FORGET)) == "forgotten"
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_who_asks_to_be_forgotten_hears_that_the_household_is(kept: Kept) -> None:
    start_a_stretch(kept.talker)
    assert "anyone else who uses your account" in spoken(kept.talker.say(FORGET))


@pytest.mark.parametrize("before", [False, True])
def test_the_database_is_for_its_owner_alone(before: bool, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "state.sqlite3"
    if before:
        path.parent.mkdir(mode=0o755)
        with closing(sqlite3.connect(path)) as old:
            old.execute("PRAGMA journal_mode=WAL")
            old.execute("CREATE TABLE t (t)")
        path.chmod(0o644)
    mask = os.umask(0)
    try:
        with closing(SqliteAdapter(path, SECRET)) as adapter:
            adapter.save_attributes(request("amzn1.ask.account.WHO"), {"place": 1})
            modes = {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()}
    finally:
        os.umask(mask)
    assert set(modes.values()) == {0o600}, modes
    assert {"state.sqlite3", "state.sqlite3-wal"} <= set(modes)
    assert before or path.parent.stat().st_mode & 0o077 == 0


def test_forgetting_says_so_when_it_fails(tmp_path: Path, authority: ThrowAwayAuthority, good_chain: Chain) -> None:
    with closing(SqliteAdapter(tmp_path / "state.sqlite3", SECRET)) as adapter:
        talker = Talker(assemble(adapter), authority, good_chain)
        start_a_stretch(talker)
        with closing(sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = talker.say(FORGET)
        assert "couldn't delete" in spoken(answer)
        assert "left half done" in spoken(talker.launch())


@pytest.mark.parametrize("word", ["broken", "denied", "hangs up", "garbage"])
def test_an_event_that_could_not_be_obeyed_is_not_acknowledged(
    word: str, authority: ThrowAwayAuthority, good_chain: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    table = Table([word])
    with serving(table) as url, closing(dynalite.client(url)) as client:
        talker = Talker(assemble(DynamoDbAdapter(client, dynalite.TABLE, SECRET)), authority, good_chain)
        assert talker.disable_the_skill(status=503) is None
        logged = [json.loads(record.getMessage()) for record in caplog.records]
        assert [line["event"] for line in logged] == ["state_failed", "turn", "skill_failed"]
        assert (logged[1]["outcome"], logged[1]["intent"]) == ("fault", "AlexaSkillEvent.SkillDisabled")
        table.script = ["nothing kept"]
        assert talker.disable_the_skill()["response"] == {}

"""The database locked, gone or damaged. Nothing here waits for what never comes: a test that hangs has failed."""

import logging
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from skill.errors import StateError
from skill.state.key_file import load_secret
from skill.state.keys import secret_of
from skill.state.sqlite import SqliteAdapter
from tests.state.requests import SECRET, request

USERS = 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "state.sqlite3"


@pytest.fixture
def adapter(path: Path) -> Iterator[SqliteAdapter]:
    with closing(SqliteAdapter(path, SECRET)) as made:
        yield made


def works(adapter: SqliteAdapter, path: Path) -> bool:
    """Whether what is saved now is there for another worker."""
    adapter.save_attributes(request("new"), {"place": 7})
    with closing(SqliteAdapter(path, SECRET)) as other:
        return bool(other.get_attributes(request("new")) == {"place": 7})


def fill(adapter: SqliteAdapter) -> None:
    for number in range(USERS):
        adapter.save_attributes(request(f"user {number}"), {"text": "x" * 100, "number": number})


def test_locked(adapter: SqliteAdapter, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    adapter.save_attributes(request(), {"a": 1})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StateError):
            adapter.save_attributes(request(), {"a": 2})
        assert adapter.get_attributes(request()) == {"a": 1}
        other.execute("COMMIT")
    assert "SQLITE_BUSY" in caplog.text
    assert works(adapter, path)


def test_locked_while_it_is_opened(path: Path) -> None:
    SqliteAdapter(path, SECRET).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with closing(SqliteAdapter(path, SECRET)) as adapter, pytest.raises(StateError):
            adapter.get_attributes(request())


def test_an_event_waits_longer_than_a_listener(adapter: SqliteAdapter, path: Path) -> None:
    adapter.save_attributes(request(), {"a": 1})
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError):
            adapter.delete_attributes(request())
        with ThreadPoolExecutor() as pool:
            deleting = pool.submit(_delete, path)
            with pytest.raises(StateError):  # A listener's patience ends ...
                adapter.save_attributes(request("other"), {})
            other.execute("COMMIT")
            deleting.result()  # ... and the event is still there.
    assert adapter.get_attributes(request()) == {}


def _delete(path: Path) -> None:
    with closing(SqliteAdapter(path, SECRET)) as event:
        event.delete_attributes(request(kind="AlexaSkillEvent.SkillDisabled"))


def test_file_deleted(adapter: SqliteAdapter, path: Path) -> None:
    fill(adapter)
    path.unlink()
    assert works(adapter, path)


def test_folder_deleted_and_back(adapter: SqliteAdapter, path: Path) -> None:
    fill(adapter)
    shutil.rmtree(path.parent)
    for _ in range(2):
        with pytest.raises(StateError):
            adapter.save_attributes(request(), {"a": 1})
        with pytest.raises(StateError):
            adapter.get_attributes(request())
    path.parent.mkdir()
    assert works(adapter, path)


def test_a_folder_in_the_place_of_the_file(adapter: SqliteAdapter, path: Path) -> None:
    path.mkdir()
    with pytest.raises(StateError):
        adapter.get_attributes(request())


def _overwrite(start: int, length: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(start)
            file.write(b"\xa5" * length)

    return damage


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2 + 100)


def _table_gone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE users")


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "all of it": lambda path: path.write_bytes(b"\x13" * 50_000),
    "text": lambda path: path.write_text("<html>backup failed</html>" * 100, encoding="ascii"),
    "its head": _overwrite(0, 100),
    "all but its head": _overwrite(100, 50_000),
    "the list of its tables": _overwrite(100, 300),
    "the table's pages": _overwrite(4096, 40_000),
    "cut short": _cut,
}
FRESH: dict[str, Callable[[Path], Any]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "deleted": lambda path: path.unlink(),
    "the table is gone": _table_gone,
}


@pytest.mark.parametrize("name", DAMAGE | FRESH)
def test_damaged_before_a_start(name: str, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(SqliteAdapter(path, SECRET)) as writer:
        fill(writer)
    (DAMAGE | FRESH)[name](path)
    damaged = path.read_bytes() if path.exists() else b""
    with closing(SqliteAdapter(path, SECRET)) as adapter:
        for number in range(0, USERS, 20):
            assert adapter.get_attributes(request(f"user {number}")).get("number", number) == number
        assert works(adapter, path)
    aside = sorted(one.name for one in path.parent.glob("*.damaged-?"))
    assert aside == (["state.sqlite3.damaged-1"] if name in DAMAGE else [])
    assert [(path.parent / one).read_bytes() for one in aside] == [damaged for _ in aside]
    assert ("database_damaged" in caplog.text) == bool(aside)


@pytest.mark.parametrize("name", DAMAGE | FRESH)
def test_damaged_while_it_is_open(name: str, path: Path) -> None:
    """An open connection may not notice; whoever does begins a fresh file, and all follow."""
    with closing(SqliteAdapter(path, SECRET)) as adapter:
        fill(adapter)
        (DAMAGE | FRESH)[name](path)
        for number in range(0, USERS, 20):
            assert adapter.get_attributes(request(f"user {number}")).get("number", number) == number
        assert works(adapter, path) or works(adapter, path)


def test_the_log_of_a_damaged_database_is_set_aside_with_it(path: Path) -> None:
    with closing(sqlite3.connect(":memory:")), closing(SqliteAdapter(path, SECRET)) as adapter:
        fill(adapter)  # still open, so that much of it is in the write-ahead log
        wal = Path(f"{path}-wal")
        _overwrite(0, 4096)(path)
        before = (path.read_bytes(), wal.read_bytes())
        with closing(SqliteAdapter(path, SECRET)) as other:
            other.get_attributes(request())
            assert works(other, path)
        assert works(adapter, path)
    aside = path.with_name("state.sqlite3.damaged-1")
    if aside.exists():
        assert (aside.read_bytes(), Path(f"{aside}-wal").read_bytes()) == before


def test_workers_that_meet_the_same_damage_set_it_aside_once(path: Path) -> None:
    with closing(SqliteAdapter(path, SECRET)) as writer:
        fill(writer)

    all_open = threading.Barrier(8, timeout=60)
    damaged = threading.Barrier(8, action=lambda: _overwrite(100, 50_000)(path), timeout=60)
    one_at_a_time = threading.Lock()

    def work(number: int) -> int:
        with closing(SqliteAdapter(path, SECRET)) as adapter:
            with one_at_a_time:
                adapter.get_attributes(request("user 1"))
            all_open.wait()
            damaged.wait()
            with one_at_a_time:  # A machine under load must not turn waiting for a lock into a failure.
                adapter.save_attributes(request(f"after {number}"), {"n": number})
            return int(adapter.get_attributes(request(f"after {number}")).get("n", -1))

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(8)))
    assert results == list(range(8))
    assert len(list(path.parent.glob("*.damaged-?"))) <= 1
    with closing(SqliteAdapter(path, SECRET)) as reader:
        assert [reader.get_attributes(request(f"after {n}")) for n in range(8)] == [{"n": n} for n in range(8)]


def test_what_was_deleted_is_in_no_file(adapter: SqliteAdapter, path: Path) -> None:
    fill(adapter)
    adapter.save_attributes(request(), {"place": "tell-tale-place"})
    adapter.save_attributes(request(), {"place": "tell-tale-place", "and": "more"})
    assert any(b"tell-tale" in one.read_bytes() for one in path.parent.iterdir())
    adapter.delete_attributes(request())
    assert not any(b"tell-tale" in one.read_bytes() for one in path.parent.iterdir())
    assert adapter.get_attributes(request("user 7"))["number"] == 7


def test_no_user_id_is_in_any_file(adapter: SqliteAdapter, path: Path) -> None:
    for person in ("amzn1.ask.person.WHO", "another WHO", ""):
        asked = request("amzn1.ask.account.WHO", person=person)
        adapter.save_attributes(asked, adapter.get_attributes(asked) | {"a": 1})
    assert not any(b"WHO" in one.read_bytes() for one in path.parent.iterdir())


def test_those_who_stay_away_are_deleted_by_others_visits(path: Path) -> None:
    now = 1_800_000_000.0
    with closing(SqliteAdapter(path, SECRET, lambda: now)) as adapter:
        fill(adapter)
    later = now + 91 * 86_400
    with closing(SqliteAdapter(path, SECRET, lambda: later)) as adapter:
        for number in range(USERS // 2):
            adapter.save_attributes(request(f"visitor {number}"), {})
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM users").fetchone() == (USERS // 2,)


def test_workers_that_start_together_agree_on_a_key(tmp_path: Path) -> None:
    path = tmp_path / "state.key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: load_secret(path), range(64)))
    assert keys == {bytes.fromhex(path.read_text(encoding="ascii"))}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["state.key"]


@pytest.mark.parametrize("text", ["", "abcd", "not hexadecimal at all, but long enough to be", "é" * 64])
def test_a_damaged_key_is_refused_and_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "state.key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateError, match="holds no key"):
        load_secret(path)
    assert path.read_text(encoding="utf-8") == text


def test_the_key_of_the_environment() -> None:
    assert secret_of({}) is None
    assert secret_of({"BACK_COACH_KEY": "k" * 32}) == b"k" * 32
    with pytest.raises(StateError, match="32"):
        secret_of({"BACK_COACH_KEY": "k" * 31})


def test_nothing_is_logged_about_whom(adapter: SqliteAdapter, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.rmtree(path.parent)
    with caplog.at_level(logging.DEBUG), pytest.raises(StateError) as caught:
        adapter.save_attributes(request("amzn1.ask.account.WHO"), {"secret": "words"})
    assert caplog.records
    for text in (caplog.text, str(caught.value)):
        assert "WHO" not in text
        assert "words" not in text

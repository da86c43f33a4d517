"""One SQLite file that several processes share: opened, waited for, and set aside when damaged."""

import fcntl
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skill.errors import StateError
from skill.state.records import TURN_WAIT_SECONDS

LOGGER = logging.getLogger("back_coach.state")
"""One JSON object a line; never what is kept, and never about whom."""

Statement = tuple[str, tuple[str | int, ...]]
"""SQL and its values."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PARTS = ("", "-wal", "-shm")
"""The database, what was written but not yet folded into it, and the index of that."""
_GUARD_PAUSE_SECONDS = 0.01


@dataclass
class _Open:
    """A connection, and which file it leads to."""

    connection: sqlite3.Connection
    """Used by one thread."""
    identity: tuple[int, int]
    """Device and inode. The same path may lead to another file by now."""
    wait_seconds: float
    """How long it waits for whoever else writes."""


class DatabaseFile:
    """Runs statements on the file at a path, whatever became of it. Safe for threads and processes.

    Write-ahead logging lets readers go on while somebody writes. `synchronous=NORMAL` survives the end of
    the process at any moment; a power cut may take the last saves but damages nothing ("Write-Ahead
    Logging", sqlite.org).
    """

    def __init__(self, path: Path, schema: tuple[str, ...]) -> None:
        """Take the path and the statements that make an empty file ours; nothing is opened yet."""
        self._path = path
        self._schema = schema
        self._threads = threading.local()

    def run(self, *statements: Statement, wait_seconds: float = TURN_WAIT_SECONDS) -> list[Any]:
        """The rows of the last statement. Several statements are kept together or not at all.

        A damaged file is set aside and a fresh one begun, and the statements are run on that.

        Raises:
            StateError: not possible within `wait_seconds`.
        """
        try:
            return self._run(statements, wait_seconds)
        except sqlite3.DatabaseError as error:
            self._mend(error)
        try:
            return self._run(statements, wait_seconds)
        except sqlite3.DatabaseError as error:
            self.close()
            raise _failure(error) from error

    def wipe(self) -> None:
        """Take what was deleted out of the write-ahead log too, unless somebody is just reading it."""
        with suppress(StateError):
            self.run(("PRAGMA wal_checkpoint(TRUNCATE)", ()))

    def drop_damaged(self) -> None:
        """Delete the files that were set aside as damaged: nobody can tell who is in them."""
        for file in self._path.parent.glob(f"{self._path.name}.damaged-*"):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise _unwritable(error) from error

    def close(self) -> None:
        """Close this thread's connection, if it has one."""
        opened: _Open | None = getattr(self._threads, "opened", None)
        self._threads.opened = None
        if opened is not None:
            opened.connection.close()

    def _run(self, statements: tuple[Statement, ...], wait_seconds: float) -> list[Any]:
        connection = self._connection(wait_seconds)
        if len(statements) == 1:
            return connection.execute(*statements[0]).fetchall()
        connection.execute("BEGIN IMMEDIATE")
        try:
            rows = [connection.execute(*statement).fetchall() for statement in statements]
            connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return rows[-1]

    def _connection(self, wait_seconds: float) -> sqlite3.Connection:
        """This thread's connection to the file that is at the path now."""
        opened: _Open | None = getattr(self._threads, "opened", None)
        if opened is not None and opened.identity != _identity(self._path):
            self.close()  # Deleted, or set aside by another process: what is saved there is lost.
            opened = None
        if opened is None:
            opened = self._open(wait_seconds)
            self._threads.opened = opened
        if opened.wait_seconds != wait_seconds:
            opened.connection.execute(f"PRAGMA busy_timeout={int(wait_seconds * 1000)}")
            opened.wait_seconds = wait_seconds
        return opened.connection

    def _open(self, wait_seconds: float) -> _Open:
        """Open the file, or begin it; one process at a time, so that all of them begin the same one."""
        with self._guard(wait_seconds):
            try:
                return self._opened(wait_seconds)
            except sqlite3.DatabaseError as error:
                if _code(error) not in _DAMAGE:
                    raise
                return self._opened(wait_seconds)  # the damaged file has been set aside

    def _opened(self, wait_seconds: float) -> _Open:
        self._keep_private()
        connection = sqlite3.connect(self._path, timeout=wait_seconds, isolation_level=None)
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")
            for statement in self._schema:
                connection.execute(statement)
            identity = _identity(self._path)
            if identity is None:
                raise sqlite3.OperationalError("the file was deleted while it was being opened")
        except sqlite3.DatabaseError as error:
            if _code(error) in _DAMAGE:
                self._move_aside()  # before closing, which could still write
            connection.close()
            raise
        return _Open(connection, identity, wait_seconds)

    def _keep_private(self) -> None:
        """Make the file, or what is there already, readable by its owner alone; SQLite's companions follow it."""
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            # Not through a handle: to close one would take away the locks of SQLite's own.
            with suppress(FileNotFoundError):
                if self._path.stat().st_mode & 0o077:
                    self._path.chmod(0o600)

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        """Do what a second try needs. Raises `StateError` if there is no use in one."""
        if _code(error) in _BUSY:
            raise _failure(error) from error
        opened: _Open | None = getattr(self._threads, "opened", None)
        if opened is not None and _code(error) in _DAMAGE:
            with self._guard(TURN_WAIT_SECONDS):
                # Another process may have begun a fresh file, which is not to be set aside as well.
                if opened.identity == _identity(self._path):
                    self._move_aside()
        self.close()

    def _move_aside(self) -> None:
        """Rename a damaged file and its companions. A file that was renamed is not written when closed."""
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        for part in _PARTS:
            whole = Path(f"{self._path}{part}")
            if whole.exists():
                whole.rename(f"{aside}{part}")
        LOGGER.error(json.dumps({"event": "database_damaged", "set_aside_as": aside.name}))

    @contextmanager
    def _guard(self, wait_seconds: float) -> Iterator[None]:
        """Keep other processes and threads from opening the file or setting it aside."""
        try:
            lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _unwritable(error) from error
        try:
            self._await(lock, wait_seconds)
            yield
        except OSError as error:
            raise _unwritable(error) from error
        finally:
            os.close(lock)

    @staticmethod
    def _await(lock: int, wait_seconds: float) -> None:
        until = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise
                time.sleep(_GUARD_PAUSE_SECONDS)
            else:
                return


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at `path`; None if there is none, or if somebody emptied it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size else None


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's primary result code, without the details that the extended ones add."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _failure(error: sqlite3.DatabaseError) -> StateError:
    kind = getattr(error, "sqlite_errorname", type(error).__name__)
    LOGGER.error(json.dumps({"event": "state_failed", "store": "sqlite", "error": kind}))
    return StateError(f"the database failed ({kind})")


def _unwritable(error: OSError) -> StateError:
    LOGGER.error(json.dumps({"event": "state_failed", "store": "sqlite", "error": type(error).__name__}))
    return StateError(f"the database's folder cannot be used ({error.strerror})")

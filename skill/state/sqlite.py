"""State in one SQLite file, in WAL mode: the default when self-hosted."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from skill.errors import StateError
from skill.state.keys import load_secret, user_key

_WAIT_SECONDS = 0.5
"""How long a locked database is waited for: a turn must be answered within a second."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    user TEXT PRIMARY KEY,
    attributes TEXT NOT NULL
) WITHOUT ROWID
"""


class SqliteAdapter(AbstractPersistenceAdapter):
    """Keeps each user's attributes as JSON under a keyed hash of the user id."""

    def __init__(self, path: Path) -> None:
        """Open or make the database at `path`; the hashing key lies beside it.

        A database that is damaged is set aside, untouched, and a fresh one is begun.

        Raises:
            StateError: the folder cannot be written.
        """
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._secret = load_secret(path.with_suffix(".key"))
        except OSError as error:
            raise StateError(f"{path.parent} cannot be written ({error.strerror})") from error
        self._connections = threading.local()

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:
        """What is kept about the user; empty if nothing is.

        Raises:
            StateError: the database cannot be read in time.
        """
        row = self._run("SELECT attributes FROM users WHERE user = ?", (self._key(request_envelope),)).fetchone()
        try:
            stored = json.loads(row[0]) if row else {}
        except ValueError:
            return {}
        return stored if isinstance(stored, dict) else {}

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:
        """Keep `attributes` about the user.

        Raises:
            StateError: the database cannot be written in time.
        """
        text = json.dumps(attributes, separators=(",", ":"))
        statement = "INSERT OR REPLACE INTO users (user, attributes) VALUES (?, ?)"
        self._run(statement, (self._key(request_envelope), text))

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:
        """Delete everything kept about the user.

        Raises:
            StateError: the database cannot be written in time.
        """
        self._run("DELETE FROM users WHERE user = ?", (self._key(request_envelope),))

    def _key(self, envelope: RequestEnvelope) -> str:
        try:
            return user_key(envelope, self._secret)
        except ValueError as error:
            raise StateError(str(error)) from error

    def _run(self, statement: str, values: tuple[str, ...]) -> sqlite3.Cursor:
        try:
            return self._connection().execute(statement, values)
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                self._set_aside()
            raise StateError(f"the database failed ({error})") from error

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, opened at first use."""
        connection: sqlite3.Connection | None = getattr(self._connections, "one", None)
        if connection is None:
            connection = self._open()
            self._connections.one = connection
        return connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(_SCHEMA)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _set_aside(self) -> None:
        """Move a damaged database out of the way, so that the next turn begins a fresh one."""
        connection: sqlite3.Connection | None = getattr(self._connections, "one", None)
        if connection is not None:
            connection.close()
            self._connections.one = None
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        if self._path.exists():
            self._path.rename(aside)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    codes = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return getattr(error, "sqlite_errorcode", None) in codes

"""State in one SQLite file, in WAL mode: the default when self-hosted."""

import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from skill.errors import StateError
from skill.state.database_file import DatabaseFile
from skill.state.household import turned_to
from skill.state.key_file import load_secret
from skill.state.keys import NobodyError, person_key, user_key
from skill.state.records import KEPT_SECONDS, packed, patience, unpacked

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS users "
    "(user TEXT PRIMARY KEY, attributes TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS users_by_expiry ON users (expires)",
)
_READ = "SELECT attributes, expires FROM users WHERE user = ? AND expires > ?"
_WRITE = "INSERT OR REPLACE INTO users (user, attributes, expires) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM users WHERE user = ?"
_EXPIRE = "DELETE FROM users WHERE user IN (SELECT user FROM users WHERE expires <= ? LIMIT ?)"
_EXPIRY_EVERY = 16
"""Saves of a process until it looks again for what has expired."""
_EXPIRED_MOST = 2 * _EXPIRY_EVERY
"""Twice as many as were saved keep up with any number of users, and no turn has to wait for all of them."""


class SqliteAdapter(AbstractPersistenceAdapter):
    """Keeps each user's attributes as JSON under a keyed hash of the user id."""

    def __init__(self, path: Path, secret: bytes | None = None, clock: Callable[[], float] = time.time) -> None:
        """Keep state in the file `path`, which is made when first needed.

        Args:
            path: the database.
            secret: the key that user ids are hashed with; None keeps one in a file beside the database.
            clock: tells the epoch in seconds.

        Raises:
            StateError: the folder cannot be written, or the key beside the database is damaged.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._secret = secret or load_secret(path.with_suffix(".key"))
        except OSError as error:
            raise StateError(f"{path.parent} cannot be written ({error.strerror})") from error
        self._file = DatabaseFile(path, _SCHEMA)
        self._clock = clock
        self._saves = count()

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:
        """What is kept about the user, and behind it about the others of the account; empty if nothing is.

        Raises:
            StateError: the database cannot be read in time.
        """
        now = int(self._clock())
        rows = self._file.run((_READ, (self._key(request_envelope), now)))
        text, expires = rows[0] if rows else ("", 0)
        return turned_to(person_key(request_envelope, self._secret), unpacked(text), expires, now)

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:
        """Keep `attributes`, made of those last handed out, for 90 days.

        Raises:
            StateError: the database cannot be written in time.
        """
        now = int(self._clock())
        write = (_WRITE, (self._key(request_envelope), packed(attributes), now + KEPT_SECONDS))
        if next(self._saves) % _EXPIRY_EVERY:
            self._file.run(write)
        else:
            self._file.run((_EXPIRE, (now, _EXPIRED_MOST)), write)

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:
        """Delete everything kept about the user's account, whoever asks, and what was set aside as damaged.

        Raises:
            StateError: the database cannot be written in time.
        """
        with suppress(NobodyError):
            self._file.run((_DELETE, (self._key(request_envelope),)), wait_seconds=patience(request_envelope))
            self._file.wipe()
            self._file.drop_damaged()

    def close(self) -> None:
        """Close this thread's connection."""
        self._file.close()

    def _key(self, envelope: RequestEnvelope) -> str:
        return user_key(envelope, self._secret)

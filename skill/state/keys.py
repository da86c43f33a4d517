"""User ids as keyed hashes: what is stored cannot be traced to anyone without the key."""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ask_sdk_model import RequestEnvelope

from skill.errors import StateError

KEY_VARIABLE = "BACK_COACH_KEY"
"""The environment variable that may hold the key."""
MIN_KEY_CHARACTERS = 32
"""Fewer could be found by trying."""
_KEY_BYTES = 32


class NobodyError(StateError):
    """A request names no user: nothing can be kept, and nothing is."""


def user_key(envelope: RequestEnvelope, secret: bytes) -> str:
    """The key under which the state of a request's user is kept.

    The account decides: the event that a skill was disabled names only the account, and everything kept must be
    found by it. The places of its people are told apart within (`skill.state.household`).

    Raises:
        NobodyError: the request names no user.
    """
    system = envelope.context.system if envelope.context else None
    user = getattr(getattr(system, "user", None), "user_id", None)
    if not user and envelope.session and envelope.session.user:
        user = envelope.session.user.user_id
    if not user:
        raise NobodyError("the request names no user")
    return _hashed(user, secret)


def person_key(envelope: RequestEnvelope, secret: bytes) -> str:
    """The keyed hash of the person whose voice Alexa recognised; empty if she names none."""
    system = envelope.context.system if envelope.context else None
    person = getattr(getattr(system, "person", None), "person_id", None)
    return _hashed(person, secret) if person else ""


def _hashed(who: object, secret: bytes) -> str:
    return hmac.new(secret, str(who).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def secret_of(environment: Mapping[str, str]) -> bytes | None:
    """The key in the environment, or None if there is none.

    Raises:
        StateError: it is too short.
    """
    key = environment.get(KEY_VARIABLE, "")
    if not key:
        return None
    if len(key) < MIN_KEY_CHARACTERS:
        raise StateError(
            f"{KEY_VARIABLE} has {len(key)} characters: give at least {MIN_KEY_CHARACTERS}, "
            "for example from: openssl rand -hex 32"
        )
    return key.encode()


def load_secret(path: Path) -> bytes:
    """The key in the file `path`, made once and kept readable by its owner alone.

    Workers that start together agree on one key: it appears whole, and only if none is there.

    Raises:
        StateError: the file holds no key.
        OSError: it can be neither read nor written.
    """
    if not path.exists():
        _offer(path, secrets.token_bytes(_KEY_BYTES).hex())
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) < _KEY_BYTES:
        raise StateError(
            f"{path.name} holds no key: bring it back from a backup, "
            "or delete it to begin anew, whereby all that was kept is lost"
        )
    return secret


def _offer(path: Path, text: str) -> None:
    """Write `text` to `path` unless a file is there by then."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner alone
    whole = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(whole)
    except FileExistsError:
        pass
    finally:
        whole.unlink()

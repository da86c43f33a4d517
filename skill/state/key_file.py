"""The key that user ids are hashed with, in a file: for a service with a disk and no key in its environment."""

import os
import secrets
import tempfile
from pathlib import Path

from skill.errors import StateError

_KEY_BYTES = 32


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

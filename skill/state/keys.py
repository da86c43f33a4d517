"""User ids as keyed hashes: what is stored cannot be traced to anyone without the key."""

import hashlib
import hmac
import secrets
from pathlib import Path

from ask_sdk_model import RequestEnvelope

KEY_BYTES = 32


def user_key(envelope: RequestEnvelope, secret: bytes) -> str:
    """The key under which a person's state is kept.

    A speaker is shared by a household, so the person whom Alexa recognised comes before the account.

    Raises:
        ValueError: the request names neither.
    """
    system = envelope.context.system if envelope.context else None
    person = getattr(getattr(system, "person", None), "person_id", None)
    user = getattr(getattr(system, "user", None), "user_id", None)
    if user is None and envelope.session and envelope.session.user:
        user = envelope.session.user.user_id
    if not (person or user):
        raise ValueError("the request names no user")
    return hmac.new(secret, str(person or user).encode(), hashlib.sha256).hexdigest()


def load_secret(path: Path) -> bytes:
    """The key for hashing user ids, made once and kept readable by its owner alone."""
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        secret = secrets.token_bytes(KEY_BYTES)
        path.touch(mode=0o600)
        path.write_text(secret.hex(), encoding="ascii")
        return secret

"""User ids as keyed hashes: what is stored cannot be traced to anyone without the key."""

import hmac
from collections.abc import Mapping

from ask_sdk_model import RequestEnvelope

from skill.errors import StateError

KEY_VARIABLE = "BACK_COACH_KEY"
"""The environment variable that may hold the key."""
MIN_KEY_CHARACTERS = 32
"""Fewer could be found by trying."""


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
    return hmac.digest(secret, str(who).encode("utf-8", "surrogatepass"), "sha256").hex()


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

"""State in memory: gone with the process. For trying things out."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from skill.state.household import turned_to
from skill.state.keys import NobodyError, person_key, user_key
from skill.state.records import KEPT_SECONDS, packed, unpacked


class InMemoryAdapter(AbstractPersistenceAdapter):
    """Keeps each user's attributes in a dictionary, as text, as the lasting adapters do."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        """Begin with nothing; `clock` tells the epoch in seconds."""
        self._secret = secret
        self._clock = clock
        self._kept: dict[str, tuple[str, int]] = {}

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:
        """What is kept about the user, as `turned_to` says. Raises `StateError` where none is named."""
        text, expires = self._kept.get(user_key(request_envelope, self._secret), ("", 0))
        now = self._clock()
        record = unpacked(text) if expires > now else {}
        return turned_to(person_key(request_envelope, self._secret), record, expires, now)

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:
        """Keep `attributes`, made of those last handed out. Raises `StateError` where no user is named."""
        key = user_key(request_envelope, self._secret)
        self._kept[key] = (packed(attributes), int(self._clock()) + KEPT_SECONDS)

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:
        """Delete everything kept about the user's account."""
        with suppress(NobodyError):
            self._kept.pop(user_key(request_envelope, self._secret), None)

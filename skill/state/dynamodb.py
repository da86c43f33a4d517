"""State in a DynamoDB table: the default on Lambda.

An item is {pk: hash of the user id, attributes: JSON, expires: epoch seconds}; the table's time to live is
on `expires`. Integers stay integers because they travel inside the JSON.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from skill.state.dynamodb_client import DynamoDbClient
from skill.state.household import turned_to
from skill.state.keys import NobodyError, person_key, user_key
from skill.state.records import KEPT_SECONDS, packed, patience, unpacked


class DynamoDbAdapter(AbstractPersistenceAdapter):
    """Keeps each user's attributes as JSON under a keyed hash of the user id."""

    def __init__(
        self, client: DynamoDbClient, table: str, secret: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        """Keep state in `table`, reached by `client`, under hashes with the key `secret`.

        The table is not made here: that is the deployment's business. `clock` tells the epoch in seconds.
        """
        self._client = client
        self._table = table
        self._secret = secret
        self._clock = clock

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:
        """What is kept about the user, and behind it about the others of the account; empty if nothing is.

        Reads consistently: a visit sees what the one before it saved. Expired items, which DynamoDB deletes
        within days, count as gone.

        Raises:
            StateError: the table cannot be read in time.
        """
        question = self._item(request_envelope) | {"ConsistentRead": True}
        item = self._client.call("GetItem", question).get("Item") or {}
        expires = _whole(_value(item, "expires", "N"))
        now = self._clock()
        record = unpacked(_value(item, "attributes", "S")) if expires > now else {}
        return turned_to(person_key(request_envelope, self._secret), record, expires, now)

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:
        """Keep `attributes`, made of those last handed out, for 90 days.

        Raises:
            StateError: the table cannot be written in time.
        """
        item = {
            "pk": {"S": user_key(request_envelope, self._secret)},
            "attributes": {"S": packed(attributes)},
            "expires": {"N": str(int(self._clock()) + KEPT_SECONDS)},
        }
        self._client.call("PutItem", {"TableName": self._table, "Item": item})

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:
        """Delete everything kept about the user's account, whoever asks.

        Raises:
            StateError: the table cannot be written in time.
        """
        with suppress(NobodyError):
            self._client.call("DeleteItem", self._item(request_envelope), patience(request_envelope))

    def close(self) -> None:
        """Close this thread's connection."""
        self._client.close()

    def _item(self, envelope: RequestEnvelope) -> dict[str, Any]:
        return {"TableName": self._table, "Key": {"pk": {"S": user_key(envelope, self._secret)}}}


def _whole(number: str) -> int:
    """A number of seconds as DynamoDB writes it; 0, which is long past, where it is none of ours."""
    try:
        return int(number)
    except ValueError:
        return 0


def _value(item: dict[str, Any], name: str, kind: str) -> str:
    """An attribute of an item as it travels: {"S": "text"} or {"N": "12"}."""
    value = item.get(name)
    return str(value.get(kind, "")) if isinstance(value, dict) else ""

"""JSON objects as they travel between Alexa and a skill."""

from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]
"""A decoded JSON object."""


def as_object(value: object) -> JsonObject:
    """Return `value` if it is a JSON object, else an empty one, so that look-ups can be chained."""
    return value if isinstance(value, dict) else {}


def as_objects(value: object) -> tuple[JsonObject, ...]:
    """Return `value` as a tuple of JSON objects; empty if it is not a list."""
    return tuple(as_object(item) for item in value) if isinstance(value, list) else ()


def member(value: object, *path: str) -> object:
    """Return what stands at `path` inside nested objects, or None where the path breaks off."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value

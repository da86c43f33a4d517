"""Reading the JSON of a body that anyone may have written, strictly and within bounds."""

import json
from typing import Any, NoReturn

MAX_NESTING = 100
"""Levels of objects and lists. Requests with a screen's context nest some twenty deep."""


class MalformedBodyError(ValueError):
    """A body is not a JSON object within bounds. Never quotes the body."""


def parsed_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is, in UTF-8.

    Stricter than `json.loads`: no NaN, no infinities, no half surrogate pairs (they cannot be
    encoded again), no deep nesting. Raises `MalformedBodyError`.
    """
    try:
        value = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedBodyError(type(error).__name__) from None
    if not isinstance(value, dict):
        raise MalformedBodyError("not an object")
    # Both walks are rare: no request of Amazon's has so many brackets or such an escape.
    if body.count(b"{") + body.count(b"[") > MAX_NESTING and _nesting_exceeds(value, MAX_NESTING):
        raise MalformedBodyError("nested too deeply")
    if b"\\ud" in body.lower() and not _can_be_encoded(value):
        raise MalformedBodyError("half a surrogate pair")
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise MalformedBodyError("a number without bounds")
    return number


def _no_constant(_: str) -> NoReturn:
    raise MalformedBodyError("a number that JSON does not have")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_no_constant)


def _nesting_exceeds(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for parent in level
            if isinstance(parent, (dict, list))
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return any(isinstance(child, (dict, list)) for child in level)


def _can_be_encoded(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

"""Changes to a body that leave it JSON, so that they reach deeper than its parser."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from benchmarks.fuzzing.seeds import SKILL_ID, TIMESTAMP

_HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 1e308, -0.0, "", " ", "?", "\u0000", "\ud83e\uddb4", "a" * 5000, [], {}, [[]],
    [None], {"": None}, "<speak>&'\"</speak>", "]]>", "{{ 7 * 7 }}", "{% raise %}", "../../etc/passwd",
    "Robert'); DROP TABLE users;--", "ER_SUCCESS_MATCH", "en-US", "en-ZZ", "", "1", "-1", "NaN", "neck",
    "next", "chest pain", "stop", "yes", "\u202e", "\u0130", "9" * 400, {"a": {"b": {"c": []}}},
    "numb between my legs", "walking-benefits", "neck/turn", "LaunchRequest", "IntentRequest", "choice", "go on",
)  # fmt: skip
_KEPT_SHARE = 0.9
"""How often what admits a request is put right again."""

Place = tuple[Any, str | int]
"""An object or list, and a key or index of it."""


def changed(data: bytes, seed: int) -> bytes | None:
    """`data` with a few of its values or keys changed; None if it is no JSON object."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(chance.randint(1, 4)):
        _change(content, chance)
    if chance.random() < _KEPT_SHARE:
        _admit(content)
    return json.dumps(content).encode()


def _change(content: Any, chance: random.Random) -> None:
    places = list(_places(content))
    if not places:
        return
    holder, key = chance.choice(places)
    act = chance.random()
    if act < 0.15:
        del holder[key]
    elif act < 0.5:
        holder[key] = deepcopy(chance.choice(_HOSTILE))
    elif act < 0.7:
        other, there = chance.choice(places)
        holder[key] = deepcopy(other[there])
    elif act < 0.85 and isinstance(holder[key], str):
        holder[key] = _words(holder[key], chance)
    elif act < 0.95 and isinstance(holder, dict):
        holder[str(chance.choice(_HOSTILE))[:40]] = deepcopy(chance.choice(_HOSTILE))
    elif isinstance(holder[key], (int, float)):
        holder[key] += chance.choice((-1, 1, 1000, -1000, 0.5))


def _words(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    chance.shuffle(words)
    words.insert(chance.randint(0, len(words)), str(chance.choice(_HOSTILE))[:60])
    return " ".join(words)


def _places(value: Any, depth: int = 0) -> Iterator[Place]:
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(keys):
        yield value, key
        if depth < 12:
            yield from _places(inner, depth + 1)


def _admit(content: dict[str, Any]) -> None:
    """Put back what verification looks at, where there is a place for it."""
    system = content.get("context", {}).get("System") if isinstance(content.get("context"), dict) else None
    for holder in (content.get("session"), system):
        if isinstance(holder, dict):
            holder["application"] = {"applicationId": SKILL_ID}
    if isinstance(content.get("request"), dict):
        content["request"]["timestamp"] = TIMESTAMP

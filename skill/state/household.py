"""One record for an account, and in it a place for each of its voices.

A speaker is shared by a household, and Alexa names the person who speaks where she recognises the voice. The
account's record holds what is kept about whoever spoke last and, set aside in it, about the others. So whatever
deletes the record deletes everybody: "forget me", and the event that the skill was disabled, which names the
account alone.

A voice is recognised in one turn and not in the next, so whoever is not recognised is taken for whoever spoke last.
"""

from typing import Any

_SPEAKER = "speaker"
"""Holds whose the record is, as a keyed hash; absent while nobody was ever recognised."""
_OTHERS = "others"
"""Holds what is kept about the others, by the same hashes."""
_EXPIRES = "expires"
"""Holds when one of the others is forgotten, seconds since 1970: each of them by their own last visit."""
_MOST_OTHERS = 9
"""An account has ten voices at most ("Create a voice ID", Alexa help)."""


def turned_to(speaker: str, record: dict[str, Any], expires: int, now: float) -> dict[str, Any]:
    """The record with what is kept about `speaker` in front, as it is to be handed out and saved again.

    Args:
        speaker: who speaks, as a keyed hash; empty if the voice was not recognised.
        record: what is kept.
        expires: when it is forgotten.
        now: seconds since 1970.
    """
    mine = {name: value for name, value in record.items() if name not in (_SPEAKER, _OTHERS)}
    last = str(record.get(_SPEAKER, ""))
    others = _remembered(record.get(_OTHERS), now)
    if speaker and last and speaker != last:
        others[last] = mine | {_EXPIRES: expires}
        mine = others.pop(speaker, {})
        mine.pop(_EXPIRES, None)
    # What was kept before anybody was recognised goes to the first who is.
    who = speaker or last
    latest = sorted(others.items(), key=lambda item: int(item[1][_EXPIRES]), reverse=True)[:_MOST_OTHERS]
    return mine | ({_SPEAKER: who} if who else {}) | ({_OTHERS: dict(latest)} if latest else {})


def _remembered(others: object, now: float) -> dict[str, dict[str, Any]]:
    """Those of the others who are not to be forgotten yet."""
    if not isinstance(others, dict):
        return {}
    return {who: dict(kept) for who, kept in others.items() if isinstance(kept, dict) and _expiry(kept) > now}


def _expiry(kept: dict[str, Any]) -> int:
    expires = kept.get(_EXPIRES)
    return expires if isinstance(expires, int) else 0

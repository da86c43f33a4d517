"""What every adapter keeps: the attributes as JSON, and for how long."""

import json
from typing import Any

from ask_sdk_model import RequestEnvelope

from skill.alexa.events import is_event

KEPT_SECONDS = 90 * 86_400
"""How long after the last visit a place in a routine is of use: 90 days."""
TURN_WAIT_SECONDS = 0.4
"""How long one look into storage may take: a turn is answered within a second, and may need two."""
EVENT_WAIT_SECONDS = 5.0
"""The same where nobody listens: what must be deleted is worth waiting for."""


def packed(attributes: dict[str, Any]) -> str:
    """The attributes as text."""
    return json.dumps(attributes, separators=(",", ":"))


def unpacked(text: object) -> dict[str, Any]:
    """The attributes out of text; empty if that is none of ours."""
    try:
        attributes = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    return attributes if isinstance(attributes, dict) else {}


def patience(envelope: RequestEnvelope) -> float:
    """Seconds that this request may wait for storage."""
    return EVENT_WAIT_SECONDS if is_event(envelope.request) else TURN_WAIT_SECONDS

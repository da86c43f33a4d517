"""Alexa's events, such as that somebody disabled the skill: requests that nobody waits to hear the answer of."""

DISABLED = "AlexaSkillEvent.SkillDisabled"
"""Somebody disabled the skill, and is to be forgotten."""
_PREFIX = "AlexaSkillEvent."


def is_event(request: object) -> bool:
    """Whether a request of the SDK's is an event."""
    return str(getattr(request, "object_type", None) or "").startswith(_PREFIX)

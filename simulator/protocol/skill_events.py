"""What Alexa tells a skill outside any session: that it was enabled, disabled, or allowed something.

The names and bodies stand in skill_events.json, as Amazon's "Add Events to Your Skill" documents them.
"""

import json
from functools import cache
from pathlib import Path

from simulator.json_object import JsonObject

PREFIX = "AlexaSkillEvent."
"""Begins the request type of every event."""

DISABLED = "SkillDisabled"
"""After this event the account, its devices and its people have other ids: Amazon makes them anew."""


@cache
def bodies() -> dict[str, JsonObject]:
    """Return the `body` of each event by its name, such as SkillEnabled; empty where it has none."""
    content: dict[str, JsonObject] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return content

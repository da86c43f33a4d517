"""The skill itself, for the simulator's other process."""

from pathlib import Path

from ask_sdk_core.skill import CustomSkill

from simulator.transport.tracing import Tracer


def back_coach(database: Path, tracer: Tracer) -> CustomSkill:
    """Build Back Coach with its state in `database`, watched by `tracer`."""
    # Imported here because only the skill's own process needs it, not the one that talks to it.
    from skill.entry.assembly import create_skill  # noqa: PLC0415

    return create_skill(database, recognizer=tracer.recognizer)

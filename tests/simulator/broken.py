"""The real skill with something missing, for the simulator's other process."""

import shutil
from pathlib import Path

from ask_sdk_core.skill import CustomSkill

from simulator.transport.tracing import Tracer
from skill.entry.assembly import SPEECH, create_skill


def without_model(database: Path, tracer: Tracer) -> CustomSkill:
    """Build the skill without its encoder."""
    speech = database.parent / "speech"
    speech.mkdir()
    (speech / "compiled").symlink_to(SPEECH / "compiled")
    return create_skill(database, speech, recognizer=tracer.recognizer)


def with_a_broken_file(database: Path, tracer: Tracer) -> CustomSkill:
    """Build the skill with a compiled file that is cut short."""
    compiled = database.parent / "speech/compiled"
    shutil.copytree(SPEECH / "compiled", compiled)
    (compiled / "safety.json").write_bytes((SPEECH / "compiled/safety.json").read_bytes()[:1000])
    return create_skill(database, compiled.parent, recognizer=tracer.recognizer)

"""What the page runs on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audio.heard import Heard
from simulator.conversation.replay import Stage
from simulator.json_object import JsonObject
from simulator.page.sounds import Sounds
from simulator.workshop.watching import Workshop


class Recogniser(Protocol):
    """Recognises what is spoken to the page."""

    def hear(self, sound: bytes) -> Heard:
        """What is said in a sound file. Raises RecogniserError where it cannot tell."""
        ...


@dataclass(frozen=True)
class Setting:
    """The skill, the documents, and what of a voice and a recogniser there is."""

    stage: Stage
    """The skill, the clock and the interaction models."""
    models: Path
    """Folder with one interaction model per locale."""
    document: Path
    """Folder of the Markdown from which statements come."""
    trace: Callable[[], JsonObject] = dict
    """Tells what went on in the skill since the last call; nothing, of a skill that cannot be watched."""
    renew: Callable[[], object] = lambda: None
    """Starts the skill anew, with what was compiled since."""
    workshop: Workshop | None = None
    """Watches the documents; None where nobody edits them."""
    sounds: Sounds | None = None
    """Speaks what is said; None where no voice is installed."""
    recogniser: Recogniser | None = None
    """Hears what is spoken to the page; None where none is installed."""

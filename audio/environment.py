"""Where `make voice` puts what speaks and listens: an environment apart from the one that the project runs in."""

from dataclasses import dataclass
from pathlib import Path

from skill.errors import BackCoachError

FOLDER = Path(__file__).resolve().parents[1] / ".venv-voice"
"""The environment of this project."""
WEIGHTS = "weights"
"""Folder in the environment with what `audio.weights` lays out."""
VOICE = "voice.onnx"
"""The synthesiser's voice, in that folder."""
WHISPER = "whisper"
"""Folder of the recogniser's weights, in that folder."""


class NotInstalledError(BackCoachError):
    """There is no voice and no recogniser on this computer."""


@dataclass(frozen=True)
class Environment:
    """An environment in which all that is needed was found."""

    python: Path
    """Its interpreter, which runs Piper and the recogniser as programs."""
    voice: Path
    """The voice's weights; its properties lie beside them."""
    whisper: Path
    """Folder of the recogniser's weights."""


def installed(folder: Path = FOLDER) -> bool:
    """Whether `make voice` has been run to its end."""
    return all(path.exists() for path in _paths(folder))


def environment(folder: Path = FOLDER) -> Environment:
    """The environment in `folder`.

    Raises:
        NotInstalledError: it is not there, or not whole.
    """
    if not installed(folder):
        raise NotInstalledError("the voice is not installed: run 'make voice'")
    return Environment(*_paths(folder))


def _paths(folder: Path) -> tuple[Path, Path, Path]:
    weights = folder / WEIGHTS
    return folder / "bin" / "python", weights / VOICE, weights / WHISPER

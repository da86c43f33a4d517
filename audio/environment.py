"""Where `make voice` puts what speaks and listens: an environment apart from the one that the project runs in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skill.errors import BackCoachError

VARIABLE = "BACK_COACH_VOICE"
"""Environment variable that names the folder, for whoever installed the package and not the checkout."""
NAME = ".venv-voice"
"""What the folder is called."""
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


def voice_folder(variables: Mapping[str, str] = os.environ) -> Path:
    """Where the environment is: as `VARIABLE` names it, else in the project, else in the working folder."""
    if named := variables.get(VARIABLE):
        return Path(named).resolve()
    project, here = Path(__file__).resolve().parents[1] / NAME, Path.cwd() / NAME
    return here if installed(here) and not installed(project) else project


def installed(folder: Path | None = None) -> bool:
    """Whether `make voice` has been run to its end, in `folder` or where the environment is looked for."""
    return all(path.exists() for path in _paths(folder or voice_folder()))


def environment(folder: Path | None = None) -> Environment:
    """The environment in `folder`, or where it is looked for.

    Raises:
        NotInstalledError: it is not there, or not whole.
    """
    found = folder or voice_folder()
    if not installed(found):
        raise NotInstalledError(
            f"the voice is not installed: run 'make voice' in the project's checkout. Elsewhere, run this in that "
            f"folder, or name what it made: {VARIABLE}=CHECKOUT/{NAME} (looked for in {found})"
        )
    return Environment(*_paths(found))


def _paths(folder: Path) -> tuple[Path, Path, Path]:
    weights = folder / WEIGHTS
    return folder / "bin" / "python", weights / VOICE, weights / WHISPER

"""Who speaks the lines: synthesisers, run as programs of their own."""

import subprocess
from pathlib import Path
from typing import Protocol

from audio.piper import Piper, VoiceError


class Voice(Protocol):
    """Somebody who reads a line aloud."""

    name: str

    def speak(self, text: str) -> bytes:
        """Say `text` at a natural speed; returns a sound file."""
        ...


class Flite:
    """A voice of Flite: recorded from a real speaker, started anew for each line."""

    def __init__(self, name: str, folder: Path, program: str = "flite") -> None:
        self.name = name
        self._program = program
        self._file = folder / f"{name}.wav"

    def speak(self, text: str) -> bytes:
        """Say `text`.

        Raises:
            VoiceError: the program is missing or failed.
        """
        command = [self._program, "-voice", self.name, "-o", str(self._file), "-t", text]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own arguments
        except (OSError, subprocess.CalledProcessError) as error:
            raise VoiceError(f"{self._program}: {error}") from error
        return self._file.read_bytes()


class Joe:
    """The voice of Piper that `make voice` installs."""

    name = "joe"

    def __init__(self, piper: Piper) -> None:
        self._piper = piper

    def speak(self, text: str) -> bytes:
        """Say `text`.

        Raises:
            VoiceError: the program has ended.
        """
        return self._piper.speak(text).wav

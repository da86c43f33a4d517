"""Who speaks the lines: synthesisers, run as programs of their own."""

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from skill.errors import BackCoachError


class VoiceError(BackCoachError):
    """A synthesiser is missing or said nothing."""


class Voice(Protocol):
    """Somebody who reads a line aloud."""

    name: str

    def speak(self, text: str) -> Path:
        """Say `text` at a natural speed; returns the sound file, which is the caller's to delete."""
        ...


class Flite:
    """A voice of Flite: recorded from a real speaker, started anew for each line."""

    def __init__(self, name: str, folder: Path, program: str = "flite") -> None:
        self.name = name
        self._program = program
        self._file = folder / f"{name}.wav"

    def speak(self, text: str) -> Path:
        """Say `text`.

        Raises:
            VoiceError: the program is missing or failed.
        """
        command = [self._program, "-voice", self.name, "-o", str(self._file), "-t", text]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own arguments
        except (OSError, subprocess.CalledProcessError) as error:
            raise VoiceError(f"{self._program}: {error}") from error
        return self._file


class Piper:
    """A voice of Piper: one process that loads its model once and is given line after line.

    Piper is under the GPL, so it runs as a program and is imported nowhere.
    """

    def __init__(self, name: str, model: Path, folder: Path, program: str = "piper") -> None:
        """Start the program.

        Raises:
            VoiceError: it is missing.
        """
        self.name = name
        command = [program, "--model", str(model), "--output-dir", str(folder)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own arguments
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
        except OSError as error:
            raise VoiceError(f"{program}: {error}") from error

    def speak(self, text: str) -> Path:
        """Say `text`.

        Raises:
            VoiceError: the program ended.
        """
        assert self._process.stdin
        assert self._process.stderr
        try:
            print(text, file=self._process.stdin, flush=True)
        except BrokenPipeError as error:
            raise VoiceError(f"{self.name}: Piper has ended") from error
        return _written(self._process.stderr)

    def close(self) -> None:
        """End the program."""
        self._process.communicate()


def _written(log: Iterable[str]) -> Path:
    """The file that Piper says it wrote."""
    told = ""
    for line in log:
        told += line
        if "Wrote " in line:
            return Path(line.partition("Wrote ")[2].strip())
    raise VoiceError(f"Piper wrote nothing: {told.strip()}")

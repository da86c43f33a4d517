"""The reference synthesiser: espeak-ng, its American voice at its default speed, timed."""

import array
import subprocess
import tempfile
import wave
from pathlib import Path

COMMAND = "espeak-ng"
VOICE = "en-us"
_SILENT = 160
"""Samples of 16 bits that stay below this (half a percent of full scale) are silence."""


def reference_version() -> str:
    """Return the synthesiser's name and version, as it gives them itself."""
    command = [COMMAND, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return said.stdout.split("Data at")[0].strip()


def reference_seconds(ssml: str) -> float:
    """Return the seconds from the first sound to the last when the reference reads text or SSML.

    The silence that every file of the reference begins and ends with belongs to no word: left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        text, audio = Path(folder, "said.txt"), Path(folder, "said.wav")
        text.write_text(ssml, encoding="utf-8")
        command = [COMMAND, "-v", VOICE, "-m", "-w", str(audio), "-f", str(text)]
        subprocess.run(command, check=True)
        with wave.open(str(audio), "rb") as recording:
            rate = recording.getframerate()
            samples = array.array("h", recording.readframes(recording.getnframes()))
    loud = [index for index, sample in enumerate(samples) if abs(sample) > _SILENT]
    return round((loud[-1] - loud[0]) / rate, 3) if loud else 0.0

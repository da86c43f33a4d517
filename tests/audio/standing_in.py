"""An environment like that of `make voice`, with a small program in Piper's place.

It is asked and answers as Piper does. Each letter is a tone of its own, and lasts seventy milliseconds: so a test knows
how long a text takes.
"""

import sys
from pathlib import Path

from audio.environment import VOICE, WEIGHTS, WHISPER

PROGRAM = Path(__file__).with_name("stand_in.py")


def stand_in(folder: Path, source: str | None = None) -> Path:
    """Lay out `folder` as an environment whose interpreter runs our program, or `source`, and no other."""
    weights = folder / WEIGHTS
    (weights / WHISPER).mkdir(parents=True)
    (weights / VOICE).touch()
    program = PROGRAM
    if source is not None:
        program = folder / "program.py"
        program.write_text(source, encoding="utf-8")
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return folder

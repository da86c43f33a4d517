"""An environment like that of `make voice`, with a small program in Piper's place that answers as Piper does."""

import json
import sys
from pathlib import Path

from audio.environment import VOICE, WEIGHTS, WHISPER
from tests.audio.tones import RATE

ROOT = Path(__file__).parents[2]
_RUNS = f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" '


def stand_in(folder: Path, source: str | None = None) -> Path:
    """Lay out `folder` as an environment whose interpreter runs our program, or `source`, and no other."""
    weights = folder / WEIGHTS
    (weights / WHISPER).mkdir(parents=True)
    (weights / VOICE).touch()
    (weights / f"{VOICE}.json").write_text(json.dumps({"audio": {"sample_rate": RATE}}), encoding="utf-8")
    program = "-m tests.audio.stand_in"
    if source is not None:
        (folder / "program.py").write_text(source, encoding="utf-8")
        program = f'"{folder}/program.py"'
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'{_RUNS}{program} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return folder

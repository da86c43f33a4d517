"""Voices are programs: what they write is found, and a missing or broken one is told. Stand-ins speak here."""

import sys
from pathlib import Path

import pytest

from audio.piper import VoiceError
from authoring.hearing.voices import Flite

SPEAKS = """\
import pathlib, sys
pathlib.Path(sys.argv[sys.argv.index("-o") + 1]).write_text(sys.argv[-1])
"""


def _program(folder: Path, source: str) -> str:
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\n{source}")
    path.chmod(0o755)
    return str(path)


def test_a_program_speaks_line_after_line(tmp_path: Path) -> None:
    voice = Flite("slt", tmp_path, _program(tmp_path, SPEAKS))
    assert [voice.speak(text) for text in ("my back hurts", "and my neck")] == [b"my back hurts", b"and my neck"]


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="nowhere"):
        Flite("slt", tmp_path, "nowhere").speak("my back hurts")


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="program"):
        Flite("slt", tmp_path, _program(tmp_path, "raise SystemExit(1)")).speak("my back hurts")

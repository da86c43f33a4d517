"""What the index of a large document costs: to be made, to be kept, and to be searched for each question.

Vectors are stood in for, by random ones: reading every text is timed on some of them, by the encoder itself.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from authoring.compiler import readings
from authoring.compiler.index import Indexed, write_index
from benchmarks.speed.figures import Goal, Row, Spread, percentile
from skill.content.digests import INDEX
from skill.understanding.encoder import Encoder
from skill.understanding.index import Index
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading

_SIZE = 384
_SAMPLE = 200
"""Texts that the encoder reads."""
_SEARCHES = 200
"""Questions that are looked up in each block."""
_BLOCKS = 5


@dataclass
class _Random:
    """Stands in for the encoder: a vector of no meaning for each text."""

    labels: tuple[str, ...] = ()

    def read(self, text: str, _: Moment) -> Reading:
        """The same vector for the same text, of length one."""
        return Reading((), vector_of(text))


def vector_of(text: str) -> npt.NDArray[np.float32]:
    """A vector of length one, by a text alone."""
    found = np.random.default_rng(list(text.encode())).standard_normal(_SIZE, dtype=np.float32)
    return found / np.linalg.norm(found)


def measure(folder: Path, made_of: Indexed, many: str) -> list[Row]:
    """Make the index in `folder`, and search it.

    Args:
        folder: of the compiled files.
        made_of: what the index is made of.
        many: how large the document is, in words.
    """
    texts = [text for some in made_of.texts.values() for text in some]
    began = time.perf_counter()
    with patch.object(readings, "Encoder", lambda _: _Random()):
        write_index(folder, made_of)
    made = time.perf_counter() - began
    read = len(texts) * _seconds_a_text(made_of.encoder, texts[:: max(len(texts) // _SAMPLE, 1)])
    index = Index(folder / INDEX)
    asked = [(vector_of(text), text) for text in texts[:: max(len(texts) // _SEARCHES, 1)]]
    took = [_searched(index, asked) for _ in range(_BLOCKS)]
    return [
        Row(f"index, {many}: reading its {len(texts):,} texts", Spread.of([read]), unit="s"),
        Row(f"index, {many}: all else", Spread.of([made]), goal=Goal(60, unit="s"), unit="s"),
        Row(f"index, {many}", Spread.of([(folder / INDEX).stat().st_size / 1e6]), unit="MB"),
        Row(f"search, {many}, p50", Spread.of([percentile(times, 0.5) for times in took]), unit="ms"),
        Row(f"search, {many}, p99", Spread.of([percentile(times, 0.99) for times in took]), unit="ms"),
    ]


def _seconds_a_text(path: Path, texts: Sequence[str]) -> float:
    encoder = Encoder(path)
    encoder.read(texts[0], Moment.REST)
    began = time.perf_counter()
    for text in texts:
        encoder.read(text, Moment.REST)
    return (time.perf_counter() - began) / len(texts)


def _searched(index: Index, asked: Sequence[tuple[npt.NDArray[np.float32], str]]) -> list[float]:
    """Milliseconds of each search."""
    found = []
    for vector, text in asked:
        began = time.perf_counter()
        index.likeness_alone(vector, text)
        found.append((time.perf_counter() - began) * 1000)
    return found

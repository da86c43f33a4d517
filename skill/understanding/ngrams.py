"""Weights of words, word sequences, letter sequences and word groups: a score a label, in plain Python.

A linear model. The weights of one feature are eight-bit integers, kept as lanes of one large integer, so that a
handful of additions scores every label at once.
"""

import base64
import binascii
import hashlib
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from skill.errors import CompiledFilesError
from skill.understanding.word_groups import Told

_REBUILD = "run 'python -m skill.training.ngrams'"
_LANE = 3
"""Bytes of a lane: room for the sum of 65,000 weights."""
_OFFSET = 128
"""What is added to a weight to make it a byte."""
_MANY = 4
"""From this count on, signs are counted alike."""
_LONG = 6
"""From this count on, words are counted alike."""
_LETTERS = (3, 4, 5)
"""Lengths of letter sequences."""


def features(text: str, told: Told) -> Iterator[str]:
    """The features of normalised `text`, which names the groups in `told`. Some may come twice."""
    words = ["^", *text.split(), "$"]
    yield from words[1:-1]
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        yield f"{first} {second} {third}"
    for word in words[1:-1]:
        framed = f"_{word}_"
        for length in _LETTERS:
            for start in range(len(framed) - length + 1):
                yield f"~{framed[start : start + length]}"
    yield f"#{min(told.signs, _MANY)} signs"
    yield f"#{min(len(words) - 2, _LONG)} words"
    names = sorted([*told.places, *(f"no {name}" for name in told.denied)])
    for name in names:
        yield f"#{name}"
    for one, other in combinations(names, 2):
        yield f"#{one}+{other}"


class Ngrams:
    """Scores labels by the features of an utterance."""

    def __init__(self, path: Path) -> None:
        """Load the weights.

        Raises:
            CompiledFilesError: they are missing or damaged.
        """
        try:
            raw = path.read_bytes()
            expected = path.with_suffix(".sha256").read_text(encoding="ascii").strip()
        except OSError as error:
            raise CompiledFilesError(f"{path} is missing; {_REBUILD}") from error
        if hashlib.sha256(raw).hexdigest() != expected:
            raise CompiledFilesError(f"{path} is damaged; {_REBUILD}")
        try:
            data = json.loads(raw)
            weights = zlib.decompress(base64.b85decode(data["weights"]))
            self.labels: tuple[str, ...] = tuple(data["labels"])
            self.urgent_from: float = data["urgent from"]
            self.refer_from: float = data["refer from"]
            self._bias: list[float] = data["bias"]
            self._scale: float = data["scale"]
            self._index = {name: number for number, name in enumerate(data["features"])}
        except (ValueError, KeyError, TypeError, zlib.error, binascii.Error) as error:
            raise CompiledFilesError(f"{path} is out of date; {_REBUILD}") from error
        self._lanes = bytearray(len(weights) * _LANE)
        self._lanes[::_LANE] = weights
        self._row = len(self.labels) * _LANE

    def scores(self, text: str, told: Told) -> list[float]:
        """One score a label: the logarithm of its probability, but for a constant."""
        index, lanes, row = self._index, self._lanes, self._row
        known = {index[name] for name in features(text, told) if name in index}
        total = sum(int.from_bytes(lanes[number * row : number * row + row], "little") for number in known)
        sums = total.to_bytes(row, "little")
        factor = self._scale / math.sqrt(max(len(known), 1))
        taken = _OFFSET * len(known)
        return [
            bias + factor * (int.from_bytes(sums[at : at + _LANE], "little") - taken)
            for bias, at in zip(self._bias, range(0, row, _LANE), strict=True)
        ]


def pack(rows: Sequence[bytes]) -> str:
    """Weights as they stand in the file: `rows` holds a byte a label, the weight plus 128."""
    return base64.b85encode(zlib.compress(b"".join(rows), 9)).decode("ascii")


def log_odds(scores: Sequence[float], chosen: Sequence[bool]) -> float:
    """The logarithm of how much likelier the chosen labels are than all others together."""
    return _log_sum([one for one, yes in zip(scores, chosen, strict=True) if yes]) - _log_sum(
        [one for one, yes in zip(scores, chosen, strict=True) if not yes]
    )


def _log_sum(scores: Sequence[float]) -> float:
    most = max(scores)
    return most + math.log(sum(math.exp(one - most) for one in scores))

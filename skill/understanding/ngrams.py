"""A small network over words, word sequences, letter sequences and word groups, in plain Python.

One hidden layer. Its weights are small integers, kept as lanes of large integers, so that a few hundred additions
and multiplications of large integers score every label at once; no numerical library has to be loaded for it.
"""

import hashlib
import json
import math
import struct
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations, compress, pairwise
from pathlib import Path
from typing import Any

from skill.errors import CompiledFilesError
from skill.understanding.word_groups import GroupMatches

MAGIC = b"BACKNGRAM1"
"""What the file starts with: then the length of the header in eight bytes, the header in JSON, and the weights of
both layers, a byte each. They are not packed: what a zip of the package does once need not be undone at each start."""
_REBUILD = "run 'python -m authoring.training.ngrams'"
_LANE = 4
"""Bytes of a lane: room for the sum of 128 bytes that are each taken up to `_MOST` times."""
_OFFSET = 128
"""What is added to a weight to make it a byte."""
_STEPS = 512
"""Steps of a hidden value to the unit."""
_MOST = 65_535
"""The most steps that are counted."""
_MANY = 4
"""From this count on, signs are counted alike."""
_LONG = 6
"""From this count on, words are counted alike."""
_REMEMBERED = 2048
"""Rows: half a kilobyte each."""
_LETTERS = (3, 4, 5)
"""Lengths of letter sequences."""


def features(text: str, matches: GroupMatches) -> list[str]:
    """The features of normalised `text`, which names the groups in `matches`. Some may come twice."""
    words = ["^", *text.split(), "$"]
    found = words[1:-1]
    framed = [f"_{word}_" for word in found]
    found += [f"{first} {second}" for first, second in pairwise(words)]
    found += [f"{first} {second} {third}" for first, second, third in zip(words, words[1:], words[2:], strict=False)]
    for length in _LETTERS:
        found += [f"~{word[start : start + length]}" for word in framed for start in range(len(word) - length + 1)]
    found += (f"#{min(matches.signs, _MANY)} signs", f"#{min(len(words) - 2, _LONG)} words")
    names = sorted([*matches.places, *(f"no {name}" for name in matches.negated)])
    found += [f"#{name}" for name in names]
    found += [f"#{first}+{other}" for first, other in combinations(names, 2)]
    return found


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
        if hashlib.sha256(raw).hexdigest() != expected or not raw.startswith(MAGIC):
            raise CompiledFilesError(f"{path} is damaged; {_REBUILD}")
        start = len(MAGIC) + 8
        end = start + int.from_bytes(raw[len(MAGIC) : start], "little")
        try:
            data = json.loads(raw[start:end])
            self.labels: tuple[str, ...] = tuple(data["labels"])
            self.urgent_from: float = data["urgent from"]
            self.refer_from: float = data["refer from"]
            self._index = {name: number for number, name in enumerate(data["features"])}
            self._hidden = _Layer(data["hidden"], raw, end)
            # Most utterances are made of the same words and letters.
            self._row = lru_cache(maxsize=_REMEMBERED)(self._hidden.row)
            self._out = _Layer(data["out"], raw, end + len(self._index) * len(self._hidden))
        except (ValueError, KeyError, TypeError) as error:
            raise CompiledFilesError(f"{path} is out of date; {_REBUILD}") from error

    def scores(self, text: str, matches: GroupMatches) -> list[float]:
        """One score a label: the logarithm of its probability, but for a constant."""
        found = map(self._index.get, features(text, matches))
        known = {number for number in found if number is not None}
        total = sum(map(self._row, known))
        values = self._hidden.values(total, len(known), 1 / math.sqrt(max(len(known), 1)))
        steps = [min(int(value * _STEPS), _MOST) if value > 0 else 0 for value in values]
        total = sum([step * row for step, row in zip(steps, self._rows, strict=True) if step])
        return self._out.values(total, sum(steps), 1 / _STEPS)

    @cached_property
    def _rows(self) -> list[int]:
        """The rows of the labels' layer: all of them are used each time."""
        return [self._out.row(number) for number in range(len(self._hidden))]


class _Layer:
    """Weights and biases of one layer."""

    def __init__(self, data: Mapping[str, Any], raw: bytes, start: int) -> None:
        """Take what the header says of it, and the file, in which its weights begin at `start`."""
        self._bias: list[float] = data["bias"]
        self._scale: float = data["scale"]
        self._raw = raw
        self._start = start

    def __len__(self) -> int:
        """How many values it gives."""
        return len(self._bias)

    def row(self, number: int) -> int:
        """The weights from one input to every output, a lane each."""
        width = len(self._bias)
        start = self._start + number * width
        lanes = bytearray(width * _LANE)
        lanes[::_LANE] = self._raw[start : start + width]
        return int.from_bytes(lanes, "little")

    def values(self, total: int, count: int, factor: float) -> list[float]:
        """What the lanes of a sum of rows hold, biases added.

        Args:
            total: sum of rows, each as often as its input weighs.
            count: how often in all.
            factor: what to multiply the sums by.
        """
        taken, factor = _OFFSET * count, factor * self._scale
        sums = struct.unpack(f"<{len(self)}I", total.to_bytes(len(self) * _LANE, "little"))
        return [bias + factor * (lane - taken) for bias, lane in zip(self._bias, sums, strict=True)]


def pack(header: Mapping[str, object], hidden: bytes, out: bytes) -> bytes:
    """The file of weights: what `header` says, and the weights of both layers, a byte each, the weight plus 128."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return b"".join((MAGIC, len(text).to_bytes(8, "little"), text, hidden, out))


def log_odds(scores: Sequence[float], chosen: Sequence[bool]) -> float:
    """The logarithm of how much likelier the chosen labels are than all others together."""
    others = [not yes for yes in chosen]
    return _log_sum(list(compress(scores, chosen))) - _log_sum(list(compress(scores, others)))


def _log_sum(scores: Sequence[float]) -> float:
    most = max(scores)
    return most + math.log(sum([math.exp(score - most) for score in scores]))

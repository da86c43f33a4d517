"""What a hundred times as many statements cost: generated documents, compiled and talked to in a folder apart.

The model is stood in for: it would have to be trained, and its work is one product of matrices more. Everything
around it, down to the search of the index and the decision between all labels, is the skill's own.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

from authoring.compiler.build import COMPILED, MODELS, compile_all, write
from authoring.compiler.index import Indexed
from authoring.compiler.labels import labels_of
from benchmarks.speed import search
from benchmarks.speed.authority import Signer
from benchmarks.speed.figures import Goal, Row, Spread, paired
from benchmarks.speed.generated import QUESTIONS, generate
from benchmarks.speed.in_process import coach
from benchmarks.speed.talking import COMMANDS, Clock, Talker, round_robin
from benchmarks.speed.talking import QUESTIONS as ASKED
from skill.entry.assembly import SPEECH
from skill.understanding import encoder
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading

SIZES = (30, 3000)
"""Statements of the smaller document, and of the larger."""
_BLOCKS = 5
_TURNS = 120
_LARGEST_MODEL = 1.5
"""Megabytes of an interaction model, at most."""


@dataclass(frozen=True)
class _Compiled:
    folder: Path
    ids: list[str]
    seconds: float
    model_mb: float
    indexed: Indexed


class _Guess:
    """Stands in for the trained encoder: gives one of the statements most of the probability."""

    def __init__(self, ids: list[str]) -> None:
        """Know the statements, and the project's other labels."""
        others = [label for label in _trained_labels() if kind_of(label) != "answer"]
        self.labels = (*ids, *others)
        self._ids = len(ids)
        self._chance = random.Random(20261122)  # noqa: S311 - the same guesses every time

    def read(self, _: str, __: Moment) -> Reading:
        """Sure of a statement."""
        found = np.full(len(self.labels), 0.1 / len(self.labels))
        found[self._chance.randrange(self._ids)] += 0.9
        return Reading(tuple(found.tolist()), np.zeros(384, dtype=np.float32))


def measure(folder: Path, signer: Signer) -> list[Row]:
    """The lines of the growing document."""
    small, large = (_compiled(folder / str(size), size) for size in SIZES)
    many = f"{SIZES[1]:,} statements"
    searched = [search.measure(document.folder / COMPILED, document.indexed, many) for document in (small, large)][-1]
    talkers = (_talker(large, signer), _talker(small, signer))
    turns = {
        "command turn": [_commands(talkers) for _ in range(_BLOCKS)],
        "question but for the model": [_questions(talkers) for _ in range(_BLOCKS)],
    }
    return [
        *(
            paired(f"{name}, {many} ÷ {SIZES[0]}", [a for a, _ in pairs], [b for _, b in pairs], Goal(2.0))
            for name, pairs in turns.items()
        ),
        Row(f"compile, {many}", Spread.of([large.seconds]), goal=Goal(60, unit="s"), unit="s"),
        Row(
            f"interaction model, {many}, {QUESTIONS} questions each",
            Spread.of([large.model_mb]),
            goal=Goal(_LARGEST_MODEL, unit="MB"),
            unit="MB",
        ),
        *searched,
    ]


def _compiled(folder: Path, size: int) -> _Compiled:
    folder.mkdir()
    ids = generate(folder, size)
    began = time.perf_counter()
    made = compile_all(folder)
    write(folder, made.files)
    seconds = time.perf_counter() - began
    return _Compiled(folder, ids, seconds, (folder / MODELS / "en-US.json").stat().st_size / 1e6, made.indexed)


def _talker(one: _Compiled, signer: Signer) -> Talker:
    talker = coach(one.folder, signer, Clock(), one.folder / "speech")
    with patch.object(encoder, "Encoder", lambda _: _Guess(one.ids)):
        talker.launch()
        talker.ask(ASKED[0])  # the model is loaded at the first question
    talker.begin_stretch()
    return talker


def _commands(talkers: tuple[Talker, Talker]) -> tuple[float, float]:
    """Median milliseconds of each talker's turn."""
    took: tuple[list[float], list[float]] = ([], [])
    for talker in talkers:
        talker.begin_stretch()
    for words in round_robin(COMMANDS, _TURNS):
        for talker, times in zip(talkers, took, strict=True):
            assert isinstance(talker.clock, Clock)
            talker.clock.move_on()
            times.append(talker.say(words) * 1000)
    return median(took[0]), median(took[1])


def _questions(talkers: tuple[Talker, Talker]) -> tuple[float, float]:
    took: tuple[list[float], list[float]] = ([], [])
    for words in round_robin(ASKED, _TURNS):
        for talker, times in zip(talkers, took, strict=True):
            talker.launch()
            times.append(talker.ask(words) * 1000)
    return median(took[0]), median(took[1])


def _trained_labels() -> Sequence[str]:
    return labels_of(SPEECH / "model" / "encoder.onnx") or ()

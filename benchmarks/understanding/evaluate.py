"""Every utterance of our own writers' part of a split, said to the skill and judged."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.document.utterances import Utterance
from authoring.training.dataset import Dataset
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.replies import MID_STRETCH, Progress, Said, hear_all, speech_without_model
from benchmarks.understanding.scoring import (
    ROWS,
    WITHOUT_MODEL,
    Judged,
    cases,
    judge,
    plain_commands,
    shares,
)
from skill.entry.assembly import SPEECH
from skill.errors import CompiledFilesError

MODEL = SPEECH / "model" / "encoder.onnx"
_EVERY_ROW = frozenset(ROWS)


@dataclass(frozen=True)
class Evaluation:
    """What came of saying everything."""

    judged: tuple[Judged, ...]
    """Every reply in every row it counts in."""

    @property
    def rows(self) -> dict[str, Share]:
        """The table: row id to share."""
        return shares(self.judged)


def part(dataset: Dataset, name: str) -> Sequence[Utterance]:
    """The utterances of the split called `name`: `test` or `development`."""
    return dataset.test if name == "test" else dataset.development


def model_hash() -> str:
    """SHA-256 of the model file.

    Raises:
        CompiledFilesError: there is none.
    """
    if not MODEL.exists():
        raise CompiledFilesError(f"{MODEL} is missing; run 'python -m authoring.training', or use --without-model")
    return hashlib.sha256(MODEL.read_bytes()).hexdigest()


def evaluate(utterances: Sequence[Utterance], progress: Progress) -> Evaluation:
    """Say `utterances` to the whole skill.

    Raises:
        CompiledFilesError: a compiled file or the model is missing.
    """
    model_hash()  # without a model every question would be a miss, and the table a waste of minutes
    return _evaluate(utterances, _EVERY_ROW, SPEECH, progress)


def evaluate_without_model(utterances: Sequence[Utterance], progress: Progress) -> Evaluation:
    """Say those of `utterances` that the lexicon alone must understand to the skill without its model.

    Raises:
        CompiledFilesError: a compiled file is missing.
    """
    with speech_without_model() as folder:
        return _evaluate(utterances, WITHOUT_MODEL, folder, progress)


def _evaluate(utterances: Sequence[Utterance], rows: frozenset[str], speech: Path, progress: Progress) -> Evaluation:
    found = cases(utterances, rows)
    plain = plain_commands() if "command" in rows else {}
    said = [Said(text, MID_STRETCH) for text in plain.values()] + [one.said for one in found]
    heard = hear_all(said, progress, speech)
    commands = dict(zip(plain, heard, strict=False))
    replies = zip(found, heard[len(plain) :], strict=True)
    return Evaluation(tuple(judged for case, reply in replies for judged in judge(case, reply, commands)))

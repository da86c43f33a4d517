"""The trained encoder as it runs: what it reads, and what it refuses to be loaded from."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from skill.errors import CompiledFilesError
from skill.understanding.encoder import Encoder
from skill.understanding.meaning import Asked, Speechless
from skill.understanding.moment import Moment
from skill.understanding.pieces import LONGEST
from tests.understanding.saying import MODEL, recognizer_of, said

ROOT = Path(__file__).parents[2]
TEXTS = {
    "a question": "why does walking help my back",
    "nothing": "",
    "no words": "🦴 … ¿",
    "letters that are no word": "xq zzyzx wjkpt",
    "a word without an end": "a" * 5000,
    "many words": "and then " * 500,
    "other letters": "почему спина болит",
}
AFTER_A_FORK = """
import os, sys
from skill.understanding.moment import Moment
from tests.understanding.saying import MODEL, recognizer_of, said

recognizer = recognizer_of(MODEL)
said(recognizer, "next", guiding=True)
assert not {"numpy", "onnxruntime"} & set(sys.modules), "a command loaded the encoder"
for _ in range(2):
    if os.fork() == 0:
        said(recognizer, "would a bit of a wander do my back any good")
        reading = recognizer.senses.reading("why does walking help my back", Moment.REST)
        print(reading.vector.tobytes().hex(), flush=True)
        os._exit(0)
    assert os.wait()[1] == 0
"""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(MODEL)


@pytest.mark.parametrize("name", TEXTS)
def test_anything_can_be_read(encoder: Encoder, name: str) -> None:
    reading = encoder.read(TEXTS[name], Moment.REST)
    assert len(reading.probabilities) == len(encoder.labels) == len(set(encoder.labels))
    assert sum(reading.probabilities) == pytest.approx(1)
    assert min(reading.probabilities) >= 0
    assert np.linalg.norm(reading.vector) == pytest.approx(1, abs=1e-5)


def test_the_same_words_are_read_the_same(encoder: Encoder) -> None:
    readings = [one.read(TEXTS["a question"], Moment.ASKED) for one in (encoder, encoder, Encoder(MODEL))]
    assert len({one.probabilities for one in readings}) == 1
    assert len({one.vector.tobytes() for one in readings}) == 1


@pytest.mark.parametrize("moment", [one for one in Moment if one is not Moment.REST])
def test_the_moment_is_read_too(encoder: Encoder, moment: Moment) -> None:
    assert encoder.read("done", moment).probabilities != encoder.read("done", Moment.REST).probabilities


def test_of_a_long_speech_the_beginning_is_read(encoder: Encoder) -> None:
    begins = "and then " * LONGEST
    assert encoder.read(begins, Moment.REST).probabilities == encoder.read(f"{begins}help", Moment.REST).probabilities


def test_workers_load_it_after_they_were_forked(encoder: Encoder) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", AFTER_A_FORK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    here = encoder.read("why does walking help my back", Moment.REST).vector.tobytes().hex()
    assert ran.stdout.split() == [here, here]


def test_without_onnxruntime_listed_questions_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "skill.understanding.encoder")
    recognizer = recognizer_of(MODEL)
    assert isinstance(said(recognizer, "tell me about strolling"), Speechless)
    assert isinstance(said(recognizer, "why does walking help my back"), Asked)


class _NoNumbers:
    """A session whose weights have become no numbers: nothing fails, and nothing is understood."""

    def run(self, *_: object) -> tuple[object, object]:
        return np.full((1, 3), np.nan), np.zeros((1, 384))


def test_an_encoder_that_calculates_nothing_raises_the_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recognizer = recognizer_of(MODEL)
    said(recognizer, "would a bit of a wander do my back any good")
    assert recognizer.senses.working()
    monkeypatch.setattr(recognizer.senses._reader, "_session", _NoNumbers())
    said(recognizer, "would a bit of a stroll do my back any good")
    (line,) = (json.loads(record.getMessage()) for record in caplog.records)
    assert (line["event"], line["part"], line["error"]) == ("part_failed", "encoder", "ArithmeticError")
    assert not recognizer.senses.working()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the model, to be changed."""
    for path in (MODEL, MODEL.with_suffix(".sha256")):
        shutil.copyfile(path, tmp_path / path.name)
    return tmp_path / MODEL.name


def _gone(path: Path) -> None:
    path.unlink()


def _hash_gone(path: Path) -> None:
    path.with_suffix(".sha256").unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _of_other_moments(path: Path) -> None:
    _replaced(path, rb'"paused"\]', b'"posing"]')


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_gone, "is missing"),
        (_hash_gone, "is missing"),
        (_cut, "is damaged"),
        (_flipped, "is damaged"),
        (_of_other_moments, "trained for other moments"),
    ],
)
def test_what_is_not_whole_is_not_loaded(copy: Path, damage: Callable[[Path], None], told: str) -> None:
    damage(copy)
    with pytest.raises(CompiledFilesError, match=f"{told}.*; restore it, or run 'make train'"):
        Encoder(copy)


def test_the_temperature_levels_probabilities_alone(encoder: Encoder, copy: Path) -> None:
    _replaced(copy, rb"(temperature\x12.)([0-9.]+)", lambda found: found[1] + b"9" * len(found[2]))
    hot, usual = (one.read(TEXTS["a question"], Moment.REST) for one in (Encoder(copy), encoder))
    assert max(hot.probabilities) < max(usual.probabilities)
    assert hot.vector.tobytes() == usual.vector.tobytes()


def _replaced(path: Path, old: bytes, new: bytes | Callable[[re.Match[bytes]], bytes]) -> None:
    """Put `new` in the place of `old`, and the new hash beside it."""
    data, count = re.subn(old, new, path.read_bytes(), flags=re.DOTALL)
    assert count == 1
    path.write_bytes(data)
    path.with_suffix(".sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")

"""What a vector is nearest to: along a few axes first, the same comes out as where every row is compared."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from authoring.compiler.index import Indexed, write_index
from authoring.document.utterances import Split, read_utterances
from skill.content.digests import INDEX
from skill.entry.assembly import SPEECH
from skill.understanding.encoder import Encoder
from skill.understanding.index import Index
from skill.understanding.moment import Moment
from skill.understanding.search import AXES, LARGE, Search, Summary, greatest, nearest_two
from tests.understanding.saying import COMPILED, MODEL

Vectors = npt.NDArray[np.float32]
FEW = 16
"""Entries of our own document that are compared in full here."""


@pytest.fixture(scope="module")
def ours() -> tuple[Vectors, npt.NDArray[np.int32]]:
    """The rows of our own index, and where each entry's begin."""
    with np.load(COMPILED / INDEX, allow_pickle=False) as file:
        return file["vectors"] * file["scales"][:, np.newaxis], file["starts"]


@pytest.fixture(scope="module")
def said() -> Vectors:
    """Vectors of a hundred development utterances."""
    encoder = Encoder(MODEL)
    utterances = read_utterances(SPEECH / "utterances")[Split.DEVELOPMENT][::20][:100]
    return np.array([encoder.read(utterance.text, Moment.REST).vector for utterance in utterances])


@pytest.mark.parametrize("summary", [greatest, nearest_two])
def test_the_nearest_are_those_of_all_rows(
    ours: tuple[Vectors, npt.NDArray[np.int32]], said: Vectors, summary: Summary
) -> None:
    rows, starts = ours
    axes = np.linalg.eigh(rows.T @ rows)[1][:, -AXES:]
    exact, quick = Search(rows, starts), Search(rows, starts, axes, nearest=FEW)
    for vector in said:
        all_rows, few_rows = exact.entries(vector, summary), quick.entries(vector, summary)
        best = np.argsort(-all_rows)[:3]
        assert np.argsort(-few_rows)[:3].tolist() == best.tolist()
        assert few_rows[best] == pytest.approx(all_rows[best], abs=1e-5)
        assert few_rows == pytest.approx(all_rows, abs=0.2)


def test_a_large_document_has_axes_and_finds_each_of_its_texts(tmp_path: Path) -> None:
    numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    texts = {
        f"{a}-{b}-{c}": (f"{a} chairs {b} desks and {c} lamps",) for a in numbers for b in numbers for c in numbers[:6]
    }
    assert len(texts) >= LARGE
    write_index(tmp_path, Indexed(MODEL, texts))
    index, encoder = Index(tmp_path / INDEX), Encoder(MODEL)
    for name in list(texts)[::50]:
        likeness = index.likeness(encoder.read(texts[name][0], Moment.REST).vector)
        assert likeness[name] == pytest.approx(1, abs=0.01)
        assert max(likeness.values()) == pytest.approx(likeness[name], abs=0.01)

"""Statements left out of training: which, and what is fitted to those that ask about them."""

from pathlib import Path

import numpy as np
import pytest

from authoring.document.utterances import Split
from authoring.training.fit_unseen import fit
from authoring.training.parts import PARTS, parts
from authoring.training.unseen_questions import (
    Asked,
    Fold,
    Heard,
    read_content,
    renamed,
    renamed_id,
    said,
    trained_folds,
)
from benchmarks.understanding.leave_out import RECORDED, ROWS, main
from skill.entry.assembly import SPEECH
from skill.errors import CompiledFilesError
from skill.understanding.labels import kind_of

CONTENT = read_content(SPEECH)
IDS = [one.id for one in CONTENT.statements]


def test_each_statement_is_left_out_once() -> None:
    assert sorted(one for part in parts(IDS) for one in part) == sorted(IDS)
    assert {len(part) for part in parts(IDS)} == {len(IDS) // PARTS}


def test_a_renamed_document_has_no_id_that_an_encoder_knows() -> None:
    unseen = renamed(CONTENT)
    ours = {one.id for group in (CONTENT.statements, CONTENT.gaps) for one in group}
    theirs = {one.id for group in (unseen.statements, unseen.gaps) for one in group}
    assert {renamed_id(one) for one in ours} == theirs
    assert theirs.isdisjoint(ours)
    assert [kind_of(renamed_id(one)) for one in ours] == [kind_of(one) for one in ours]
    assert renamed_id("refer-symptom") == "refer-symptom"


def test_nothing_is_fitted_to_what_measures() -> None:
    development, test = ({one.words for one in said(SPEECH, split)} for split in (Split.DEVELOPMENT, Split.TEST))
    assert len(development & test) < 0.02 * len(test)  # what everybody says


def test_without_encoders_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CompiledFilesError, match=r"run 'python -m authoring\.training\.leave_out'"):
        trained_folds(tmp_path, CONTENT)
    (tmp_path / "build/leave-out").mkdir(parents=True)
    (tmp_path / "build/leave-out/3.onnx").touch()
    assert trained_folds(tmp_path, CONTENT) == [
        Fold(tmp_path / "build/leave-out/3.onnx", frozenset(parts(IDS)[3])),
    ]


def _heard(words_tell: bool) -> Heard:
    """Four ids, the last two gaps; questions whose vectors, or whose words, tell what they mean."""
    numbers = np.random.default_rng(1)
    gaps = np.array([False, False, True, True])

    def asked(owners: list[int], level: float, count: int) -> Asked:
        right = np.eye(4, dtype=bool)[numbers.choice(owners, count)] if owners else np.zeros((count, 4), dtype=bool)
        told, noise = np.where(right, level, 0.3), numbers.uniform(0.0, 0.3, (2, count, 4))
        cosines, shares = (0.5 + 0 * told, told) if words_tell else (told, 0 * told)
        return Asked(cosines + noise[0], shares + 0.1 * noise[1], np.ones(count), np.ones(count), np.ones(count), right)

    kinds = {"answer": asked([0, 1], 0.8, 200), "gap": asked([2, 3], 0.8, 200), "off": asked([], 0.3, 100)}
    kinds |= {"talk": asked([], 0.3, 100), "cmd": asked([], 0.3, 100)}
    return Heard(gaps, kinds, asked([2, 3], 0.7, 100))


def test_a_likeness_counts_and_what_is_lacked_is_preferred() -> None:
    numbers = fit([_heard(words_tell=False)])
    assert numbers.weight > 1
    assert numbers.gaps >= 0
    assert 0 < numbers.near < 1.5


def test_words_count_where_they_tell() -> None:
    assert fit([_heard(words_tell=True)]).words > 0


def test_what_was_recorded_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert RECORDED.exists()
    assert all(row.text in shown for row in ROWS)

"""The index of the document: what it finds, what becomes of it when it is broken, and how it weighs in."""

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from authoring.compiler.index import Indexed, indexed, stale_index, write_index
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.content.digests import INDEX, digest_name
from skill.content.model import Content, Gap, Referral, Statement
from skill.entry.assembly import SPEECH
from skill.errors import CompiledFilesError
from skill.understanding.encoder import Encoder
from skill.understanding.index import Index
from skill.understanding.moment import Moment
from skill.understanding.policy import RANKING
from skill.understanding.ranking import Ranking, ranked
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.scores import LabelScores
from skill.understanding.senses import Senses
from skill.understanding.subjects import Subjects
from tests.understanding.saying import COMPILED, MODEL

CONTENT = load_document(find_folders(SPEECH).document)
QUESTION = "why does walking help my back"
TEXTS = {"a": ("why should i walk", "walking is good for your back"), "b": ("which kettle should i buy",)}
SHARES = [
    json.loads(line) for line in Path(__file__).with_name("shares.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with an index of three texts."""
    write_index(tmp_path, Indexed(MODEL, TEXTS))
    return tmp_path


def vector(text: str) -> npt.NDArray[np.float32]:
    return Encoder(MODEL).read(text, Moment.REST).vector


def test_likeness_is_that_of_the_nearest_text(small: Path) -> None:
    asked = vector("is walking any good for my back")
    found = Index(small / INDEX).likeness(asked)
    exact = {name: max(float(vector(text) @ asked) for text in some) for name, some in TEXTS.items()}
    assert found == pytest.approx(exact, abs=0.01)
    assert Index(small / INDEX).likeness(vector("why should i walk"))["a"] == pytest.approx(1, abs=0.01)


def _missing(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


@pytest.mark.parametrize("damage", [_missing, _cut])
@pytest.mark.parametrize("name", [INDEX, digest_name(INDEX)])
def test_a_damaged_one_is_refused(damage: Callable[[Path], None], name: str, small: Path) -> None:
    damage(small / name)
    with pytest.raises(CompiledFilesError, match=r"run 'python -m authoring\.compiler'"):
        Index(small / INDEX)


@pytest.mark.parametrize("change", ["none", "a text", "the encoder", "no index", "no encoder"])
def test_it_is_stale_when_what_it_is_made_of_has_changed(change: str, tmp_path: Path) -> None:
    for path in (MODEL, MODEL.with_suffix(".sha256")):
        shutil.copyfile(path, tmp_path / path.name)
    made_of = Indexed(tmp_path / MODEL.name, TEXTS)
    write_index(tmp_path, made_of)
    if change == "a text":
        made_of = replace(made_of, texts=TEXTS | {"b": ("which kettle should i sell",)})
    elif change == "the encoder":
        (tmp_path / "encoder.sha256").write_text("0" * 64)
    elif change == "no index":
        (tmp_path / INDEX).unlink()
    elif change == "no encoder":
        (tmp_path / "encoder.sha256").unlink()
        with pytest.raises(CompiledFilesError, match=r"encoder\.onnx is missing; restore it, or run 'make train'"):
            stale_index(tmp_path, made_of)
        return
    found = stale_index(tmp_path, made_of)
    assert bool(found) == (change != "none")
    assert not found or "run 'python -m authoring.compiler'" in found


def test_ours_is_fresh_and_holds_every_subject() -> None:
    assert stale_index(COMPILED, indexed(CONTENT, MODEL)) == ""
    assert set(Index(COMPILED / INDEX).likeness(vector(QUESTION))) == CONTENT.ids


def test_each_listed_question_is_most_like_what_it_is_listed_under() -> None:
    index, encoder = Index(COMPILED / INDEX), Encoder(MODEL)
    groups: tuple[tuple[Statement | Gap | Referral, ...], ...] = (CONTENT.statements, CONTENT.gaps, CONTENT.referrals)
    for entry in (entry for group in groups for entry in group):
        for question in entry.questions:
            found = index.likeness(encoder.read(question, Moment.REST).vector)
            assert max(found.values()) == pytest.approx(found[entry.id], abs=0.01), question


@pytest.mark.parametrize("case", SHARES, ids=lambda one: one["means"])
def test_shares(case: dict[str, dict[str, float]]) -> None:
    scores = LabelScores(tuple(case["scores"]), case["scores"].values())
    found = Ranking(weight=10.0, floor=0.1, elsewhere=0.4).shared(scores, ranked(case["likeness"]), case["likeness"])
    assert found == pytest.approx(case["shared"], abs=0.005)
    assert sum(found.values()) == pytest.approx(sum(scores.values()))
    assert found.total("answer") + found.total("gap") == pytest.approx(scores.total("answer") + scores.total("gap"))


def _renamed(content: Content, old: str, new: str) -> Content:
    """The document with a statement of another name, which no encoder was trained on."""
    return replace(
        content, statements=tuple(replace(one, id=new) if one.id == old else one for one in content.statements)
    )


@pytest.mark.parametrize("statement", ["walking-benefits", "walking-beginner", "studies"])
def test_a_statement_that_training_never_saw_is_found(statement: str, tmp_path: Path) -> None:
    content = _renamed(CONTENT, statement, "never-seen")
    write_index(tmp_path, indexed(content, MODEL))
    (entry,) = (one for one in content.statements if one.id == "never-seen")
    with_index, without = (
        Senses(SafetyLexicon(COMPILED / "safety.json"), MODEL, Subjects(content.ids, folder))
        for folder in (tmp_path / INDEX, None)
    )
    for question in entry.questions:
        found, alone = with_index.scores(question, Moment.REST), without.scores(question, Moment.REST)
        assert found is not None
        assert alone is not None
        assert "never-seen" in found.likeliest_of(("answer", "gap"), 2), question
        assert "never-seen" not in alone


@pytest.mark.parametrize("broken", ["missing", "damaged", "of another encoder", "fails"])
def test_without_it_the_encoder_decides_alone(
    broken: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broken != "missing":
        write_index(tmp_path, indexed(CONTENT, MODEL))
    if broken == "damaged":
        _cut(tmp_path / INDEX)
    if broken == "of another encoder":
        monkeypatch.setattr("skill.understanding.senses.seal", lambda _: "another")
    if broken == "fails":
        monkeypatch.setattr(Index, "likeness", lambda *_: 1 / 0)
    lexicon, ids = SafetyLexicon(COMPILED / "safety.json"), CONTENT.ids
    alone = Senses(lexicon, MODEL, Subjects(ids)).scores(QUESTION, Moment.REST)
    senses = Senses(lexicon, MODEL, Subjects(ids, tmp_path / INDEX))
    with caplog.at_level(logging.ERROR):
        found = [senses.scores(words, Moment.REST) for words in (QUESTION, "how long should i walk", QUESTION)]
    assert found[0] == found[2] == alone
    events = [json.loads(one.getMessage()) for one in caplog.records if one.name == "back_coach.failures"]
    assert [(one["event"], one["part"]) for one in events] == [("part_failed", "index")]


def test_an_index_of_more_than_the_document_counts_for_what_the_document_has() -> None:
    without = replace(CONTENT, statements=tuple(one for one in CONTENT.statements if one.id != "walking-benefits"))
    senses = Senses(SafetyLexicon(COMPILED / "safety.json"), MODEL, Subjects(without.ids, COMPILED / INDEX))
    found = senses.scores(QUESTION, Moment.REST)
    assert found is not None
    assert "gap-walking-benefits" in found.likeliest_of(("answer", "gap"), 5)
    assert "walking-benefits" not in found


def test_the_numbers_in_force_are_fitted_ones() -> None:
    assert RANKING.weight > 0
    assert 0 < RANKING.floor < 1
    assert -1 < RANKING.elsewhere < 1

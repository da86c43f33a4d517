"""A document that the encoder was not trained on: what is shared out, and what a likeness is worth by its questions."""

import numpy as np
import numpy.typing as npt
import pytest

from authoring.compiler.calibration import FEWEST, evenly, near_misses
from skill.understanding.moment import Moment
from skill.understanding.scores import LabelScores
from skill.understanding.unseen import Unseen, odds_elsewhere

Floats = npt.NDArray[np.float32]
UNSEEN = Unseen(weight=20.0, gaps=1.0, below=0.05, referred=2.0, referrals=5.0, near=0.65)
IDS = ("desk", "chair", "gap-lamp")


def scores(**shares: float) -> LabelScores:
    labels = tuple(name.replace("_", "-") for name in shares)
    return LabelScores(labels, shares.values())


@pytest.mark.parametrize(
    ("likeness", "kind"),
    [
        ({"desk": 0.8, "chair": 0.5, "gap-lamp": 0.4}, "answer"),
        ({"desk": 0.5, "chair": 0.5, "gap-lamp": 0.8}, "gap"),
        ({"desk": 0.5, "chair": 0.5, "gap-lamp": 0.4}, "gap"),
        ({"desk": 0.8, "chair": 0.5, "gap-lamp": 0.79}, "gap"),  # a statement has to be the nearer by something
    ],
)
def test_the_nearest_decides_whether_and_which(likeness: dict[str, float], kind: str) -> None:
    given = scores(gap_gone=0.7, off_topic=0.1, refer_doctor=0.15, urgent_sign=0.05)
    found = UNSEEN.shared(given, IDS, likeness, Moment.REST)
    assert found.likeliest_kind() == kind
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["urgent-sign"] == 0.05  # never shared out


def test_what_the_encoder_takes_for_another_subject_has_to_be_nearer() -> None:
    likeness = {"desk": 0.7, "chair": 0.3, "gap-lamp": 0.3}
    of_health = UNSEEN.shared(scores(gap_gone=0.9, off_topic=0.1), IDS, likeness, Moment.REST)
    far_off = UNSEEN.shared(scores(gap_gone=0.02, off_topic=0.98), IDS, likeness, Moment.REST)
    assert of_health.likeliest_kind() == "answer"
    assert far_off.likeliest_kind() == "off"


@pytest.mark.parametrize(
    ("desk", "decision", "kind"),
    [
        (0.9, 0.3, "answer"),  # why a neck hurts may be what the document says
        (0.5, 0.3, "refer"),
        (0.75, 0.9, "refer"),
    ],
)
def test_a_personal_decision_is_told_from_what_the_document_says(desk: float, decision: float, kind: str) -> None:
    given = scores(gap_gone=0.35, refer_doctor=0.6, urgent_sign=0.05)
    found = UNSEEN.shared(given, IDS, {"desk": desk, "refer-doctor": decision}, Moment.REST)
    assert found.likeliest_kind() == kind
    assert sum(found.values()) == pytest.approx(1.0)


def test_a_decision_of_the_documents_own_is_found_as_a_gap_is() -> None:
    likeness = {"desk": 0.6, "refer-boss": 0.8, "refer-doctor": 0.2}
    found = UNSEEN.shared(scores(gap_gone=0.9, refer_doctor=0.1), IDS, likeness, Moment.REST)
    assert found.likeliest("refer", 1) == ["refer-boss"]
    assert found.likeliest_kind() == "refer"


@pytest.mark.parametrize(("moment", "kept"), [(Moment.REST, False), (Moment.GUIDING, True), (Moment.PAUSED, True)])
def test_in_a_stretch_a_command_and_a_symptom_are_left_alone(moment: Moment, kept: bool) -> None:
    given = scores(gap_gone=0.2, cmd_how=0.5, refer_pain=0.3)
    found = UNSEEN.shared(given, IDS, {"desk": 0.9, "refer-pain": 0.1}, moment)
    assert (found["cmd-how"] == pytest.approx(0.5)) is kept
    assert (found["refer-pain"] == pytest.approx(0.3)) is kept


def test_doubts_are_what_is_left_to_any_document_for_what_is_a_question_on_its_own() -> None:
    assert odds_elsewhere(scores(gap_gone=0.5, off_topic=0.5)) == pytest.approx(2.0)
    assert odds_elsewhere(scores(gap_gone=0.5, cmd_how=0.25), Moment.GUIDING) == pytest.approx(1.0)


def asked(count: int, level: float) -> Floats:
    """Questions of gaps, each as like one of three ids as `level`: two statements and a gap, their own."""
    numbers = np.random.default_rng(1)
    likeness = np.full((count, 3), level - 0.2, dtype=np.float32)
    likeness[np.arange(count), numbers.integers(0, 2, count)] = level
    likeness[:, 2] = 0.99
    return likeness


@pytest.mark.parametrize("level", [0.4, 0.8])
def test_what_is_near_in_one_document_is_far_in_another(level: float) -> None:
    gaps = np.array([False, False, True])
    assert near_misses(asked(FEWEST, level), gaps) == pytest.approx(level)


def test_a_handful_of_questions_tells_nothing() -> None:
    gaps = np.array([False, False, True])
    assert near_misses(asked(FEWEST - 1, 0.5), gaps) is None
    assert near_misses(asked(FEWEST, 0.5), np.ones(3, dtype=bool)) is None


def test_questions_that_are_asked_lie_evenly() -> None:
    assert evenly(range(7)) == list(range(7))
    some = evenly(range(10_000))
    assert (len(some), some[0], some[-1]) == (400, 0, 9_999)


def test_the_numbers_in_force_are_fitted_ones() -> None:
    fitted = Unseen()
    assert fitted.weight > 1
    assert fitted.gaps > 0
    assert fitted.referrals > 0
    assert -1 < fitted.near - fitted.below < fitted.near < 1.5

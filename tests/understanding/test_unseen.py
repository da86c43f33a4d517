"""A document that the encoder was not trained on: what is shared out, and what a likeness is worth by its questions."""

import numpy as np
import numpy.typing as npt
import pytest

from authoring.compiler.calibration import FEWEST, evenly, near_misses
from skill.understanding.moment import Moment
from skill.understanding.scores import LabelScores
from skill.understanding.unseen import Unseen, odds_elsewhere

Floats = npt.NDArray[np.float32]
UNSEEN = Unseen(weight=20.0, gaps=1.0, below=0.05, near=0.65)
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
    assert (found["refer-doctor"], found["urgent-sign"]) == (0.15, 0.05)  # never shared out


def test_what_the_encoder_takes_for_another_subject_has_to_be_nearer() -> None:
    likeness = {"desk": 0.7, "chair": 0.3, "gap-lamp": 0.3}
    of_health = UNSEEN.shared(scores(gap_gone=0.9, off_topic=0.1), IDS, likeness, Moment.REST)
    far_off = UNSEEN.shared(scores(gap_gone=0.02, off_topic=0.98), IDS, likeness, Moment.REST)
    assert of_health.likeliest_kind() == "answer"
    assert far_off.likeliest_kind() == "off"


@pytest.mark.parametrize(("moment", "kept"), [(Moment.REST, False), (Moment.GUIDING, True), (Moment.PAUSED, True)])
def test_in_a_stretch_a_command_is_left_alone(moment: Moment, kept: bool) -> None:
    found = UNSEEN.shared(scores(gap_gone=0.4, cmd_how=0.6), IDS, {"desk": 0.9}, moment)
    assert (found["cmd-how"] == pytest.approx(0.6)) is kept


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
    assert -1 < fitted.near - fitted.below < fitted.near < 1.5

"""A document that the encoder was not trained on: what is shared out, and what a likeness is worth by its questions."""

import numpy as np
import numpy.typing as npt
import pytest

from authoring.compiler.calibration import FEWEST, Asked, calibrate
from skill.understanding.moment import Moment
from skill.understanding.scores import LabelScores
from skill.understanding.unseen import Unseen, odds_elsewhere

Floats = npt.NDArray[np.float32]
Starts = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
UNSEEN = Unseen(which=20.0, whether=20.0, elsewhere=0.6)
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


def listed(count: int, spread: float) -> tuple[Floats, Starts, list[Asked], Bools]:
    """Questions about `count` ids, the last half of them gaps, strewn around a direction of their own."""
    numbers = np.random.default_rng(1)
    middles = numbers.normal(size=(count, 32))
    rows = np.repeat(middles, 4, axis=0) + spread * numbers.normal(size=(4 * count, 32))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    starts = np.arange(0, 4 * count, 4, dtype=np.int32)
    return vectors, starts, [Asked(row, row // 4, 1.0) for row in range(4 * count)], np.arange(count) >= count // 2


def test_a_likeness_is_worth_more_where_questions_lie_closer() -> None:
    close, strewn = calibrate(*listed(20, 0.3)), calibrate(*listed(20, 0.9))
    assert close is not None
    assert strewn is not None
    assert close[2] > strewn[2] > 0  # what is near in one document is far in another
    assert min(*close, *strewn) > 0


def test_a_handful_of_questions_tells_nothing() -> None:
    vectors, starts, asked, gaps = listed(20, 0.3)
    assert calibrate(vectors, starts, asked[: FEWEST - 1], gaps) is None

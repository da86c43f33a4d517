"""How a personal decision is told from what a document says: what is fitted to lines of both."""

import numpy as np
import pytest

from authoring.training.fit_referred import Lines, fit, lines_of
from authoring.training.unseen_questions import Asked, Heard
from skill.understanding.unseen import Unseen

KINDS = ("refer", "answer", "gap", "off", "talk", "cmd")


def lines(bias: float, slope: float) -> list[Lines]:
    """Lines of every kind: a decision where `bias`, and `slope` times how near one is, make it likelier."""
    numbers = np.random.default_rng(1)
    odds, nearness = numbers.normal(0, 2, 4000), numbers.normal(0, 0.3, 4000)
    meant = numbers.uniform(size=4000) < 1 / (1 + np.exp(-(odds + bias + slope * nearness)))
    others = np.array_split(np.flatnonzero(~meant), len(KINDS) - 1)
    rows = dict(zip(KINDS, (np.flatnonzero(meant), *others), strict=True))
    return [Lines(kind, odds[some], nearness[some]) for kind, some in rows.items()]


@pytest.mark.parametrize("slope", [0.0, 4.0])
def test_nearness_counts_as_far_as_it_tells(slope: float) -> None:
    assert fit(lines(0.5, slope))[1] == pytest.approx(slope, abs=1.0)


def test_what_the_encoder_underrates_is_preferred() -> None:
    assert fit(lines(2.0, 4.0))[0] > fit(lines(-1.0, 4.0))[0] + 1


def test_what_the_document_says_stands_against_a_decision() -> None:
    def asked(likeness: float) -> Asked:
        ones, row = np.ones(1), np.array([[likeness, 0.2]])
        return Asked(row, 0 * row, ones, ones, 0.5 * ones, np.array([[True, False]]))

    gaps = np.array([False, True])
    heard = Heard(gaps, {kind: asked(0.9 if kind == "answer" else 0.3) for kind in KINDS}, asked(0.5))
    by_kind = {line.kind: line for line in lines_of(heard, Unseen())}
    assert by_kind["answer"].odds[0] < by_kind["off"].odds[0]
    assert by_kind["off"].nearness[0] == pytest.approx(0.0)  # as near as a near miss is

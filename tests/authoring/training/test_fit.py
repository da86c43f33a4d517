"""The numbers of the decision on danger, fitted to lines whose answer is known."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from authoring.training.fit import Costs, Heard, read_costs, thresholds, weigh
from skill.errors import DocumentError
from skill.understanding.danger import Weighing

ROOT = Path(__file__).parents[3]
KNOWN = Weighing(encoder=0.8, words=0.3, pattern=1.2, sure=1.7, bias=-0.5)
WITHOUT_TORCH = """
import sys
sys.modules.update(dict.fromkeys(("torch", "transformers", "onnx")))
import authoring.training.batches, authoring.training.dataset, authoring.training.examples, authoring.training.fit
import authoring.training.noise
"""


def _lines(weighing: Weighing, count: int = 20_000) -> list[Heard]:
    """Lines in which a sign is told as often as `weighing` has it."""
    chance = np.random.default_rng(1)
    rows = zip(
        chance.normal(0, 3, count), chance.normal(0, 4, count),
        chance.integers(0, 2, count), chance.integers(0, 2, count), chance.random(count),
        strict=True,
    )  # fmt: skip
    signals = [((float(a), float(b), float(c), float(d)), roll) for a, b, c, d, roll in rows]
    return [Heard(some, bool(roll < weighing.likely(some)), True) for some, roll in signals]


def test_known_weights_are_found() -> None:
    assert vars(weigh(_lines(KNOWN))) == pytest.approx(vars(KNOWN), abs=0.15)


@pytest.mark.parametrize("name", ["encoder", "words", "pattern", "sure"])
def test_what_speaks_against_an_alarm_counts_for_nothing(name: str) -> None:
    known = vars(KNOWN) | {name: -0.4}
    found = vars(weigh(_lines(Weighing(**known))))
    assert found.pop(name) == 0
    assert min(weight for other, weight in found.items() if other != "bias") > 0.2


def test_what_all_or_none_of_the_lines_have_is_borne() -> None:
    lines = [Heard((1.0, 1.0, 0.0, 0.0), told, True) for told in (True, False, True)]
    assert weigh(lines).likely(lines[0].signals) == pytest.approx(2 / 3, abs=0.01)


def test_signs_that_can_be_told_apart_do_not_make_weights_endless() -> None:
    lines = [Heard((10.0 if told else -10.0, 0.0, 0.0, 0.0), told, True) for told in (True, False) * 50]
    assert weigh(lines).encoder == pytest.approx(0.928, abs=1e-3)  # where 10 / (1 + exp(10 w)) is the ridge's 0.001 w


PLAIN = Weighing(1.0, 0.0, 0.0, 0.0, 0.0)


def _of(told: list[float], harmless: list[float]) -> list[Heard]:
    """Lines of the danger, under plain weights, that is given."""
    return [
        Heard((float(np.log(one / (1 - one))), 0.0, 0.0, 0.0), is_told, True)
        for is_told, some in ((True, told), (False, harmless))
        for one in some
    ]


DEAR = Costs(missed=100, asked=20, alarm=5, question=2)


def test_thresholds_cost_no_more_than_any_others() -> None:
    chance = np.random.default_rng(2)
    told, harmless = chance.beta(4, 2, 400).tolist(), chance.beta(1, 6, 400).tolist()
    told_from, doubted_from = thresholds(_of(told, harmless), PLAIN, DEAR, samples=0)
    least = _cost(told, harmless, told_from, doubted_from)
    assert all(least <= _cost(told, harmless, loud, asked) for loud in (0.2, 0.4, 0.6) for asked in (0.05, 0.1, 0.2))


def _cost(told: list[float], harmless: list[float], loud: float, asked: float) -> float:
    signs = sum(0 if one >= loud else DEAR.asked if one >= asked else DEAR.missed for one in told)
    return signs + sum(DEAR.alarm if one >= loud else DEAR.question if one >= asked else 0 for one in harmless)


@pytest.mark.parametrize(
    ("told", "harmless", "expected"),
    [
        ([0.8] * 10, [0.1] * 10, (0.8, 0.8)),  # they lie apart: nothing is asked about
        ([0.8] * 10 + [0.3], [0.3] * 10 + [0.1], (0.8, 0.3)),  # both at once: it is asked about
        ([0.8] * 10 + [0.3], [0.3] * 50 + [0.1] * 10, (0.8, 0.8)),  # a hundred questions for one sign are too many
    ],
)
def test_thresholds_of_few_lines(told: list[float], harmless: list[float], expected: tuple[float, float]) -> None:
    assert thresholds(_of(told, harmless), PLAIN, DEAR, samples=0) == pytest.approx(expected)


def test_what_a_few_lines_decide_lies_between() -> None:
    told, harmless = [0.8] * 10 + [0.3], [0.3] * 12 + [0.1]
    told_from, doubted_from = thresholds(_of(told, harmless), PLAIN, DEAR)
    assert 0.3 < doubted_from < told_from < 0.8
    assert thresholds(_of(told, harmless), PLAIN, DEAR) == (told_from, doubted_from)


@pytest.mark.parametrize("text", ["missed: 100\n", "missed: a\nasked: 1\nalarm: 1\nquestion: 1\n", "- 5\n"])
def test_costs_that_lack_something_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "costs.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match="needs these whole numbers"):
        read_costs(tmp_path / "costs.yaml")


def test_nothing_of_this_needs_what_trains_the_encoder() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_TORCH], cwd=ROOT, check=True)

"""What the benchmark says of a goal, from given figures: nothing here is measured."""

from dataclasses import replace

import pytest

from benchmarks.speed.figures import Goal, Noise, Spread, against, paired, table
from benchmarks.speed.hello.verification import PLAIN, STOCK
from benchmarks.speed.in_process import Turns, _row
from benchmarks.speed.portions import COACH, HELLO
from benchmarks.speed.steady import Steady

AT_MOST = Goal(0.12)
AT_LEAST = Goal(5, at_least=True)
QUIET = Noise()
VERDICTS = [
    # goal, rounds, noise, what is said
    (AT_MOST, [0.10, 0.11, 0.12], QUIET, "met"),
    (AT_MOST, [0.13, 0.14, 0.15], QUIET, "NOT MET"),
    (AT_MOST, [0.11, 0.13, 0.15], QUIET, "hidden by noise"),
    (AT_MOST, [0.11, 0.115, 0.13], QUIET, "hidden by noise"),
    # what disturbs our side can only hide a miss
    (AT_MOST, [0.10, 0.11, 0.12], Noise(ours=3.0), "met"),
    (AT_MOST, [0.13, 0.14, 0.15], Noise(ours=1.2), "hidden by noise (work x 1.20)"),
    (AT_MOST, [0.30, 0.40, 0.90], Noise(ours=1.2), "NOT MET"),
    (AT_MOST, [0.30, 0.40, 0.90], Noise(ours=9.0), "hidden by noise (work x 9.00)"),
    # what disturbs theirs makes ours look good
    (AT_MOST, [0.02, 0.02, 0.02], Noise(theirs=8.0), "hidden by noise (work x 8.00)"),
    (AT_MOST, [0.02, 0.02, 0.02], Noise(theirs=4.0), "met"),
    (AT_MOST, [0.13, 0.14, 0.15], Noise(theirs=8.0), "NOT MET"),
    (AT_LEAST, [5.0, 5.1, 5.2], QUIET, "met"),
    (AT_LEAST, [4.0, 4.1, 4.2], QUIET, "NOT MET"),
    (AT_LEAST, [4.9, 5.1, 5.2], QUIET, "hidden by noise"),
    (AT_LEAST, [4.0, 4.1, 4.2], Noise(1.3, 1.3), "hidden by noise (work x 1.30)"),
    (AT_LEAST, [3.0, 3.1, 3.2], Noise(1.3, 1.3), "NOT MET"),
    (AT_LEAST, [6.0, 6.1, 6.2], Noise(1.3, 1.3), "hidden by noise (work x 1.30)"),
    (AT_LEAST, [7.0, 7.1, 7.2], Noise(1.3, 1.3), "met"),
]


@pytest.mark.parametrize(("goal", "rounds", "noise", "said"), VERDICTS)
def test_a_goal_is_met_missed_or_hidden(goal: Goal, rounds: list[float], noise: Noise, said: str) -> None:
    assert goal.verdict(Spread.of(rounds), noise) == said


def test_the_table_says_it_beside_the_goal() -> None:
    row = replace(paired("turn", [1.3, 1.4], [10.0, 10.0], AT_MOST), noise=Noise(ours=1.5))
    assert table([row]).splitlines()[-1].endswith("≤ 0.12  hidden by noise (work x 1.50)")


def turns(ours: list[float], steady: list[float]) -> Turns:
    theirs = {STOCK: [[10.0] * 100] * 5, PLAIN: [[1.0] * 100] * 5}
    return Turns([ours] * 5, theirs, {"ours": [steady] * 5, "theirs": [[10.0] * 100] * 5})


def test_the_goals_are_those_of_the_stock_verifier_and_the_other_is_shown() -> None:
    judged, shown = (_row("turn", turns([1.0] * 100, [1.0] * 100), kind, 0.5, AT_MOST) for kind in (STOCK, PLAIN))
    assert judged.cells()[-2:] == ("≤ 0.12", "met")
    assert shown.cells()[-2:] == ("", "")
    assert shown.cells()[0] == against("turn", PLAIN, STOCK)
    assert shown.cells()[0].endswith("(for information)")


def test_noise_is_what_the_same_work_takes_longer() -> None:
    disturbed = [1.0] * 95 + [4.0] * 5
    found = turns([1.0] * 95 + [4.0] * 5, disturbed)
    assert found.noise(0.5) == Noise()
    assert found.noise(0.99) == Noise(ours=4.0)
    assert _row("turn", found, STOCK, 0.99, AT_MOST).cells()[-1] == "hidden by noise (work x 4.00)"
    quiet = turns([1.0] * 95 + [4.0] * 5, [1.0] * 100)
    assert _row("turn", quiet, STOCK, 0.99, AT_MOST).cells()[-1] == "NOT MET", "our own slow turns are ours"


def test_the_steady_work_is_as_long_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Steady, "work", lambda self: self.steps / 1_000_000)
    assert Steady.as_long_as(lambda: 0.005).steps == 5000


@pytest.mark.parametrize(("owner", "attribute"), [(owner, attribute) for _, owner, attribute in (*COACH, *HELLO)])
def test_the_parts_of_a_turn_are_there_to_be_timed(owner: object, attribute: str) -> None:
    assert callable(getattr(owner, attribute))

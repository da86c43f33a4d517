"""Which of several readings of spoken words is taken."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from audio.heard import Heard
from simulator.page.readings import preferred
from tests.simulator.conftest import ideal

CASES = yaml.safe_load((Path(__file__).parent / "data/readings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["readings"][0] or "nothing")
def test_what_the_skill_listens_for_goes_first(case: dict[str, Any]) -> None:
    likeliest, *others = case["readings"]
    taken = preferred(Heard(likeliest, (), tuple(others)), ideal("en-US"))
    assert taken.words == case["taken"]
    assert list(taken.doubtful) == case.get("doubtful", [])
    assert sorted([taken.words, *taken.others]) == sorted(case["readings"])

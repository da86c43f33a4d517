"""The page about the speed shows what was measured, and keeps what is written around it."""

import pytest

from benchmarks.speed.committed import Committed, Measured, Part, read
from benchmarks.speed.page import PAGE, page

MEASURED = Measured("requests", 4.0, 3.5, 5.25, goal=5, more_is_better=True, verdict="NOT MET")
FOUND = Committed({"turns": Part("a machine", (MEASURED,))}, {"command": {"log": 43.2, "in all": 1162.0}})


def test_the_tables_are_those_of_the_committed_figures() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, read()), "run `make bench WRITE=1`"


def test_what_stands_between_the_marks_is_replaced() -> None:
    made = page("before\n<!-- make bench WRITE=1 -->\nold\n<!-- end -->\nafter\n", FOUND)
    assert made.startswith("before\n")
    assert made.endswith("<!-- end -->\nafter\n")
    assert "old" not in made
    assert "| requests | 4 | 3.5 to 5.25 | ≥ 5 | not met |" in made
    assert "| log | 43 |" in made
    assert "| in all | 1,162 |" in made


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="make bench"):
        page("nothing", FOUND)

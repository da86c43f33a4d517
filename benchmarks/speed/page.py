"""The tables of docs/speed.md, between its marks: what was measured last, and where a turn's time goes."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.committed import Committed, Measured
from benchmarks.speed.portions import cells

PAGE = Path(__file__).parents[2] / "docs/speed.md"
"""The page that shows them."""
_BEGIN, _END = "<!-- make bench WRITE=1 -->\n", "<!-- end -->"
_COLUMNS = ("Back Coach ÷ hello world", "median", "range", "goal", "")


def page(text: str, committed: Committed) -> str:
    """`text` with the tables between the marks.

    Raises:
        ValueError: it has no marks.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{PAGE} needs {_BEGIN.strip()!r} and {_END!r} around its tables")
    return "".join((before, begin, _tables(committed), end, after))


def _tables(committed: Committed) -> str:
    machines = "; ".join(dict.fromkeys(part.machine for part in committed.parts.values()))
    compared = [_cells(one) for part in committed.parts.values() for one in part.measured]
    shown = [
        f"{machines}; medians of several rounds, with the smallest and the largest.",
        "",
        *_table(_COLUMNS, compared),
    ]
    if committed.portions:
        heading, *lines = cells(committed.portions)
        shown += ["", "Means of a turn, each part without the parts inside it:", "", *_table(heading, lines)]
    return "\n".join(("", *shown, "", ""))


def _cells(one: Measured) -> tuple[str, ...]:
    goal = f"{'≥' if one.more_is_better else '≤'} {one.goal:g}"
    ends = f"{one.least:.3g} to {one.most:.3g}"
    return (one.name, f"{one.middle:.3g}", ends, goal, one.verdict.lower())


def _table(heading: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---", *("---:" for _ in heading[1:])]
    return [f"| {' | '.join(line)} |" for line in (heading, rule, *lines)]

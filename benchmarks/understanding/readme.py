"""Puts the measured table into the README, where it is marked."""

from collections.abc import Sequence

from benchmarks.understanding.replies import ROOT
from skill.errors import DocumentError, Problem

README = ROOT / "README.md"
"""The page that shows it."""
PICTURE = ROOT / "docs/signs-and-alarms.svg"
"""The curve, which the README shows."""
_BEGIN, _END = "<!-- make evaluate WRITE=1 -->\n", "<!-- end -->"


def with_table(page: str, table: Sequence[str]) -> str:
    """`page` with `table` between the marks.

    Raises:
        DocumentError: it has no marks.
    """
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise DocumentError((Problem(README, 0, f"needs {_BEGIN.strip()!r} and {_END!r} around the table"),))
    return "".join((before, begin, "```\n", *(f"{line}\n" for line in table), "```\n", end, after))


def write(table: Sequence[str], picture: str) -> None:
    """Write `table` into the README, and the `picture` beside it.

    Raises:
        DocumentError: the README has no marks.
    """
    README.write_text(with_table(README.read_text(encoding="utf-8"), table), encoding="utf-8")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")

"""The README's picture of the speed shows what was measured, and nothing else."""

from xml.etree import ElementTree

from benchmarks.speed.committed import PARTS, Measured, Part, compared, read
from benchmarks.speed.figures import Goal, Row, paired
from benchmarks.speed.picture import PICTURE, picture

SVG = "{http://www.w3.org/2000/svg}"
FASTER = Measured("command turn", 0.1, 0.08, 0.2, goal=0.1, more_is_better=False)
MORE = Measured("requests", 5.0, 4.0, 8.0, goal=5, more_is_better=True)


def test_the_picture_is_the_one_of_the_committed_figures() -> None:
    committed = read()
    assert set(committed.parts) == set(PARTS), "run `make bench WRITE=1`"
    assert PICTURE.read_text(encoding="utf-8") == picture(committed.parts), "run `make bench WRITE=1`"


def test_what_has_a_ratio_and_a_goal_is_compared() -> None:
    rows = [
        paired("turn", [1.0, 2.0, 9.0], [10.0, 10.0, 10.0], Goal(0.5)),
        paired("for information", [1.0], [1.0]),
        Row("memory", goal=Goal(150)),
    ]
    assert compared(rows) == (
        Measured("turn", 0.2, 0.1, 0.9, goal=0.5, more_is_better=False, verdict="hidden by noise"),
    )


def test_what_takes_longer_stands_farther_to_the_right() -> None:
    quick, slow = (Measured(name, ratio, ratio, ratio, 1, False) for name, ratio in (("quick", 0.1), ("slow", 3.0)))
    left, right = dots(quick, slow)
    assert left < line_of_the_hello_world() < right


def test_five_times_as_many_requests_are_a_fifth_of_the_time() -> None:
    fifth = Measured("a fifth", 0.2, 0.2, 0.2, 1, False)
    assert dots(MORE) == dots(fifth)


def test_names_and_ranges_are_there() -> None:
    drawn = picture({"turns": Part("a machine & its load", (FASTER, MORE))})
    tree = parsed(drawn)
    texts = [text.text for text in tree.iter(f"{SVG}text")]
    assert {"command turn", "requests", "a machine & its load", "0.1 : 1", "5 : 1"} <= set(texts)
    ranges = [line for line in tree.iter(f"{SVG}line") if line.get("class") == "range"]
    assert all(float(line.get("x1", 0)) < float(line.get("x2", 0)) for line in ranges)
    assert len(ranges) == 2


def dots(*measured: Measured) -> list[float]:
    tree = parsed(picture({"turns": Part("", measured)}))
    return [float(dot.get("cx", 0)) for dot in tree.iter(f"{SVG}circle")]


def line_of_the_hello_world() -> float:
    tree = parsed(picture({}))
    return next(float(line.get("x1", 0)) for line in tree.iter(f"{SVG}line") if line.get("class") == "one")


def parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 - we drew it ourselves

"""What did not change is not made again, and what did is."""

from collections.abc import Mapping

import pytest

from authoring.remembering import remembered


class Maker:
    """Writes down what it is given, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, given: object) -> str:
        self.times += 1
        return repr(given)


def test_the_same_is_made_once() -> None:
    maker = Maker()
    make = remembered()(maker)
    assert make({"neck": ["turn", "nod"]}) == make({"neck": ["turn", "nod"]})
    assert maker.times == 1


@pytest.mark.parametrize(
    "other",
    [
        {"nod": 1, "turn": 2},
        {"turn": 2, "nod": 1, "tuck": 3},
        {"turn": 2, "nod": True},
        {"turn": 2, "nod": 1.0},
        {"turn": "2", "nod": 1},
    ],
    ids=["another order", "more", "true", "a broken number", "a text"],
)
def test_what_differs_is_made_anew(other: Mapping[str, object]) -> None:
    make = remembered()(Maker())
    given = {"turn": 2, "nod": 1}
    assert (make(given), make(other), make(given)) == (repr(given), repr(other), repr(given))


def test_as_many_are_remembered_as_are_kept_and_those_used_last() -> None:
    maker = Maker()
    make = remembered(keep=2)(maker)
    for given in ("a", "b", "a", "c", "a"):
        make(given)
    assert maker.times == 3
    make("b")
    assert maker.times == 4


def test_what_failed_is_tried_again() -> None:
    failing = iter([ValueError("no step"), None])

    def make(name: str) -> str:
        if error := next(failing):
            raise error
        return name

    again = remembered()(make)
    with pytest.raises(ValueError, match="no step"):
        again("neck")
    assert again("neck") == "neck"

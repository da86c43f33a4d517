"""Words that change nothing are left out, the longest of them, and never all that was said."""

import pytest

from skill.understanding.fillers import Fillers

FILLERS = Fillers(["okay", "okay then", "if you don't mind", "please"])


@pytest.mark.parametrize(
    ("text", "leading", "trailing"),
    [
        ("okay then next", 2, 0),
        ("okay next", 1, 0),
        ("next please", 0, 1),
        ("next if you don't mind", 0, 4),
        ("please", 0, 0),
        ("okay then", 1, 0),
        ("", 0, 0),
    ],
)
def test_fillers_are_counted(text: str, leading: int, trailing: int) -> None:
    words = text.split()
    assert (FILLERS.leading(words), FILLERS.trailing(words)) == (leading, trailing)

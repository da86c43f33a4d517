"""A sample is random, the same each time, and has as many of a kind as were asked for."""

from authoring.document.spoken_lines import Sign, SpokenLine
from authoring.hearing.sampling import sample

LINES = [
    SpokenLine("open", "words", ("talk-chat",), Sign.TOLD if number % 4 == 0 else Sign.NONE, "", "a", number)
    for number in range(100)
]


def told(line: SpokenLine) -> bool:
    return line.sign is Sign.TOLD


def early(line: SpokenLine) -> bool:
    return line.number < 10


def test_the_same_seed_gives_the_same_sample() -> None:
    assert sample(LINES, 20, (), seed=1) == sample(LINES, 20, (), seed=1)
    assert sample(LINES, 20, (), seed=1) != sample(LINES, 20, (), seed=2)


def test_no_line_comes_twice() -> None:
    assert sorted(line.number for line in sample(LINES, 100, ((told, 25),), seed=1)) == [*range(100)]


def test_quotas_are_kept_and_the_others_make_up_the_number() -> None:
    chosen = sample(LINES, 30, ((told, 10), (early, 5)), seed=1)
    assert len(chosen) == 30
    assert sum(told(line) for line in chosen) == 10
    assert sum(early(line) and not told(line) for line in chosen) == 5


def test_there_are_no_more_than_there_are() -> None:
    chosen = sample(LINES, 200, ((told, 50),), seed=1)
    assert len(chosen) == 100


def test_a_part_of_the_sample_is_mixed() -> None:
    first = sample(LINES, 50, ((told, 25),), seed=1)[:20]
    assert 0 < sum(told(line) for line in first) < 20

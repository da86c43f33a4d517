import random

from hypothesis import given
from hypothesis import strategies as st

from skill.training.batches import batches


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - reproducible, not secret


@given(st.lists(st.text(max_size=30)), st.integers(1, 9), st.integers())
def test_every_text_is_in_one_batch(texts: list[str], size: int, seed: int) -> None:
    found = batches(texts, len, size, _chance(seed))
    assert sorted(text for batch in found for text in batch) == sorted(texts)
    assert all(1 <= len(batch) <= size for batch in found)


def test_texts_of_like_length_are_together() -> None:
    texts = ["a" * (number % 40) for number in range(800)]
    found = batches(texts, len, 16, _chance(1))
    padded = sum(len(batch) * max(map(len, batch)) for batch in found)
    assert padded < 1.1 * sum(map(len, texts))


def test_the_order_is_another_with_another_seed() -> None:
    texts = [str(number) for number in range(100)]
    assert batches(texts, len, 8, _chance(1)) != batches(texts, len, 8, _chance(2))
    assert batches(texts, len, 8, _chance(1)) == batches(texts, len, 8, _chance(1))

import random

from hypothesis import given
from hypothesis import strategies as st

from authoring.training.batches import Batches


def _batches(texts: list[str], size: int, seed: int) -> Batches[str]:
    return Batches(texts, len, random.Random(seed), size)  # noqa: S311 - reproducible, not secret


@given(st.lists(st.text(max_size=30)), st.integers(1, 9), st.integers())
def test_every_text_is_in_one_batch(texts: list[str], size: int, seed: int) -> None:
    found = list(_batches(texts, size, seed))
    assert sorted(text for batch in found for text in batch) == sorted(texts)
    assert all(1 <= len(batch) <= size for batch in found)
    assert len(found) == len(_batches(texts, size, seed))


def test_texts_of_like_length_are_together() -> None:
    texts = ["a" * (number % 40) for number in range(800)]
    padded = sum(len(batch) * max(map(len, batch)) for batch in _batches(texts, 16, 1))
    assert padded < 1.1 * sum(map(len, texts))


def test_the_order_is_another_each_time_and_with_another_seed() -> None:
    texts = [str(number) for number in range(100)]
    some = _batches(texts, 8, 1)
    first = list(some)
    assert list(some) != first
    assert list(_batches(texts, 8, 2)) != first
    assert list(_batches(texts, 8, 1)) == first

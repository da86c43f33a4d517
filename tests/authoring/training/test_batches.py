"""Batches: everything once, some of the others, like lengths together."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.training.batches import Batches

TEXTS = st.lists(st.text("ab", max_size=30))


def _batches(
    texts: list[str], size: int, seed: int, others: list[str] | None = None, share: float = 0.0
) -> Batches[str]:
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    return Batches(texts, others or [], share, len, chance, size)


@given(texts=TEXTS, others=TEXTS, share=st.floats(0, 1), size=st.integers(1, 9), seed=st.integers())
def test_every_text_is_in_one_batch_and_a_share_of_the_others(
    texts: list[str], others: list[str], share: float, size: int, seed: int
) -> None:
    texts, others = [f"text {text}" for text in texts], [f"other {text}" for text in others]
    found = list(_batches(texts, size, seed, others, share))
    given = Counter(text for batch in found for text in batch)
    assert Counter(texts) <= given
    drawn = given - Counter(texts)
    assert drawn <= Counter(others)
    assert drawn.total() == round(share * len(others))
    assert all(1 <= len(batch) <= size for batch in found)
    assert len(found) == len(_batches(texts, size, seed, others, share))


def test_texts_of_like_length_are_together() -> None:
    texts = ["a" * (number % 40) for number in range(800)]
    padded = sum(len(batch) * max(map(len, batch)) for batch in _batches(texts, 16, 1))
    assert padded < 1.1 * sum(map(len, texts))


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_order_is_another_each_time_and_with_another_seed(share: float) -> None:
    texts, others = ([f"{name} {number}" for number in range(100)] for name in ("text", "other"))
    some = _batches(texts, 8, 1, others, share)
    first = list(some)
    assert list(some) != first
    assert list(_batches(texts, 8, 2, others, share)) != first
    assert list(_batches(texts, 8, 1, others, share)) == first


def test_others_are_drawn_anew_each_time() -> None:
    some = _batches([], 8, 1, [str(number) for number in range(100)], 0.4)
    first, second = ({text for batch in some for text in batch} for _ in range(2))
    assert len(first) == len(second) == 40
    assert first != second

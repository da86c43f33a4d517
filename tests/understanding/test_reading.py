"""What the words alone add to what the encoder reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.reading import MOST_ELSEWHERE, in_context

LABELS = ("walking", "gap-shoes", "refer-dose", "urgent-chest", "cmd-next", "off-topic")
PROBABILITIES = st.lists(st.floats(0.001, 1), min_size=len(LABELS), max_size=len(LABELS))


@given(probabilities=PROBABILITIES, guiding=st.booleans(), elsewhere=st.floats(0, 1e6))
def test_words_only_ever_speak_for_another_subject(probabilities: list[float], guiding: bool, elsewhere: float) -> None:
    found = in_context(LABELS, probabilities, guiding, elsewhere)
    unaided = in_context(LABELS, probabilities, guiding, 1)
    assert sum(found.values()) == pytest.approx(1)
    for label in LABELS[:-1]:
        odds, before = (one["off-topic"] / one[label] for one in (found, unaided))
        assert odds == pytest.approx(before * min(max(elsewhere, 1), MOST_ELSEWHERE))

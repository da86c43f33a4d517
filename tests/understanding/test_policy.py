"""What is decided from probabilities, and what the words alone add to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.meaning import Asked, Unanswerable
from skill.understanding.policy import (
    ELSEWHERE_FAVOURED,
    MOST_ELSEWHERE,
    Found,
    decide,
    in_context,
    no_alarm,
    ruled_out,
)

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


@given(probabilities=PROBABILITIES)
def test_what_rules_a_red_flag_out_is_no_alarm(probabilities: list[float]) -> None:
    found = in_context(LABELS, probabilities, guiding=False, elsewhere=1)
    assert no_alarm(found) or not ruled_out(found)


@pytest.mark.parametrize(("times", "meaning"), [(0.9, Unanswerable), (1.1, Asked)])
def test_an_answer_must_be_far_likelier_than_another_subject(times: float, meaning: type) -> None:
    elsewhere = 0.3
    answer = elsewhere * ELSEWHERE_FAVOURED * times
    found = Found((*LABELS, "friend"), (answer, 0, 0, 0, 0, elsewhere, 0.01))
    assert isinstance(decide(found, guiding=False, named=False), meaning)

"""When something is said in a hold: never with its first seconds, never close together, half of it at its half."""

import pytest

from skill.guidance.holding import LAST_SECONDS, HoldWord, hold_cues


@pytest.mark.parametrize("length", range(10, 61))
def test_a_hold(length: int) -> None:
    said = list(hold_cues(length))
    times = [cue.at for cue in said]
    assert times == sorted(times)
    assert times[0] >= 3
    assert all(after - before >= 3 for before, after in zip(times, [*times[1:], length], strict=True))
    assert all(after - before <= 10 for before, after in zip([0.0, *times], [*times, length], strict=True))
    assert [cue.at for cue in said if cue.word is HoldWord.HALFWAY] in ([], [length / 2])
    assert [cue.at for cue in said if cue.word is HoldWord.LAST] == ([length - LAST_SECONDS] if length >= 15 else [])


def test_half_of_a_usual_hold_is_told() -> None:
    assert all(any(one.word is HoldWord.HALFWAY for one in hold_cues(length)) for length in (10, 20, 30))
    assert not any(one.word is HoldWord.HALFWAY for length in range(1, 10) for one in hold_cues(length))

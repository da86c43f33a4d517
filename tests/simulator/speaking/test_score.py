"""Speech in timed pieces: the data says what the pieces are; their times are held to the speech clock."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.protocol import ssml
from simulator.protocol.reply import Spoken
from simulator.speaking.score import Manner, Piece, Score, score
from skill.speech.clock import seconds

CASES = yaml.safe_load((Path(__file__).parent / "data/scores.yaml").read_text(encoding="utf-8"))


def score_of(text: str) -> Score:
    return score(Spoken(ssml.plain_text(text), text, round(seconds(text), 3)))


def shown(piece: Piece) -> str | float:
    match piece.kind:
        case "break":
            return round(piece.seconds, 1)
        case "sound":
            return f"sound:{piece.text}"
    return piece.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ssml"])
def test_pieces(case: dict[str, Any]) -> None:
    whole = score_of(case["ssml"])
    assert [shown(piece) for piece in whole.pieces] == case["pieces"]
    assert [round(hold.seconds, 1) for hold in whole.holds] == case.get("holds", [])
    manners = {piece.text: piece.manner for piece in whole.pieces if piece.manner != Manner()}
    assert manners == {text: Manner(**given) for text, given in case.get("manners", {}).items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ssml"])
def test_times_are_those_of_the_speech_clock(case: dict[str, Any]) -> None:
    assert_without_gaps(score_of(case["ssml"]))


UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is slow; nothing here is about speed."""

SENTENCES = st.lists(
    st.one_of(
        st.text("ab,. &", min_size=1, max_size=12).map(lambda text: text.replace("&", "&amp;")),
        st.integers(1, 10_000).map(lambda length: f'<break time="{length}ms"/>'),
        st.sampled_from(("three.", "<p>One word.</p>", "<emphasis>now</emphasis>", "<sub alias='b'>a</sub>")),
    )
)


@given(SENTENCES)
@UNTIMED
def test_any_speech_is_without_gaps(parts: list[str]) -> None:
    text = f"<speak>{' '.join(parts)}</speak>"
    whole = score_of(text)
    assert_without_gaps(whole)
    words = [word.text for piece in whole.pieces for word in piece.words]
    assert "".join(words) == ssml.plain_text(text).replace(" ", "")


def assert_without_gaps(whole: Score) -> None:
    end = 0.0
    for piece in whole.pieces:
        assert piece.at == pytest.approx(end, abs=0.002)
        assert piece.seconds >= 0.0
        end = piece.at + piece.seconds
        moments = [word.at for word in piece.words]
        assert moments == sorted(moments)
        assert all(piece.at <= moment <= end + 0.002 for moment in moments)
    assert end == pytest.approx(whole.seconds, abs=0.002) or not whole.pieces
    for hold in whole.holds:
        inside = [piece for piece in whole.pieces if piece.hold == whole.holds.index(hold)]
        assert hold.seconds == pytest.approx(sum(piece.seconds for piece in inside), abs=0.002)


def test_plain_text_has_a_score_too() -> None:
    whole = score(Spoken("Rest & ice.", None, round(seconds("Rest & ice."), 3)))
    assert [piece.text for piece in whole.pieces] == ["Rest & ice."]
    assert asdict(whole)["seconds"] == whole.seconds

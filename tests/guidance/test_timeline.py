"""Every turn of every stretch, at every pace and hold: its length, its silences, its words, and where it ends."""

import re
from dataclasses import replace

import pytest

from skill.guidance.passage import SLOWEST, lasting
from skill.guidance.position import Pace
from skill.guidance.timeline import beats
from skill.speech.clock import AMAZON_WORDS_PER_SECOND, pauses, seconds
from skill.speech.ssml import plain_text
from tests.guidance.stretching import STRETCHES, VOICE, WAYS, start, turns

_ADJACENT = re.compile(r"<break[^>]*>\s*(?:</prosody>\s*)?(?:<prosody[^>]*>\s*)?<break")
_PROMPT_SECONDS = 8.0
"""What the longest prompt after the cues takes."""
routines = pytest.mark.parametrize("routine", STRETCHES.routines)


@routines
def test_no_turn_is_too_long_too_silent_or_too_wordy(routine: str) -> None:
    slowest = AMAZON_WORDS_PER_SECOND / SLOWEST
    for way in WAYS:
        for position, spoken in turns(start(routine, way)):
            ssml = str(spoken.ssml)
            where = f"{way} from stage {position.stage}, cue {position.cue}"
            silences = pauses(ssml)
            assert seconds(ssml, slowest) <= 120 - _PROMPT_SECONDS, where
            assert sum(silences) <= 80, where
            assert max(silences) <= 10, where
            assert len(ssml) <= 7_000, where
            assert not _ADJACENT.search(ssml), where
            first = plain_text(ssml.split("<break", maxsplit=1)[0])
            assert len(first.split()) <= 35, where


@routines
def test_a_turn_lasts_what_its_beats_last(routine: str) -> None:
    for _, spoken in turns(start(routine)):
        for share in (0.75, 1.0, SLOWEST):
            whole = seconds(str(spoken.ssml), AMAZON_WORDS_PER_SECOND / share)
            assert lasting(spoken.placed, share) == pytest.approx(whole, rel=0.03)


@routines
def test_a_stretch_flows_and_says_every_cue_once(routine: str) -> None:
    begin = start(routine)
    said = [(one.stage, one.cue) for _, spoken in turns(begin) for one in spoken.placed]
    stages = STRETCHES.stages(begin)
    assert sorted(set(said)) == [(n, cue) for n, stage in enumerate(stages) for cue in range(len(stage.step.cues))]
    assert said == sorted(said)
    flowing, waiting = (len(list(turns(replace(begin, waits=waits)))) for waits in (False, True))
    assert waiting == len(stages)
    assert flowing < waiting or routine == "walk-five"  # a minute each: two of them are too silent for one turn


@routines
def test_slower_takes_longer_and_faster_takes_less(routine: str) -> None:
    for stage in STRETCHES.stages(start(routine)):
        lengths = {
            pace: sum(one.seconds for one in beats(VOICE, stage, replace(start(routine), pace=pace))) for pace in Pace
        }
        assert lengths[Pace.SLOW] > lengths[Pace.NORMAL] > lengths[Pace.FAST]

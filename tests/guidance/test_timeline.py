"""Every turn of every stretch, at every pace and hold: its length, its silences, its words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from skill.content.store import load_content
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.progress import settle
from skill.guidance.stages import Stage, Stretches
from skill.guidance.timeline import Passage, beats, passage
from skill.speech.clock import pauses, seconds
from skill.speech.ssml import plain_text
from skill.speech.voice import Voices

COMPILED = Path(__file__).parents[2] / "speech/compiled"
VOICE = Voices.load(COMPILED).voice("en-US")
STRETCHES = Stretches(load_content(COMPILED / "content.json"))
WAYS = tuple(product(Pace, Hold, (False, True)))
STAGES = [
    pytest.param(stage, id=f"{stage.step.id}-{stage.side or 'both'}")
    for routine in STRETCHES.routines.values()
    for stage in STRETCHES.expand(routine.steps)
]
_ADJACENT = re.compile(r"<break[^>]*>\s*(?:</prosody>\s*)?(?:<prosody[^>]*>\s*)?<break")
_PROMPT_SECONDS = 8.0
"""What the longest prompt after the cues takes."""


def turns(stage: Stage, position: RoutinePosition) -> Iterator[tuple[RoutinePosition, Passage]]:
    """Every turn that the stage takes, with where it starts."""
    while position.cue < len(stage.step.cues):
        spoken = passage(VOICE, stage, position)
        yield position, spoken
        position = replace(position, cue=spoken.end)


@pytest.mark.parametrize("stage", STAGES)
def test_no_turn_is_too_long_too_silent_or_too_wordy(stage: Stage) -> None:
    for pace, hold, easier in WAYS:
        start = RoutinePosition("", (stage.step.id,), stage=0, pace=pace, hold=hold, easier=easier)
        for position, spoken in turns(stage, start):
            ssml = spoken.ssml
            way = f"{pace.name} {hold.name} easier={easier} from cue {position.cue}"
            silences = pauses(str(ssml))
            assert seconds(str(ssml)) <= 90 - _PROMPT_SECONDS, way
            assert sum(silences) <= 60, way
            assert max(silences) <= 10, way
            assert not _ADJACENT.search(ssml), way
            first = plain_text(str(ssml).split("<break")[0])
            assert len(first.split()) <= 35, way


@pytest.mark.parametrize("stage", STAGES)
def test_slower_takes_longer_and_faster_takes_less(stage: Stage) -> None:
    lengths = {
        pace: sum(one.seconds for one in beats(VOICE, stage, RoutinePosition("", (stage.step.id,), 0, 0, pace)))
        for pace in Pace
    }
    assert lengths[Pace.SLOW] > lengths[Pace.NORMAL] > lengths[Pace.FAST]


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_is_put_ahead_of_where_they_were(stage: Stage) -> None:
    """Interrupted at any second, the cue to go on from began before that second."""
    for pace in Pace:
        position = RoutinePosition("", (stage.step.id,), stage=0, pace=pace, spoken_at=1_000)
        for start, spoken in turns(stage, position):
            for now in range(1_000, 1_000 + int(spoken.seconds) + 30):
                reached = settle(VOICE, stage, start, now).cue
                begun = sum(one.seconds for one in beats(VOICE, stage, start)[start.cue : reached])
                assert begun <= now - 1_000

"""Every turn of every stretch, at every pace and hold: its length, its silences, its words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from skill.content.model import CueKind
from skill.content.store import load_content
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.progress import settle
from skill.guidance.stages import Stage, Stretches
from skill.guidance.timeline import Passage, beats, goes_on, hold_seconds, passage
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


def spoken(stage: Stage, **asked: bool) -> str:
    position = RoutinePosition("", (stage.step.id,), stage=0, **asked)  # type: ignore[arg-type]
    return " ".join(plain_text(str(one.ssml)) for one in beats(VOICE, stage, position))


@pytest.mark.parametrize("stage", STAGES)
def test_whoever_wants_no_counting_hears_no_numbers(stage: Stage) -> None:
    counts = re.compile(r"\b(" + "|".join(VOICE.count(number) for number in range(1, 31)) + r")\b", re.IGNORECASE)
    of_the_document = " ".join((stage.step.name, *(cue.text for cue in stage.step.cues)))
    lasting = [text for cue in stage.step.cues for text in cue.encouragements]
    own = set(counts.findall(" ".join((of_the_document, *lasting, "last one")).lower()))
    assert set(counts.findall(spoken(stage, uncounted=True).lower())) <= own


@pytest.mark.parametrize("stage", [case for case in STAGES if goes_on(case.values[0])])  # type: ignore[arg-type]
def test_whoever_is_puffed_is_never_driven_on(stage: Stage) -> None:
    for asked in ("gently", "easier"):
        words = spoken(stage, **{asked: True})
        assert not re.search(r"\b(fast|faster|brisk|briskly|quick)\b", words), words
        assert "easy" in words


@pytest.mark.parametrize("stage", STAGES)
def test_the_last_of_several_times_is_named(stage: Stage) -> None:
    times = [cue.times for cue in stage.step.cues if cue.kind is CueKind.REPEAT]
    for uncounted in (False, True):
        words = spoken(stage, uncounted=uncounted).lower()
        assert words.count("last one") == sum(time > 1 for time in times)
    assert all(f" {VOICE.count(time)}." not in spoken(stage).lower() for time in times)


@pytest.mark.parametrize("stage", STAGES)
def test_a_long_hold_has_breath_and_its_half_or_its_last_seconds(stage: Stage) -> None:
    for number, cue in enumerate(stage.step.cues):
        for hold in Hold:
            length = hold_seconds(cue, hold)
            if cue.kind is not CueKind.HOLD or length <= 5:
                continue
            position = RoutinePosition("", (stage.step.id,), stage=0, hold=hold)
            beat = beats(VOICE, stage, position)[number]
            words = plain_text(str(beat.ssml)).lower()
            if length >= 15:
                assert "breathe in" in words
                assert "out" in words
                assert "five more seconds" in words
            if length >= 20 or 10 <= length < 15:
                assert "half" in words
            instruction = seconds(str(beat.ssml).split("<break")[0])
            assert beat.seconds - instruction == pytest.approx(length, abs=1.5)

"""Every turn of every stretch, at every pace and hold: its length, its silences, its words, and where it ends."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from skill.content.model import CueKind
from skill.guidance.passage import SLOWEST, fits, lasting, told_apart
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.stages import Stage
from skill.guidance.timeline import beats, goes_on, hold_seconds
from skill.speech.clock import AMAZON_WORDS_PER_SECOND, pauses, seconds
from skill.speech.ssml import plain_text
from tests.guidance.stretching import STRETCHES, VOICE, WAYS, start, turns

_ADJACENT = re.compile(r"<break[^>]*>\s*(?:</prosody>\s*)?(?:<prosody[^>]*>\s*)?<break")
_PARTS = re.compile(r".*?<break[^>]*>")
"""Words, with the silence after them."""
_PROMPT_SECONDS = 8.0
"""What the longest prompt after the cues takes."""
STAGES = [
    pytest.param(stage, id=f"{stage.step.id}-{stage.side or 'both'}")
    for routine in STRETCHES.by_id.values()
    for stage in STRETCHES.expand(routine.steps)
]
routines = pytest.mark.parametrize("routine", STRETCHES.by_id)


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
    neighbours = pairwise(spoken.placed for _, spoken in turns(begin))
    assert flowing < waiting or not any(fits(one + two) and told_apart(one + two) for one, two in neighbours)


@routines
def test_slower_takes_longer_and_faster_takes_less(routine: str) -> None:
    for stage in STRETCHES.stages(start(routine)):
        lengths = {
            pace: sum(one.seconds for one in beats(VOICE, stage, replace(start(routine), pace=pace))) for pace in Pace
        }
        assert lengths[Pace.SLOW] > lengths[Pace.NORMAL] > lengths[Pace.FAST]


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


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("stage", [case for case in STAGES if goes_on(case.values[0])])  # type: ignore[arg-type]
def test_whoever_kept_on_hears_the_next_words_at_any_pace(stage: Stage, pace: Pace) -> None:
    cue = next(number for number, one in enumerate(stage.step.cues) if one.kind is CueKind.KEEP_ON)
    position = RoutinePosition("", (stage.step.id,), stage=0, cue=cue, pace=pace)
    whole = str(beats(VOICE, stage, position)[cue].ssml)
    for done in range(1, int(seconds(whole))):
        rest = str(beats(VOICE, stage, replace(position, kept_on=done))[cue].ssml)
        if rest.startswith("<break"):  # nothing but a last moment is left
            continue
        assert whole.endswith(rest)
        heard = whole.removesuffix(rest)
        assert seconds(heard) >= done
        assert seconds("".join(_PARTS.findall(heard)[:-1])) < done  # no word is passed over that was still to come

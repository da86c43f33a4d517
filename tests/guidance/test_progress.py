"""Where a listener is taken to be, whenever they cut a turn off and however fast the voice really is."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from skill.content.model import CueKind
from skill.guidance.passage import REACTION_SECONDS, SLOWEST, passage
from skill.guidance.position import RoutinePosition
from skill.guidance.progress import Progress, led_in, way_in
from skill.guidance.timeline import Beat, beats
from tests.guidance.stretching import STRETCHES, VOICE, WAYS, cuts, start, turns

_BEGAN = 1_000
VOICES = (0.75, 0.92, 1.0, 1.1, SLOWEST)
"""What the true voice takes of the clock's seconds of speech: a quarter less, up to a speed of 0.85."""
routines = pytest.mark.parametrize("routine", STRETCHES.by_id)
voices = pytest.mark.parametrize("share", VOICES)


def spoken_turns(routine: str) -> Iterator[RoutinePosition]:
    """Every turn of the routine in every way, under way since `_BEGAN`."""
    for way in WAYS:
        yield from (replace(position, spoken_at=_BEGAN) for position, _ in turns(start(routine, way)))


@voices
@routines
def test_a_cut_is_never_taken_for_a_later_cue(routine: str, share: float) -> None:
    for position in spoken_turns(routine):
        for moment, heard in cuts(passage(VOICE, STRETCHES, position).placed, share):
            reached = Progress(VOICE, STRETCHES, position, int(_BEGAN + moment)).reached
            assert (reached.stage, reached.cue) <= (heard.stage, heard.cue), (position, moment)


@voices
@routines
def test_a_cut_is_between_what_is_sure_and_what_may_be(routine: str, share: float) -> None:
    for position in spoken_turns(routine):
        for moment, heard in cuts(passage(VOICE, STRETCHES, position).placed, share):
            now = int(_BEGAN + moment)
            sure = Progress(VOICE, STRETCHES, position, now).reached.stage
            assert sure <= heard.stage <= Progress(VOICE, STRETCHES, position, now).furthest_stage


@voices
@routines
def test_whoever_speaks_at_the_end_of_a_turn_is_in_its_last_stage(routine: str, share: float) -> None:
    for position in spoken_turns(routine):
        turn = passage(VOICE, STRETCHES, position)
        ended = _BEGAN + sum(one.beat.at(share) for one in turn.placed)
        assert Progress(VOICE, STRETCHES, position, round(ended)).reached.stage == turn.after.stage


@voices
@routines
def test_nobody_in_a_hold_is_left_in_it(routine: str, share: float) -> None:
    for position in spoken_turns(routine):
        for moment, heard in cuts(passage(VOICE, STRETCHES, position).placed, share):
            step = STRETCHES.stages(position)[heard.stage].step
            if step.cues[heard.cue].kind is CueKind.HOLD and moment > REACTION_SECONDS:
                told = Progress(VOICE, STRETCHES, position, int(_BEGAN + moment)).in_the_middle
                assert step.come_out in {stage.step.come_out for stage in told}, (position, moment)


@routines
def test_how_to_come_out_names_no_side(routine: str) -> None:
    for step in STRETCHES.by_id[routine].steps:
        assert not {"left", "right", "side"} & set(re.findall(r"\w+", step.come_out))


@routines
def test_whoever_has_surely_heard_it_all_stands_behind_it(routine: str) -> None:
    for position in spoken_turns(routine):
        turn = passage(VOICE, STRETCHES, position)
        late = _BEGAN + int(sum(one.beat.at(SLOWEST) for one in turn.placed) + REACTION_SECONDS) + 1
        assert Progress(VOICE, STRETCHES, position, late).reached == turn.after
        assert Progress(VOICE, STRETCHES, position, late).heard_out
        assert not Progress(VOICE, STRETCHES, position, int(_BEGAN + turn.seconds) - 1).heard_out


@routines
def test_the_way_into_a_hold_begins_after_the_movement_before_it(routine: str) -> None:
    for stage in STRETCHES.stages(start(routine)):
        kinds = [cue.kind.value for cue in stage.step.cues]
        for cue, kind in enumerate(kinds):
            begin = way_in(stage, cue)
            assert begin <= cue
            assert kinds[begin : cue + 1] == ["move"] * (cue - begin) + [kind]


@pytest.mark.parametrize("share", VOICES)
@pytest.mark.parametrize("routine", ["walk-five", "whole-ten"])
def test_whoever_keeps_on_is_taken_on_from_there(routine: str, share: float) -> None:
    for position in spoken_turns(routine):
        for moment, heard in cuts(passage(VOICE, STRETCHES, position).placed, share):
            reached = Progress(VOICE, STRETCHES, position, int(_BEGAN + moment)).reached
            cues = STRETCHES.stages(position)[reached.stage].step.cues
            if reached.cue < len(cues) and cues[reached.cue].kind is CueKind.KEEP_ON and reached.kept_on:
                whole, rest = (_beat(replace(reached, kept_on=done)) for done in (0, reached.kept_on))
                assert rest.seconds <= max(whole.seconds - reached.kept_on, 0.0) + 0.5
                assert rest.ssml in whole.ssml or rest.seconds < 1
                assert (reached.stage, reached.cue) <= (heard.stage, heard.cue)


def _beat(position: RoutinePosition) -> Beat:
    return beats(VOICE, STRETCHES.current(position), position)[position.cue]


def test_whoever_paused_is_led_in_and_keeps_what_they_did() -> None:
    position = RoutinePosition("walk-five", start("walk-five").steps, stage=1, cue=1, kept_on=20)
    led = led_in(STRETCHES, position)
    assert (led.cue, led.kept_on) == (0, 20)
    assert passage(VOICE, STRETCHES, led).placed[1].beat == _beat(position)

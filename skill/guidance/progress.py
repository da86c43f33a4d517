"""How far a listener got before they spoke: which cue to go on from."""

from dataclasses import replace

from skill.content.model import CueKind
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Stage
from skill.guidance.timeline import beats, passage
from skill.speech.voice import Voice

_MARGIN_SECONDS = 2.0
_MARGIN_SHARE = 0.15
"""Alexa tells when a request was made, not how much was heard. Two seconds and fifteen per cent
are taken off, so that a listener hears a cue again rather than miss one."""


def settle(voice: Voice, stage: Stage, position: RoutinePosition, now: int) -> RoutinePosition:
    """The position with `cue` moved to the one reached, or an earlier one, never a later.

    When the whole stage was surely heard, `cue` stands behind its last cue: there is nothing left of it to say.

    Args:
        voice: to work out how long the cues take.
        stage: the stage under way.
        position: as it was when its turn began.
        now: when the listener spoke, seconds since 1970.
    """
    if position.stage < 0 or not position.spoken_at:
        return replace(position, spoken_at=0)
    heard = (now - position.spoken_at) * (1 - _MARGIN_SHARE) - _MARGIN_SECONDS
    reached = position.cue
    start = 0.0
    end = passage(voice, stage, position).end
    for number, beat in enumerate(beats(voice, stage, position)[:end]):
        if number < position.cue:
            continue
        if start > heard:
            break
        reached = number
        start += beat.seconds
    cues = len(stage.step.cues)
    if position.cue >= cues or (heard >= start and end >= cues):
        return replace(position, cue=cues, spoken_at=0)
    return replace(position, cue=way_in(stage, reached), spoken_at=0)


def way_in(stage: Stage, cue: int) -> int:
    """The cue that leads into `cue`: whoever let go of a hold has to get back into it first."""
    if stage.step.cues[cue].kind is CueKind.MOVE:
        return cue
    while cue > 0 and stage.step.cues[cue - 1].kind is CueKind.MOVE:
        cue -= 1
        before = stage.step.cues[cue - 1] if cue else None
        if before is not None and before.kind is not CueKind.MOVE:
            return cue + 1
    return cue


def heard_out(voice: Voice, stage: Stage, position: RoutinePosition, now: int) -> bool:
    """Whether the turn was spoken to its end before the listener said something."""
    if position.stage < 0 or not position.spoken_at:
        return True
    length = passage(voice, stage, position).seconds
    return now - position.spoken_at >= length * (1 - _MARGIN_SHARE)

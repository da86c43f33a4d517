"""How long a stretch takes, and how to say so."""

from dataclasses import replace

from markupsafe import Markup

from skill.guidance.stages import Stage, Stretches
from skill.guidance.timeline import clock, passage
from skill.session import RoutinePosition
from skill.voice import Voice

ANSWER_SECONDS = 3
"""What a listener takes to say "next" after each turn."""


def stage_seconds(voice: Voice, stage: Stage, position: RoutinePosition) -> float:
    """All turns of one stage from the position's cue on, with the answer after each."""
    total = 0.0
    at = position
    while at.cue < len(stage.step.cues):
        spoken = passage(voice, stage, at)
        prompt = voice.say("routine.more_prompt")
        total += spoken.seconds + clock(str(prompt)) + ANSWER_SECONDS
        at = replace(at, cue=spoken.end)
    return total


def stretch_seconds(voice: Voice, stretches: Stretches, position: RoutinePosition) -> float:
    """The whole stretch from its beginning: getting into place, every stage, the end."""
    fresh = replace(position, stage=-1, cue=0)
    stages = stretches.stages(fresh)
    total = sum(stage_seconds(voice, stage, fresh) for stage in stages)
    before = ""
    for stage in stages:
        routine = stage.step.id.partition("/")[0]
        if routine != before:
            total += clock(str(voice.say(f"routine.{routine}.setup")))
        before = routine
    caution = clock(str(voice.say(f"routine.{before}.caution"))) if before else 0.0
    return total + caution + ANSWER_SECONDS


def seconds_left(voice: Voice, stretches: Stretches, position: RoutinePosition) -> float:
    """What is left from the position on."""
    stages = stretches.stages(position)
    here = max(position.stage, 0)
    left = stage_seconds(voice, stages[here], position)
    later = replace(position, cue=0)
    return left + sum(stage_seconds(voice, stage, later) for stage in stages[here + 1 :])


def say_length(voice: Voice, seconds: float) -> Markup:
    """Seconds as one says them: rounded to half minutes, never below half a minute."""
    halves = max(round(seconds / 30), 1)
    minutes, half = divmod(halves, 2)
    if minutes == 0:
        return voice.say("length.half_minute")
    if half:
        return voice.say("length.minutes_and_half", number=voice.count(minutes))
    if minutes == 1:
        return voice.say("length.minute")
    return voice.say("length.minutes", number=voice.count(minutes))

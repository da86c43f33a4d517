"""Speaking a stretch: what the start, each step and the end sound like."""

import math
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from skill.content.model import Routine
from skill.dialog.handlers.base import joined
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.lengths import ANSWER_SECONDS
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Stage, Stretches
from skill.guidance.timeline import clock, passage
from skill.speech.voice import Voice

_REMEMBERED = 1024
"""Turns of stretches, and lengths of stretches, as one voice speaks them: two kilobytes each."""


def begin(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """Name the stretch, say the caution, and get the listener into place; or ask if anybody agreed to it."""
    if turn.session.ask_first:
        return ask_if_agreed(turn, position)
    return _into_place(turn, position, lead)


def ask_if_agreed(turn: Turn, position: RoutinePosition) -> Reply:
    """After a condition was named, no stretch begins before the listener says that a professional agrees."""
    session = turn.session_at_cue.asking(Ask.AGREED, position.routine, *position.steps)
    say = turn.voice.say
    return Reply(Outcome.REFER, say("refer.agreed"), session, say("refer.agreed_reprompt"))


def _into_place(turn: Turn, position: RoutinePosition, lead: Markup | str) -> Reply:
    say = turn.voice.say
    position = replace(position, stage=-1, cue=0, paused=False, spoken_at=0)
    routine = turn.catalog.stretches.routine_of(position)
    first = not turn.memory.routine_disclaimer_heard
    named = say("routine.opening", name=say(f"routine.{routine.id}.name"))
    speech = say(
        "routine.begin",
        lead=lead,
        opening=named if position.routine else "",
        disclaimer=say("disclaimer.routine") if first else "",
        caution=say(f"routine.{routine.id}.caution"),
        setup=say(f"routine.{routine.id}.setup"),
        tip=say("routine.tip") if first else "",
    )
    memory = replace(turn.memory, position=position, disclaimer_heard=True, routine_disclaimer_heard=True)
    session = replace(turn.session, position=position, heard=(), missed=0)
    return Reply(Outcome.ROUTINE, speech, session, say("routine.ready_reprompt"), memory=memory)


def start(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    """Begin a routine as the document has it."""
    steps = tuple(step.id for step in routine.steps)
    return begin(turn, RoutinePosition(routine.id, steps), lead)


def guide(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """Speak the stage of `position` from its cue on, as far as one turn goes."""
    before, speech, reprompt = _part(turn.voice, turn.catalog.stretches, replace(position, paused=False, spoken_at=0))
    lead = joined(lead, before)
    begun = turn.now + math.ceil(clock(str(lead))) if lead else turn.now
    position = replace(position, paused=False, spoken_at=begun)
    return Reply(
        Outcome.ROUTINE,
        joined(lead, speech),
        replace(turn.session, position=position, heard=(), missed=0),
        reprompt,
        memory=replace(turn.memory, position=position),
    )


@lru_cache(maxsize=_REMEMBERED)
def _part(voice: Voice, stretches: Stretches, position: RoutinePosition) -> tuple[Markup, Markup, Markup]:
    """What comes before the cues of a turn, the cues and what to say after them, and the reprompt."""
    say = voice.say
    stages = stretches.stages(position)
    stage = stages[position.stage]
    before = _border(voice, stages[position.stage - 1], stage) if position.stage and position.cue == 0 else Markup()
    spoken = passage(voice, stage, position)
    if not spoken.complete:
        prompt, reprompt = say("routine.more_prompt"), say("routine.next_reprompt")
    elif following(position) < len(stages):
        name = stage_name(voice, stages[following(position)])
        prompt, reprompt = say("routine.next_prompt", next=name), say("routine.next_reprompt")
    else:
        prompt, reprompt = say("routine.last_prompt"), say("routine.last_reprompt")
    return before, say("routine.step", beats=spoken.ssml, prompt=prompt), reprompt


def following(position: RoutinePosition) -> int:
    """The stage after the one under way."""
    return position.stage + 1 if position.then < 0 else position.then


def finish(turn: Turn, position: RoutinePosition) -> Reply:
    """The stretch is done; the session closes, and nothing is left to go on with."""
    return Reply(
        Outcome.FINISHED,
        _ending(turn.voice, turn.catalog.stretches, position),
        replace(turn.session, position=None),
        memory=replace(turn.memory, position=None),
    )


def seconds_of(turn: Turn, position: RoutinePosition) -> float:
    """Every turn from the position to the end, as it will be spoken, with time to answer after each."""
    total = 0.0
    if position.stage < 0:
        total += _turn_seconds(_into_place(turn, position, "").speech)
        position = replace(position, stage=0, cue=0)
    position = replace(position, paused=False, spoken_at=0)
    return total + _seconds_under_way(turn.voice, turn.catalog.stretches, position)


@lru_cache(maxsize=_REMEMBERED)
def _seconds_under_way(voice: Voice, stretches: Stretches, position: RoutinePosition) -> float:
    total = 0.0
    stages = stretches.stages(position)
    for number in range(position.stage, len(stages)):
        cue = position.cue if number == position.stage else 0
        while cue < len(stages[number].step.cues):
            at = replace(position, stage=number, cue=cue)
            before, speech, _ = _part(voice, stretches, at)
            total += _turn_seconds(joined(before, speech))
            cue = passage(voice, stages[number], at).end
    return total + _turn_seconds(_ending(voice, stretches, position))


def _turn_seconds(speech: Markup) -> float:
    return clock(str(speech)) + ANSWER_SECONDS


def _ending(voice: Voice, stretches: Stretches, position: RoutinePosition) -> Markup:
    """What is said when a stretch is done."""
    name = f"routine.{stretches.routine_of(position).id}.finish" if position.routine else "routine.built_finish"
    return voice.say("routine.finished", finish=voice.say(name))


def _border(voice: Voice, last: Stage, stage: Stage) -> Markup:
    """What is said between a stage and the next: the change of stretch, or of side."""
    if _home(last) != _home(stage):
        return _change_over(voice, _home(stage))
    if last.step is not stage.step:
        return Markup()
    return voice.say("routine.once_more") if last is stage else voice.say("routine.side_next", side=stage.side)


def _change_over(voice: Voice, routine: str) -> Markup:
    """From one routine to the next in a built stretch: its name, its caution, getting into place."""
    say = voice.say
    name = f"routine.{routine}"
    return say(
        "routine.change_over",
        name=say(f"{name}.name"),
        caution=say(f"{name}.caution"),
        back=say(f"{name}.back"),
    )


def stage_name(voice: Voice, stage: Stage) -> Markup:
    """What a stage is called: the step, and its side."""
    say = voice.say
    name = say(f"step.{stage.step.id}.name")
    return say("routine.side", name=name, side=stage.side) if stage.side else name


def _home(stage: Stage) -> str:
    return stage.step.id.partition("/")[0]

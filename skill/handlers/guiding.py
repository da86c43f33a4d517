"""Speaking a stretch: what the start, each step and the end sound like."""

import math
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import Routine
from skill.guidance.lengths import ANSWER_SECONDS
from skill.guidance.stages import Stage
from skill.guidance.timeline import clock, passage
from skill.handlers.base import joined
from skill.session import RoutinePosition
from skill.turn import Outcome, Reply, Turn


def begin(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """Name the stretch, say the caution, and get the listener into place."""
    say = turn.voice.say
    position = replace(position, stage=-1, cue=0, paused=False, spoken_at=0)
    routine = turn.knowledge.stretches.routine_of(position)
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
    say = turn.voice.say
    stretches = turn.knowledge.stretches
    stages = stretches.stages(position)
    stage = stages[position.stage]
    if position.stage and position.cue == 0 and _home(stages[position.stage - 1]) != _home(stage):
        lead = joined(lead, _change_over(turn, _home(stage)))
    spoken = passage(turn.voice, stage, position)
    if not spoken.complete:
        prompt, reprompt = say("routine.more_prompt"), say("routine.next_reprompt")
    elif following(position) < len(stages):
        name = stage_name(turn, stages[following(position)])
        prompt, reprompt = say("routine.next_prompt", next=name), say("routine.next_reprompt")
    else:
        prompt, reprompt = say("routine.last_prompt"), say("routine.last_reprompt")
    speech = say("routine.step", lead=lead, beats=spoken.ssml, prompt=prompt)
    begun = turn.now + math.ceil(clock(str(lead))) if lead else turn.now
    position = replace(position, paused=False, spoken_at=begun)
    return Reply(
        Outcome.ROUTINE,
        speech,
        replace(turn.session, position=position, heard=(), missed=0),
        reprompt,
        memory=replace(turn.memory, position=position),
    )


def following(position: RoutinePosition) -> int:
    """The stage after the one under way."""
    return position.stage + 1 if position.then < 0 else position.then


def finish(turn: Turn, position: RoutinePosition) -> Reply:
    """The stretch is done; the session closes, and nothing is left to go on with."""
    say = turn.voice.say
    routine = turn.knowledge.stretches.routine_of(position)
    built = not position.routine
    speech = say(
        "routine.finished",
        finish=say("routine.built_finish" if built else f"routine.{routine.id}.finish"),
    )
    return Reply(
        Outcome.FINISHED,
        speech,
        replace(turn.session, position=None),
        memory=replace(turn.memory, position=None),
    )


def seconds_of(turn: Turn, position: RoutinePosition) -> float:
    """Every turn from the position to the end, as it will be spoken, with time to answer after each."""
    total = 0.0
    if position.stage < 0:
        total += _turn_seconds(begin(turn, position))
        position = replace(position, stage=0, cue=0)
    stages = turn.knowledge.stretches.stages(position)
    for number in range(position.stage, len(stages)):
        cue = position.cue if number == position.stage else 0
        while cue < len(stages[number].step.cues):
            at = replace(position, stage=number, cue=cue)
            total += _turn_seconds(guide(turn, at))
            cue = passage(turn.voice, stages[number], at).end
    return total + _turn_seconds(finish(turn, position))


def _turn_seconds(reply: Reply) -> float:
    return clock(str(reply.speech)) + ANSWER_SECONDS


def _change_over(turn: Turn, routine: str) -> Markup:
    """From one routine to the next in a built stretch: its name, its caution, getting into place."""
    say = turn.voice.say
    name = f"routine.{routine}"
    return say(
        "routine.change_over",
        name=say(f"{name}.name"),
        caution=say(f"{name}.caution"),
        back=say(f"{name}.back"),
    )


def stage_name(turn: Turn, stage: Stage) -> Markup:
    """What a stage is called: the step, and its side."""
    say = turn.voice.say
    name = say(f"step.{stage.step.id}.name")
    return say("routine.side", name=name, side=stage.side) if stage.side else name


def _home(stage: Stage) -> str:
    return stage.step.id.partition("/")[0]

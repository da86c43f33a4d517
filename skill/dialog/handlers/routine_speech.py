"""Speaking a routine: what the start, each step and the end sound like."""

import math
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from skill.content.model import Routine
from skill.dialog.handlers.base import joined
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.lengths import ANSWER_SECONDS
from skill.guidance.passage import SLOWEST, passage, stage_name
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines
from skill.guidance.timeline import at_pace, clock
from skill.speech.voice import Voice
from skill.understanding.routine_request import RoutineRequest

_LONG_SECONDS = 30
"""A turn from this length on is long: whoever hears one has to know how to interrupt it."""
_STOP_SECONDS = 0.6
"""The pause of a full stop, where a lead ends."""
_REMEMBERED = 1024
"""Turns of routines, and lengths of routines, as one voice speaks them: two kilobytes each."""


def begin(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """Name the routine, say the caution, and get the listener into place; or ask if anybody agreed to it."""
    if turn.session.ask_first:
        return ask_if_agreed(turn, position)
    return _into_place(turn, position, lead)


def ask_if_agreed(turn: Turn, position: RoutinePosition) -> Reply:
    """After a condition was named, no routine begins before the listener says that a professional agrees."""
    request = RoutineRequest(routine=position.routine) if position.routine else turn.session.request
    session = replace(turn.session_at_cue, request=request).asking(Ask.AGREED, position.routine, *position.steps)
    say = turn.voice.say
    return Reply(Outcome.REFER, say("refer.agreed"), session, say("refer.agreed_reprompt"))


def _into_place(turn: Turn, position: RoutinePosition, lead: Markup | str) -> Reply:
    say = turn.voice.say
    position = replace(position, stage=-1, cue=0, kept_on=0, paused=False, spoken_at=0, waits=turn.memory.waits)
    routine = turn.catalog.routines.routine_of(position)
    first = not turn.memory.routine_disclaimer_heard
    named = say("routine.opening" if first else "routine.opening_short", name=say(f"routine.{routine.id}.name"))
    speech = say(
        "routine.begin",
        lead=lead,
        opening=named if position.routine else "",
        way_in=_way_in(turn, routine),
        first=first,
    )
    memory = replace(turn.memory, position=position, disclaimer_heard=True, routine_disclaimer_heard=True)
    session = replace(
        _introduced(turn.session, routine),
        position=position,
        heard=(),
        missed=0,
        request=None,
        first_stretch=turn.session.first_stretch or first,
    )
    return Reply(Outcome.ROUTINE, at_pace(speech, position.pace), session, say("routine.ready_reprompt"), memory=memory)


def _way_in(turn: Turn, routine: Routine) -> Markup:
    """The caution and how to get into place: in full the first time ever, short later, none twice in a session."""
    say = turn.voice.say
    name = f"routine.{routine.id}"
    not_for = say(f"{name}.not_for")
    if not turn.memory.routine_disclaimer_heard:
        return joined(say("disclaimer.routine"), say(f"{name}.caution"), not_for, say(f"{name}.setup"))
    caution = "" if turn.session.introduced else say("routine.caution")
    return joined(caution, *([] if routine.id in turn.session.introduced else [not_for, say(f"{name}.back")]))


def _introduced(session: Session, routine: Routine) -> Session:
    """`session`, in which the way into `routine` was spoken."""
    return replace(session, introduced=tuple(dict.fromkeys((*session.introduced, routine.id))))


def begin_again(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """The way in once more, for whoever asks for it: in full again, if that is what they heard."""
    routine = turn.catalog.routines.routine_of(position)
    introduced = turn.session.introduced
    in_full = turn.session.first_stretch and introduced[:1] == (routine.id,)
    memory = replace(turn.memory, routine_disclaimer_heard=turn.memory.routine_disclaimer_heard and not in_full)
    session = replace(turn.session, introduced=())
    reply = begin(replace(turn, session=session, read_memory=lambda: memory), position, lead)
    return replace(reply, session=replace(reply.session, introduced=introduced or reply.session.introduced))


def start(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    """Begin a routine as the document has it."""
    steps = tuple(step.id for step in routine.steps)
    return begin(turn, RoutinePosition(routine.id, steps), lead)


def start_at_once(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    """Begin with the first step, for whoever wants no way in: its name, what it takes, and when to stop.

    They know what comes, and how to interrupt it.
    """
    steps = tuple(step.id for step in routine.steps)
    if turn.session.ask_first:
        return ask_if_agreed(turn, RoutinePosition(routine.id, steps))
    say, name = turn.voice.say, f"routine.{routine.id}"
    opening = say("routine.opening_short", name=say(f"{name}.name"))
    needs = say(f"{name}.back") if routine.equipment else ""
    caution = "" if turn.session.introduced else say("routine.caution")
    session = replace(_introduced(turn.session, routine), interrupting_said=True)
    position = RoutinePosition(routine.id, steps, stage=0, waits=turn.memory.waits)
    return guide(replace(turn, session=session), position, joined(lead, opening, needs, caution))


def come_out(turn: Turn, target: str = "") -> Markup:
    """How to come out of the movement that the listener may be in the middle of; empty where nobody has to.

    Args:
        turn: what came in.
        target: name of the stage that comes next: whoever does the same again stays in it.
    """
    names = [stage.step.id for stage in turn.in_the_middle if stage.step.come_out and stage.name != target]
    return joined(*dict.fromkeys(turn.voice.say(f"step.{name}.come_out") for name in names))


def goodbye(turn: Turn) -> Markup:
    """The end of a routine that is left half done: out of the movement, up from the floor, and how to pick it up."""
    name = "goodbye.routine_floor" if turn.on_the_floor else "goodbye.routine"
    return turn.voice.say(name, out=come_out(turn))


def guide(turn: Turn, position: RoutinePosition, lead: Markup | str = "") -> Reply:
    """Speak the stage of `position` from its cue on, and what follows, as far as one turn goes.

    The first long turn ever begins with how to interrupt it.
    """
    routines = turn.catalog.routines
    position = position.unspoken
    lead = joined(_come_out_first(turn, position), lead)
    speech, reprompt = _spoken(turn.voice, routines, position)
    session, memory = turn.session, turn.memory
    told = session.interrupting_said or memory.interrupting_heard
    if not told and passage(turn.voice, routines, position).seconds >= _LONG_SECONDS:
        lead = joined(lead, turn.voice.say("routine.tip"))
        session, memory = replace(session, interrupting_said=True), replace(memory, interrupting_heard=True)
    begun = turn.now + (math.ceil(clock(str(lead)) * SLOWEST + _STOP_SECONDS) if lead else 0)
    position = replace(position, spoken_at=begun)
    return Reply(
        Outcome.ROUTINE,
        joined(lead, speech),
        replace(session, position=position, heard=(), missed=0, request=None),
        reprompt,
        memory=replace(memory, position=position),
    )


def _come_out_first(turn: Turn, position: RoutinePosition) -> Markup | str:
    """How to come out of one movement of a routine before another begins, and a moment to do it."""
    if turn.position is None or turn.position.routine != position.routine:
        return ""
    out = come_out(turn, turn.stage(position).name)
    return turn.voice.say("routine.come_out", out=out) if out else ""


@lru_cache(maxsize=_REMEMBERED)
def _spoken(voice: Voice, routines: Routines, position: RoutinePosition) -> tuple[Markup, Markup]:
    """The cues of a turn with what to say after them, and the reprompt."""
    say = voice.say
    stages = routines.stages(position)
    turn = passage(voice, routines, position)
    following = turn.after.following
    if not turn.complete:
        prompt, reprompt = say("routine.more_prompt"), say("routine.next_reprompt")
    elif following < len(stages):
        name = stage_name(voice, stages[following])
        prompt, reprompt = say("routine.next_prompt", next=name), say("routine.next_reprompt")
    else:
        prompt, reprompt = say("routine.last_prompt"), say("routine.last_reprompt")
    return say("routine.step", beats=turn.ssml, prompt=prompt), reprompt


def finish(turn: Turn, position: RoutinePosition) -> Reply:
    """The routine is done, and nothing is left to go on with: is there anything else?"""
    say = turn.voice.say
    return Reply(
        Outcome.FINISHED,
        joined(_ending(turn.voice, turn.catalog.routines, position), say("routine.finished_question")),
        replace(turn.session, position=None).asking(Ask.ANYTHING),
        say("anything_else_reprompt"),
        memory=replace(turn.memory, position=None),
    )


def seconds_left(turn: Turn, position: RoutinePosition) -> float:
    """What is left from the position to the end, as it will be spoken, to whoever answers at once."""
    position = replace(position.unspoken, stage=max(position.stage, 0))
    return _seconds_under_way(turn.voice, turn.catalog.routines, position, 0)


def seconds_of(turn: Turn, position: RoutinePosition) -> float:
    """Every turn from the position to the end, as it will be spoken, with time to answer after each."""
    total = 0.0
    if position.stage < 0:
        total += clock(str(_into_place(turn, position, "").speech)) + ANSWER_SECONDS
        position = replace(position, stage=0, cue=0)
    return total + _seconds_under_way(turn.voice, turn.catalog.routines, position.unspoken, ANSWER_SECONDS)


@lru_cache(maxsize=_REMEMBERED)
def _seconds_under_way(voice: Voice, routines: Routines, position: RoutinePosition, answering: int) -> float:
    """Every turn from the position to the end, with so many seconds to answer after each."""
    total = 0.0
    stages = len(routines.stages(position))
    at = position
    while True:
        turn = passage(voice, routines, at)
        if turn.placed:
            total += clock(str(_spoken(voice, routines, at)[0])) + answering
        at = turn.after
        if turn.complete:
            if at.following >= stages:
                return total + clock(str(_ending(voice, routines, position))) + answering
            at = routines.at(at, at.following)


def _ending(voice: Voice, routines: Routines, position: RoutinePosition) -> Markup:
    """What is said when a stretch is done."""
    name = f"routine.{routines.routine_of(position).id}.finish" if position.routine else "routine.built_finish"
    return voice.say("routine.finished", finish=voice.say(name))

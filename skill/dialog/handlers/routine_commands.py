"""Everything that can be said to the coach while a routine is under way."""

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import CueKind, Part
from skill.dialog.handlers.base import TurnHandler, conclude, joined
from skill.dialog.handlers.routine_speech import begin_again, finish, guide
from skill.dialog.handlers.routine_telling import TELLING
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.passage import part_end, stage_name
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.progress import led_in, way_in
from skill.guidance.stages import Stage
from skill.guidance.timeline import hold_seconds
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven


def go_on(turn: Turn, lead: Markup | str = "") -> Reply:
    """Go on from the cue that had been reached, or an earlier one."""
    current = turn.current_position
    assert current is not None
    if current.stage < 0:
        return guide(turn, replace(current, stage=0, cue=0), lead)
    routines = turn.catalog.routines
    if routines.over(current) or (current.waits and routines.done(current)):
        name = stage_name(turn.voice, turn.stage(current))
        return guide(turn, current, joined(lead, turn.voice.say("routine.just_done", name=name)))
    return guide(turn, current, lead)


def pause(turn: Turn) -> Reply:
    """Keep the place, with the microphone open."""
    current = turn.current_position
    assert current is not None
    return wait(turn, turn.voice.say("routine.still_paused" if current.paused else "routine.paused"))


def wait(turn: Turn, speech: Markup) -> Reply:
    """Say `speech`, and keep the place until the listener goes on."""
    current = turn.current_position
    assert current is not None
    position = replace(led_in(turn.catalog.routines, current), paused=True)
    return Reply(
        Outcome.PAUSED,
        speech,
        replace(turn.session_at_cue, position=position),
        turn.voice.say("routine.paused_reprompt"),
        memory=replace(turn.memory, position=position),
    )


def _next(turn: Turn, position: RoutinePosition) -> Reply:
    """The rest of a split stage if the listener heard this part out, else the stage after the one surely reached."""
    if position.stage < 0:
        return guide(turn, replace(position, stage=0, cue=0))
    if _over(turn) and not turn.progress.passage.complete:
        return guide(turn, turn.progress.passage.after)
    return _skip(turn, position)


def _over(turn: Turn) -> bool:
    """Whether the last turn was spoken to its end, and nothing came after it."""
    assert turn.position is not None
    return bool(turn.position.spoken_at) and turn.progress.heard_out


def _skip(turn: Turn, position: RoutinePosition) -> Reply:
    stages = turn.catalog.routines.stages(position)
    if position.following >= len(stages):
        return finish(turn, position)
    return guide(turn, turn.catalog.routines.at(position, position.following))


def _previous(turn: Turn, position: RoutinePosition) -> Reply:
    """One step back, or as many as were named; at most to the first."""
    assert isinstance(turn.meaning, CommandGiven)
    routines = turn.catalog.routines
    wanted = position.stage - max(turn.meaning.number, 1)
    if wanted >= 0:
        return guide(turn, routines.at(position, wanted))
    lead = turn.voice.say("routine.at_first")
    return guide(turn, routines.at(position, 0), lead) if position.stage >= 0 else begin_again(turn, position, lead)


def _repeat(turn: Turn, position: RoutinePosition) -> Reply:
    if position.stage < 0:
        return begin_again(turn, position)
    return guide(turn, replace(position, cue=_part_start(turn, position), kept_on=0))


def _part_start(turn: Turn, position: RoutinePosition) -> int:
    """The cue that begins the part of the stage under way: the first, unless one turn cannot hold the stage."""
    routines = turn.catalog.routines
    cues = len(turn.stage(position).step.cues)
    start = 0
    while True:
        end = part_end(turn.voice, routines, replace(position, cue=start))
        if end > position.cue or end >= cues:
            return start
        start = end


def _start_over(turn: Turn, position: RoutinePosition) -> Reply:
    return guide(turn, turn.catalog.routines.at(position, 0))


def _pause(turn: Turn, _: RoutinePosition) -> Reply:
    return pause(turn)


def _resume(turn: Turn, position: RoutinePosition) -> Reply:
    """Go on from where the listener was; if they have heard it all, with what comes next."""
    return _next(turn, position) if _over(turn) else go_on(turn, _going_on(turn, position))


def _going_on(turn: Turn, position: RoutinePosition) -> Markup:
    """That we go on; with the stage by its name, if the listener may have thought of another."""
    if turn.progress.furthest_stage == position.stage:
        return turn.voice.say("routine.going_on")
    return turn.voice.say("routine.going_on_with", name=stage_name(turn.voice, turn.stage(position)))


def _ready(turn: Turn, position: RoutinePosition) -> Reply:
    return _next(turn, position) if position.stage < 0 or _over(turn) else go_on(turn)


def _in_place(turn: Turn, position: RoutinePosition) -> Reply:
    """Begin; whoever is down on the floor sooner than they were told to be needs no more of how to get there."""
    assert isinstance(turn.meaning, CommandGiven)
    routines = turn.catalog.routines
    there = turn.meaning.request.position == routines.routine_of(position).position
    if position.stage < 0 and not (there or turn.meaning.command is Command.DOWN):
        return _ready(turn, position)
    here = position if position.stage >= 0 else routines.at(position, 0)
    return _skip(turn, here) if _getting_down(turn, here) else _ready(turn, position)


def _getting_down(turn: Turn, position: RoutinePosition) -> bool:
    return turn.stage(position).step.part is Part.GETTING_DOWN


def _fine(turn: Turn, position: RoutinePosition) -> Reply:
    """Go on from the cue itself, since whoever only remarks on it holds still.

    A pause, and a step that they have heard out, wait for a word of theirs.
    """
    good = turn.voice.say("fine.routine")
    if turn.pending is not None:
        return go_on(turn, good)
    if position.paused:
        return conclude(turn, Outcome.PROMPT, good)
    if turn.progress.heard_out:
        return where_we_are(turn, good)
    return guide(turn, turn.progress.still, good)


def _thanked(turn: Turn, position: RoutinePosition) -> Reply:
    """Thanks and praise are a remark while a movement lasts; they answer no question, and end no pause."""
    if turn.pending is not None or position.paused:
        return conclude(turn, Outcome.PROMPT, turn.voice.say("thanks"))
    return _fine(turn, position)


def where_we_are(turn: Turn, lead: Markup | str) -> Reply:
    """Say in one line where the routine stands and what takes it on, and stay there."""
    current = turn.current_position
    assert current is not None
    say = turn.voice.say
    if current.paused:
        line, reprompt = say("routine.at_pause"), say("routine.paused_reprompt")
    elif current.stage < 0:
        line, reprompt = say("routine.say_ready"), say("routine.ready_reprompt")
    else:
        name = stage_name(turn.voice, turn.stage(current))
        line, reprompt = say("routine.at_step", name=name), say("routine.next_reprompt")
    return Reply(Outcome.ROUTINE, joined(lead, line), turn.session_at_cue, reprompt)


def _step_by_step(turn: Turn, _: RoutinePosition) -> Reply:
    """Wait after every step from now on, next time too; whoever wants that has been hurried, so nothing is left out."""
    return _preferring(turn, _changed(turn, turn.voice.say("routine.step_by_step"), waits=True), waits=True)


def _flow(turn: Turn, position: RoutinePosition) -> Reply:
    """Carry on from here without waiting, next time too."""
    if not position.waits:
        return _resume(turn, position)
    lead = turn.voice.say("routine.flows")
    if not _over(turn):
        return _preferring(turn, _changed(turn, lead, waits=False), waits=False)
    flowing = replace(turn.progress.passage.after, waits=False)
    if turn.catalog.routines.over(flowing):
        return finish(turn, flowing)
    return _preferring(turn, guide(turn, flowing, lead), waits=False)


def _preferring(turn: Turn, reply: Reply, *, waits: bool) -> Reply:
    """`reply`, with whether to wait kept for the next time."""
    return replace(reply, memory=replace(reply.memory or turn.memory, waits=waits))


def _skip_intro(turn: Turn, position: RoutinePosition) -> Reply:
    """Begin with the first step; under way there is nothing more to leave out."""
    return _next(turn, position) if position.stage < 0 else go_on(turn)


def _no(turn: Turn, _: RoutinePosition) -> Reply:
    reprompt = turn.voice.say("routine.next_reprompt")
    return Reply(Outcome.PROMPT, turn.voice.say("routine.no_prompt"), turn.session_at_cue, reprompt)


def _paced(pace: Callable[[Pace], Pace], words: str, already: str) -> Callable[..., Reply]:
    """A command that changes the pace, of the words and of whatever goes on and on, and goes on at the new one."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        wanted = pace(position.pace)
        gently = wanted is Pace.SLOW
        same = (wanted, gently) == (position.pace, position.gently)
        lead = turn.voice.say(already if same else words)
        changed = replace(led_in(turn.catalog.routines, position), pace=wanted, gently=gently)
        if position.stage < 0 and gently:
            return begin_again(turn, changed, lead)
        return carry_on(turn, changed, lead)

    return change


def _held(step: int, words: str, already: str) -> Callable[..., Reply]:
    """A command that changes how long a hold lasts, within its source's range."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        say, count = turn.voice.say, turn.voice.count
        holds = [cue for cue in turn.stage(position).step.cues if cue.kind is CueKind.HOLD]
        if not holds:
            return _changed(turn, say("routine.no_hold"))
        wanted = Hold(max(-1, min(1, position.hold + step)))
        before = hold_seconds(holds[0], position.hold)
        after = hold_seconds(holds[0], wanted)
        if after == before:
            return _changed(turn, say(already, seconds=count(after)), hold=wanted, cue=_way_into_hold(turn))
        return hold_changed(turn, wanted, words)

    return change


def hold_changed(turn: Turn, hold: Hold, words: str) -> Reply:
    """Hold it again for longer, or for less long."""
    current = turn.current_position
    assert current is not None
    first = next(cue for cue in turn.stage(current).step.cues if cue.kind is CueKind.HOLD)
    lead = turn.voice.say(words, seconds=turn.voice.count(hold_seconds(first, hold)))
    return _changed(turn, lead, hold=hold, cue=_way_into_hold(turn))


def _way_into_hold(turn: Turn) -> int:
    """The cue that leads into the hold under way, or the one just done: it is held again at its new length."""
    current = turn.current_position
    assert current is not None
    stage = turn.stage(current)
    holds = [n for n, cue in enumerate(stage.step.cues) if cue.kind is CueKind.HOLD]
    done = [n for n in holds if n <= current.cue]
    return way_in(stage, done[-1]) if done else current.cue


def _changed(turn: Turn, lead: Markup, **changes: Pace | Hold | int) -> Reply:
    """Go on with something changed."""
    current = turn.current_position
    assert current is not None
    return carry_on(turn, replace(current, **changes), lead)  # type: ignore[arg-type]


def carry_on(turn: Turn, position: RoutinePosition, lead: Markup) -> Reply:
    """Go on from a position that was changed; while still getting into place, only say so."""
    if position.stage >= 0:
        return guide(turn, position, lead)
    session = replace(turn.session, position=position)
    reprompt = turn.voice.say("routine.ready_reprompt")
    ready = turn.voice.say("routine.say_ready")
    memory = replace(turn.memory, position=position)
    speech = Markup(" ").join((lead, ready))
    return Reply(Outcome.ROUTINE, speech, session, reprompt, memory=memory)


def _side(wanted: str) -> Callable[[Turn, RoutinePosition], Reply]:
    """A command that goes to a side of the step under way: "left", "right", or "" for the other one."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        here = turn.stage(position)
        stages = turn.catalog.routines.stages(position)
        perhaps = stages[max(turn.progress.furthest_stage, 0)]
        if not wanted and here.side and perhaps.side and here.side != perhaps.side:
            return _which_side(turn, here)
        for number, stage in enumerate(stages):
            fits = stage.side == wanted if wanted else stage.side != here.side
            if stage.step.id == here.step.id and stage.side and fits:
                return guide(turn, turn.catalog.routines.at(position, number))
        return _changed(turn, turn.voice.say("routine.no_sides"))

    return change


def _which_side(turn: Turn, here: Stage) -> Reply:
    """Ask which side, where the clock leaves open on which one they are."""
    say = turn.voice.say
    first, *_, second = here.step.sides
    question = say("routine.which_side", first=first, second=second)
    reprompt = say("routine.which_side_reprompt", first=first, second=second)
    return Reply(Outcome.PROMPT, question, turn.session_at_cue, reprompt)


def _easier(turn: Turn, position: RoutinePosition) -> Reply:
    if position.stage < 0:
        position = turn.catalog.routines.at(position, 0)
    say = turn.voice.say
    if not turn.stage(position).step.easier or position.easier:
        return guide(turn, replace(position, cue=0), say("routine.no_easier"))
    return guide(turn, replace(position, cue=0, easier=True), say("routine.easier"))


_REPLIES: dict[Command, Callable[[Turn, RoutinePosition], Reply]] = {
    **TELLING,
    Command.NEXT: _next,
    Command.SKIP: _skip,
    Command.PREVIOUS: _previous,
    Command.REPEAT: _repeat,
    Command.START_OVER: _start_over,
    Command.PAUSE: _pause,
    Command.RESUME: _resume,
    Command.KEEP_ON: _resume,
    Command.READY: _ready,
    Command.DOWN: _in_place,
    Command.IN_PLACE: _in_place,
    Command.YES: _ready,
    Command.STEP_BY_STEP: _step_by_step,
    Command.FLOW: _flow,
    Command.SKIP_INTRO: _skip_intro,
    Command.FINE: _fine,
    Command.THANKS: _thanked,
    Command.NO: _no,
    Command.SLOWER: _paced(lambda _: Pace.SLOW, "routine.slower", "routine.slowest"),
    Command.FASTER: _paced(lambda pace: Pace(min(pace + 1, Pace.FAST)), "routine.faster", "routine.fastest"),
    Command.NORMAL_SPEED: _paced(lambda _: Pace.NORMAL, "routine.normal", "routine.normal"),
    Command.HOLD_LONGER: _held(1, "routine.longer", "routine.longest"),
    Command.HOLD_SHORTER: _held(-1, "routine.shorter", "routine.shortest"),
    Command.OTHER_SIDE: _side(""),
    Command.LEFT_SIDE: _side("left"),
    Command.RIGHT_SIDE: _side("right"),
    Command.EASIER: _easier,
}


class RoutineCommandHandler(TurnHandler):
    """Commands to a routine under way. Each has one function, above or in `routine_telling`."""

    commands = frozenset(_REPLIES)

    def accepts(self, turn: Turn) -> bool:
        """A command that a routine understands, while one is under way."""
        return super().accepts(turn) and turn.position is not None

    def reply(self, turn: Turn) -> Reply:
        """What the command asks for."""
        assert isinstance(turn.meaning, CommandGiven)
        assert turn.current_position is not None
        return _REPLIES[turn.meaning.command](turn, turn.current_position)


class HurtsHandler(TurnHandler):
    """Pain: stop, tell whom to see and which signs are urgent, ask one question."""

    commands = frozenset({Command.HURTS, Command.ACHE})

    def accepts(self, turn: Turn) -> bool:
        """Pain while a routine is under way; what aches beforehand asks for a routine."""
        return super().accepts(turn) and turn.position is not None

    def reply(self, turn: Turn) -> Reply:
        """The routine is over; what hurt is not offered again in this session, and nothing of it is stored."""
        assert turn.position is not None
        say = turn.voice.say
        routine = turn.catalog.routines.routine_of(turn.position)
        movements = routine.movement.replace(",", " ").split()
        hurt = tuple(dict.fromkeys((*turn.session.hurt, *movements)))
        down = (routine.id,) if turn.on_the_floor else ()
        session = replace(turn.session, position=None, hurt=hurt).asking(Ask.STOP_HERE, *down)
        return Reply(
            Outcome.HURTS,
            say("routine.hurts", call=turn.voice.emergency()),
            session,
            say("routine.hurts_reprompt"),
            memory=replace(turn.memory, position=None),
        )

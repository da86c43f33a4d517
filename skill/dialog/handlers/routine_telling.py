"""Questions about a routine under way: each is answered from the step, and nothing moves."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import CueKind
from skill.dialog.handlers.base import conclude, joined
from skill.dialog.handlers.routine_speech import seconds_left
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.lengths import say_length
from skill.guidance.passage import stage_name
from skill.guidance.position import RoutinePosition
from skill.guidance.timeline import hold_seconds
from skill.understanding.command import Command


def _time_left(turn: Turn, _: RoutinePosition) -> Reply:
    current = turn.current_position
    assert current is not None
    length = say_length(turn.voice, seconds_left(turn, current))
    return _about(turn, turn.voice.say("routine.time_left", length=length))


def _which_step(turn: Turn, position: RoutinePosition) -> Reply:
    stages = turn.catalog.routines.stages(position)
    count = turn.voice.count
    step = turn.voice.say(
        "routine.which_step",
        number=count(max(position.stage, 0) + 1),
        total=count(len(stages)),
        name=stage_name(turn.voice, turn.stage(position)),
    )
    return _about(turn, joined(step, _steps_after(turn, len(stages) - max(position.stage, 0) - 1)))


def _steps_after(turn: Turn, left: int) -> Markup:
    """How many steps come after this one: "more" would be heard as once more of it."""
    if left > 1:
        return turn.voice.say("routine.steps_after", left=turn.voice.count(left))
    return turn.voice.say("routine.step_after" if left else "routine.no_step_after")


def _progress(turn: Turn, position: RoutinePosition) -> Reply:
    """Nothing is counted; how far the routine has come is known."""
    step = _which_step(turn, position)
    return replace(step, speech=joined(turn.voice.say("progress"), step.speech))


def _how(turn: Turn, position: RoutinePosition) -> Reply:
    """How it is done; who is still getting into place hears how, without the name and the caution once more."""
    say = turn.voice.say
    if position.stage < 0:
        how = say(f"routine.{turn.catalog.routines.routine_of(position).id}.setup")
        return Reply(
            Outcome.ROUTINE, say("routine.how_in_place", how=how), turn.session_at_cue, say("routine.ready_reprompt")
        )
    stage = turn.stage(position)
    how = say(f"step.{stage.step.id}.how", side=stage.side)
    return _about(turn, say("routine.how", how=how, side=stage.side))


def _feel(turn: Turn, position: RoutinePosition) -> Reply:
    """Where it is felt; how it is done, where that is nowhere in particular."""
    stage = turn.stage(position)
    if not stage.step.feel:
        return _how(turn, position)
    feel = turn.voice.say(f"step.{stage.step.id}.feel", side=stage.side)
    return _about(turn, turn.voice.say("routine.feel", feel=feel))


def _hold_length(turn: Turn, position: RoutinePosition) -> Reply:
    say, count = turn.voice.say, turn.voice.count
    for cue in turn.stage(position).step.cues:
        if cue.kind is CueKind.HOLD:
            length = count(hold_seconds(cue, position.hold))
            return _about(turn, say("routine.hold_length", seconds=length))
        if cue.kind is CueKind.REPEAT:
            return _about(turn, say("routine.repeat_length", times=count(cue.times)))
        if cue.kind is CueKind.KEEP_ON:
            return _about(turn, say("routine.keep_on_length", seconds=count(cue.seconds)))
    return _about(turn, say("routine.no_hold"))


def _why(turn: Turn, position: RoutinePosition) -> Reply:
    reason = turn.stage(position).step.why
    if reason not in turn.catalog.statements:
        return _about(turn, turn.voice.say("unknown.unclear"))
    statement = turn.voice.say(f"statement.{reason}.say")
    return _about(turn, turn.voice.say("routine.why", statement=statement), (reason,))


def _about(turn: Turn, speech: Markup | str, statements: tuple[str, ...] = ()) -> Reply:
    """Tell something about the routine, then ask whether to go on."""
    if statements:
        session = replace(turn.session_at_cue, heard=statements)
        return conclude(turn, Outcome.ANSWER, Markup(speech), session=session, statements=statements)
    return conclude(turn, Outcome.ROUTINE, Markup(speech))


TELLING: Mapping[Command, Callable[[Turn, RoutinePosition], Reply]] = {
    Command.TIME_LEFT: _time_left,
    Command.WHICH_STEP: _which_step,
    Command.PROGRESS: _progress,
    Command.HOW: _how,
    Command.FEEL: _feel,
    Command.HOLD_LENGTH: _hold_length,
    Command.WHY: _why,
}
"""What answers each of them."""

"""Commands that change what is still to come of a routine: which sides and steps, how hard, how long, how counted."""

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import CueKind, Part
from skill.dialog.handlers.base import TurnHandler, conclude
from skill.dialog.handlers.routine_commands import carry_on, hold_changed
from skill.dialog.handlers.routine_speech import finish, guide, seconds_of
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.lengths import say_length
from skill.guidance.plans import again, both, fitted, only, without_part
from skill.guidance.position import Hold, RoutinePosition
from skill.guidance.progress import led_in
from skill.guidance.timeline import hold_seconds
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven

_SHORTER = 0.5
"""Of what is left: how much "shorter" leaves."""


def _go_to_step(turn: Turn, position: RoutinePosition) -> Reply:
    assert isinstance(turn.meaning, CommandGiven)
    stages = turn.catalog.routines.stages(position)
    if 1 <= turn.meaning.number <= len(stages):
        return guide(turn, turn.catalog.routines.at(position, turn.meaning.number - 1))
    total = turn.voice.count(len(stages))
    return conclude(turn, Outcome.ROUTINE, turn.voice.say("routine.no_such_step", total=total))


def _last_step(turn: Turn, position: RoutinePosition) -> Reply:
    """The last step, whole; the end, for whoever is in it."""
    routines = turn.catalog.routines
    last = len(routines.stages(position)) - 1
    return guide(turn, routines.at(position, last)) if position.stage < last else finish(turn, position)


def _only(side: str) -> Callable[[Turn, RoutinePosition], Reply]:
    """A command that leaves out the other side from now on."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        lead = turn.voice.say("routine.only_side", side=side)
        return _sided(turn, only(turn.catalog.routines, position, side), lead)

    return change


def _twice(side: str) -> Callable[[Turn, RoutinePosition], Reply]:
    """A command that does a side once more after this one; the one under way if `side` is empty."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        say = turn.voice.say
        lead = say("routine.twice_side", side=side) if side else say("routine.twice")
        return _sided(turn, again(turn.catalog.routines, position, side), lead)

    return change


def _both(turn: Turn, position: RoutinePosition) -> Reply:
    return _sided(turn, both(turn.catalog.routines, position), turn.voice.say("routine.both_sides"))


def _sided(turn: Turn, changed: RoutinePosition | None, lead: Markup) -> Reply:
    if changed is None:
        return _unchanged(turn, turn.voice.say("routine.no_sides"))
    return carry_on(turn, changed, lead)


def _skip_part(part: Part, none_left: str, left_out: str) -> Callable[[Turn, RoutinePosition], Reply]:
    """A command that leaves out the warm-up or the cool-down, where that is still to come."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        say, routines = turn.voice.say, turn.catalog.routines
        changed = without_part(routines, position, part)
        if changed is None:
            return _unchanged(turn, say(none_left))
        if changed.stage >= len(routines.stages(changed)):
            return finish(turn, position)
        return carry_on(turn, changed, say(left_out))

    return change


def _fit(turn: Turn, position: RoutinePosition) -> Reply:
    """Fit what is left into the minutes that were named; without any, into about half of what it takes."""
    assert isinstance(turn.meaning, CommandGiven)

    def length(changed: RoutinePosition) -> float:
        return seconds_of(turn, changed)

    before = length(position)
    seconds = turn.meaning.request.minutes * 60 or before * _SHORTER
    changed = fitted(length, turn.catalog.routines, position, seconds)
    after = length(changed)
    name = "routine.fits" if after <= seconds else "routine.no_less"
    if changed == position and after <= seconds:
        name = "routine.fits_already"
    return carry_on(turn, changed, turn.voice.say(name, length=say_length(turn.voice, after)))


def _harder(turn: Turn, position: RoutinePosition) -> Reply:
    """Back to full pace, a harder version, a longer hold, or that this is as hard as it gets."""
    say = turn.voice.say
    if position.gently:
        return carry_on(turn, replace(led_in(turn.catalog.routines, position), gently=False), say("routine.full_pace"))
    step = turn.stage(position).step
    if step.harder and not position.harder:
        return carry_on(turn, replace(position, cue=0, easier=False, harder=True), say("routine.harder"))
    hold = next((cue for cue in step.cues if cue.kind is CueKind.HOLD), None)
    if hold is not None and hold_seconds(hold, position.hold) < hold_seconds(hold, Hold.LONG):
        return hold_changed(turn, Hold.LONG, "routine.longer")
    return _unchanged(turn, say("routine.no_harder"))


def _count(uncounted: bool, words: str) -> Callable[[Turn, RoutinePosition], Reply]:
    """A command that counts, or counts no more."""

    def change(turn: Turn, position: RoutinePosition) -> Reply:
        return carry_on(turn, replace(position, uncounted=uncounted), turn.voice.say(words))

    return change


def _unchanged(turn: Turn, lead: Markup) -> Reply:
    """Say why nothing changes, and go on."""
    assert turn.current_position is not None
    return carry_on(turn, turn.current_position, lead)


_REPLIES: dict[Command, Callable[[Turn, RoutinePosition], Reply]] = {
    Command.GO_TO_STEP: _go_to_step,
    Command.LAST_STEP: _last_step,
    Command.ONLY_LEFT: _only("left"),
    Command.ONLY_RIGHT: _only("right"),
    Command.BOTH_SIDES: _both,
    Command.TWICE_LEFT: _twice("left"),
    Command.TWICE_RIGHT: _twice("right"),
    Command.TWICE: _twice(""),
    Command.SKIP_WARM_UP: _skip_part(Part.WARM_UP, "routine.no_warm_up", "routine.left_out"),
    Command.SKIP_COOL_DOWN: _skip_part(Part.COOL_DOWN, "routine.no_cool_down", "routine.cooled_down"),
    Command.FIT: _fit,
    Command.SHORTER: _fit,
    Command.HARDER: _harder,
    Command.NO_COUNTING: _count(True, "routine.uncounted"),
    Command.COUNTING: _count(False, "routine.counted"),
}


class RoutineChangeHandler(TurnHandler):
    """Changes to a routine under way. Each has one function above."""

    commands = frozenset(_REPLIES)

    def accepts(self, turn: Turn) -> bool:
        """A change, while a routine is under way. Right after an answer, "shorter" is about the answer."""
        return super().accepts(turn) and turn.position is not None and not _about_an_answer(turn)

    def reply(self, turn: Turn) -> Reply:
        """What the change comes to."""
        assert isinstance(turn.meaning, CommandGiven)
        assert turn.current_position is not None
        return _REPLIES[turn.meaning.command](turn, turn.current_position)


def _about_an_answer(turn: Turn) -> bool:
    assert isinstance(turn.meaning, CommandGiven)
    return turn.meaning.command is Command.SHORTER and bool(turn.session.heard)

"""Going on with the routine that was left half done."""

from dataclasses import replace

from skill.content.model import Position
from skill.dialog.handlers.base import TurnHandler
from skill.dialog.handlers.offering import offer
from skill.dialog.handlers.routine_commands import go_on
from skill.dialog.handlers.routine_speech import ask_if_agreed, begin, guide
from skill.dialog.handlers.seen_to import ask_if_seen_to, to_be_asked
from skill.dialog.turn import Reply, Turn
from skill.guidance.choosing import candidates
from skill.understanding.command import Command
from skill.understanding.routine_request import RoutineRequest


class CarryOnHandler(TurnHandler):
    """Goes on with the routine left half done, without asking."""

    commands = frozenset({Command.RESUME, Command.FLOW})

    def accepts(self, turn: Turn) -> bool:
        """Resume or keep going, with nothing under way and something saved."""
        return super().accepts(turn) and turn.position is None and turn.memory.position is not None

    def reply(self, turn: Turn) -> Reply:
        """Back into place, and on."""
        return go_on_saved(turn)


class LastTimeHandler(TurnHandler):
    """The same as the last time: of that, only what was left half done is known."""

    commands = frozenset({Command.LAST_TIME})

    def reply(self, turn: Turn) -> Reply:
        """On with it; else what there is, and that no more is kept."""
        if turn.position is not None:
            return go_on(turn, turn.voice.say("routine.going_on"))
        if turn.memory.position is not None:
            return go_on_saved(turn)
        found = candidates(turn.catalog.routines, RoutineRequest(), turn.session.limits)
        return offer(turn, found, lead=turn.voice.say("routine.aside.remembered"))


def go_on_saved(turn: Turn) -> Reply:
    """Go on with the saved routine: back into place, and the step under way from its first cue; if done, the next one.

    On the floor, that begins with getting down again, and then goes to the step.
    """
    position = turn.memory.position
    assert position is not None
    if to_be_asked(turn):
        return ask_if_seen_to(turn, RoutineRequest(routine=position.routine))
    if turn.session.ask_first:
        return ask_if_agreed(turn, position)
    turn = replace(turn, session=replace(turn.session, position=position))
    if position.stage < 0:
        return begin(turn, position)
    routine = turn.catalog.routines.routine_of(position)
    back = turn.voice.say(f"routine.{routine.id}.back")
    lead = turn.voice.say("routine.back_in_place", back=back)
    routines = turn.catalog.routines
    if routines.done(position) and not routines.over(position):
        position = routines.at(position, position.following)
    position = replace(position, cue=0, paused=False)
    if routine.position is Position.FLOOR and position.stage > 0:
        position = replace(position, stage=0, then=position.stage)
    return guide(turn, position, lead)

"""What somebody cannot do or has not got: kept for the session."""

from dataclasses import replace

from markupsafe import Markup

from skill.dialog.handlers.base import TurnHandler, conclude, is_command
from skill.dialog.handlers.offering import offer, routines_on_offer
from skill.dialog.handlers.starting import another, request_of, start_requested, without_equipment
from skill.dialog.session import Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import allowed, candidates
from skill.understanding.command import Command
from skill.understanding.routine_request import RoutineRequest


class ConstraintHandler(TurnHandler):
    """Nothing on the floor, or without some equipment: kept for this session, never stored."""

    commands = frozenset({Command.NO_FLOOR, Command.NO_EQUIPMENT})

    def reply(self, turn: Turn) -> Reply:
        """Remember it; if the routine under way needs it, begin another."""
        session, lead = _constrained(turn)
        kept = replace(turn, session=session)
        position = turn.position
        if position is None:
            waiting = routines_on_offer(turn)
            if waiting:
                left = [routine for routine in waiting if allowed(routine, session.limits)]
                return offer(kept, left, lead=lead)
            wanted = replace(request_of(turn), routine="", equipment="", lacking=False, only=False)
            if wanted.named():
                return start_requested(kept, wanted, lead)
            return offer(kept, candidates(turn.catalog.routines, RoutineRequest(), session.limits), lead=lead)
        routine = turn.catalog.routines.routine_of(position)
        if allowed(routine, session.limits):
            return conclude(kept, Outcome.ROUTINE, lead)
        return another(kept, routine, lead)


def _constrained(turn: Turn) -> tuple[Session, Markup]:
    """The session with what the listener cannot do, and a word that it was understood."""
    session = turn.session_at_cue
    if is_command(turn, Command.NO_FLOOR):
        return replace(session, no_floor=True), turn.voice.say("routine.kept.no_floor")
    request = request_of(turn)
    missing = request.equipment or _needed(turn)
    if not missing:
        return session, turn.voice.say("routine.kept.unclear")
    if request.only:
        known = {thing for routine in turn.catalog.routines.by_id.values() for thing in routine.equipment}
        lead = turn.voice.say("routine.kept.only", equipment=missing)
        return replace(session, lacking=tuple(sorted(known - {missing}))), lead
    return without_equipment(session, missing), turn.voice.say("routine.kept.no_equipment", equipment=missing)


def _needed(turn: Turn) -> str:
    """The one thing that the routine under way, or on offer, needs: what somebody has not got who names nothing."""
    routines = routines_on_offer(turn)
    if turn.position is not None:
        routines = [turn.catalog.routines.routine_of(turn.position)]
    things = {thing for routine in routines for thing in routine.equipment}
    things = things - {"chair"} or things  # that is there in any house
    return things.pop() if len(things) == 1 else ""

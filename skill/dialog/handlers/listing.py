"""Which routines there are: the list, another one, a longer or a shorter one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from skill.content.model import Position, Routine
from skill.dialog.handlers.base import TurnHandler, conclude, is_command, joined
from skill.dialog.handlers.offering import ask_about, ids_on_offer, nearest_instead, offer, routines_on_offer, suited
from skill.dialog.handlers.routine_speech import seconds_of
from skill.dialog.handlers.starting import another, request_of, start_requested
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import allowed
from skill.guidance.lengths import half_minutes, say_length
from skill.guidance.position import RoutinePosition
from skill.understanding.command import Command


class ListHandler(TurnHandler):
    """Says which routines there are, three at a time."""

    commands = frozenset({Command.LIST})

    def reply(self, turn: Turn) -> Reply:
        """Three of them, to choose from; of what there is none, the nearest."""
        request = request_of(turn)
        if request.lacked:
            return nearest_instead(turn, request)
        return offer(turn, suited(turn, request), part=request.body_part)


class DifferentHandler(TurnHandler):
    """Another stretch than the one under way, the ones just named, or the one of the last time."""

    commands = frozenset({Command.DIFFERENT})

    def reply(self, turn: Turn) -> Reply:
        """The next best, started at once where one was under way; else more to choose from."""
        routines = turn.catalog.routines
        named = not request_of(turn).open() and not turn.catalog.recognizer.refuses(turn.text)
        if named and turn.position is None:
            session = replace(turn.session, declined=(*turn.session.declined, *ids_on_offer(turn)))
            return start_requested(replace(turn, session=session), replace(request_of(turn), routine=""))
        if turn.position is None:
            saved = turn.memory.position
            passed_over = ids_on_offer(turn) or ((saved.routine,) if saved else ())
            session = replace(turn.session, declined=(*turn.session.declined, *passed_over, *request_of(turn).shuns))
            left = [
                routine
                for routine in routines.by_id.values()
                if allowed(routine, session.limits) and routine.id not in session.declined
            ]
            there_was = routines_on_offer(turn)
            return offer(replace(turn, session=session), left, "routine.choose_more" if there_was else "routine.choose")
        current, request = routines.routine_of(turn.position), request_of(turn)
        if named and (request.routine not in ("", current.id) or request.body_part not in ("", *current.body)):
            return start_requested(turn, request)  # "switch to the hamstring one"
        return another(turn, current)


class LengthHandler(TurnHandler):
    """A longer routine than those on the table, or a shorter one."""

    commands = frozenset({Command.LONGER_ONE, Command.SHORTER_ONE, Command.SHORTER})

    def accepts(self, turn: Turn) -> bool:
        """Either, always. "Too long" is of a routine on offer, where nothing was told that it could be of."""
        of_an_answer = is_command(turn, Command.SHORTER) and (turn.session.heard or not routines_on_offer(turn))
        return super().accepts(turn) and not of_an_answer

    def reply(self, turn: Turn) -> Reply:
        """The nearest in length, asked about; a routine under way waits for the answer."""
        return of_length(turn, 1 if is_command(turn, Command.LONGER_ONE) else -1)


class OfferedLengthHandler(TurnHandler):
    """How long what is on offer takes."""

    commands = frozenset({Command.TIME_LEFT})

    def accepts(self, turn: Turn) -> bool:
        """The question, while routines are on offer and none is under way."""
        return super().accepts(turn) and turn.position is None and bool(routines_on_offer(turn))

    def reply(self, turn: Turn) -> Reply:
        """The length of each, and what was asked."""
        say = turn.voice.say
        lengths = [
            say(
                "offer.length",
                name=say(f"routine.{routine.id}.name"),
                length=say_length(turn.voice, _seconds(turn, routine)),
            )
            for routine in routines_on_offer(turn)
        ]
        return conclude(replace(turn, one_shot=False), Outcome.PROMPT, joined(*lengths))


def of_length(turn: Turn, longer: int) -> Reply:
    """Ask about a routine that takes longer than those on the table, or less long: the nearest in length.

    Longer or shorter it is in the minutes that are said; where it can be, in their place, with nothing more to fetch.

    Args:
        turn: what came in.
        longer: 1 for longer, -1 for shorter.
    """
    say = turn.voice.say
    length = partial(_seconds, turn)
    table = routines_on_offer(turn)
    if turn.position is not None:
        table = [turn.catalog.routines.routine_of(turn.position)]
    lengths = sorted(longer * half_minutes(length(routine)) for routine in table)
    allowed_ones = [
        routine for routine in turn.catalog.routines.by_id.values() if allowed(routine, turn.session.limits)
    ]
    ordered = sorted(allowed_ones, key=lambda routine: longer * length(routine), reverse=not table)
    found = [routine for routine in ordered if not lengths or longer * half_minutes(length(routine)) > lengths[-1]]
    for as_well in (_as_easily, _in_place, _with_no_more) if table else ():
        found = [routine for routine in found if as_well(routine, table)] or found
    if not found:
        lead = say("routine.longest_there_is" if longer > 0 else "routine.shortest_there_is")
        return conclude(replace(turn, one_shot=False), Outcome.PROMPT, lead)
    best = found[0]
    takes = say("routine.takes", name=say(f"routine.{best.id}.name"), length=say_length(turn.voice, length(best)))
    return ask_about(turn, best, takes, "offer.named_routine")


def _seconds(turn: Turn, routine: Routine) -> float:
    """How long a whole routine takes."""
    return seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))


def _as_easily(routine: Routine, table: Sequence[Routine]) -> bool:
    """Whether it asks nobody to lie down, on the floor or in bed, unless all that is on the table does."""
    lying = routine.position in (Position.FLOOR, Position.BED)
    return not lying or all(other.position is routine.position for other in table)


def _in_place(routine: Routine, table: Sequence[Routine]) -> bool:
    """Whether it is done where something on the table is."""
    return routine.position in {other.position for other in table}


def _with_no_more(routine: Routine, table: Sequence[Routine]) -> bool:
    """Whether it needs nothing that nothing on the table needs."""
    return set(routine.equipment) <= {thing for other in table for thing in other.equipment}

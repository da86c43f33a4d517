"""Nothing was understood, or a command makes no sense where it is said."""

from dataclasses import replace

from skill.dialog.doubt import flag_in_doubt
from skill.dialog.handlers.base import WIDE, TurnHandler, conclude, is_command, is_unheard
from skill.dialog.handlers.routine_changes import RoutineChangeHandler
from skill.dialog.handlers.routine_commands import RoutineCommandHandler
from skill.dialog.handlers.seen_to import ask_if_seen_to, to_be_asked
from skill.dialog.handlers.starting import start_any, start_requested
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import Command
from skill.understanding.routine_request import RoutineRequest

_TAKES_AN_OFFER = frozenset({Command.YES, Command.READY, Command.FIRST, Command.SECOND, Command.THIRD})
"""Commands that answer an offer with a yes."""
_GOES_ON = frozenset({Command.NEXT, Command.RESUME, Command.KEEP_ON, Command.FLOW, Command.DOWN, Command.IN_PLACE})
"""Commands that go on with what is under way."""
_BEGINS = _TAKES_AN_OFFER | _GOES_ON | {Command.ANY}
"""Commands that begin what was wished for, where that had to wait."""
_TAKES_NONE = frozenset({Command.NO, Command.NEITHER})
"""Commands that answer it with a no."""


class UnheardHandler(TurnHandler):
    """Nothing was understood: never moves on, never guesses."""

    commands = frozenset({Command.UNCLEAR})

    def accepts(self, turn: Turn) -> bool:
        """No words, or none that can be made out."""
        return is_unheard(turn)

    def reply(self, turn: Turn) -> Reply:
        """Ask again, in other words each time; a routine keeps its place."""
        missed = turn.session.missed
        say = turn.voice.at(missed).say
        session = replace(turn.session_at_cue, missed=missed + 1)
        in_doubt = flag_in_doubt(turn.pending) is not None
        if session.position is not None and not in_doubt:
            reprompt = say("routine.missed_reprompt")
            return Reply(Outcome.MISSED, say("routine.missed"), session, reprompt)
        if turn.pending is not None:
            return conclude(turn, Outcome.MISSED, say("unknown.unheard"), session=session)
        reprompt = say("anything_else_reprompt")
        return Reply(Outcome.MISSED, say("unknown.unheard_open"), session, reprompt)


class OutOfPlaceHandler(TurnHandler):
    """Commands that need a routine under way, where there is none; an answer to nothing, or where it makes no sense."""

    commands = (
        RoutineCommandHandler.commands
        | RoutineChangeHandler.commands
        | _TAKES_AN_OFFER
        | _TAKES_NONE
        | {Command.ANY, Command.DIFFERENT}
    )

    def reply(self, turn: Turn) -> Reply:
        """What can be done instead."""
        say = turn.voice.say
        if turn.position is not None:
            reprompt = say("routine.missed_reprompt")
            return Reply(Outcome.MISSED, say("routine.missed"), turn.session_at_cue, reprompt)
        if turn.pending is not None and turn.pending.ask not in WIDE:
            lead = say("unsure") if is_command(turn, Command.PAUSE) else say("routine.not_yet")
            return conclude(replace(turn, one_shot=False), Outcome.PROMPT, lead)
        if turn.session.request is not None and is_command(turn, *_BEGINS):
            return start_requested(turn, turn.session.request)
        if to_be_asked(turn) and is_command(turn, Command.ANY, *RoutineCommandHandler.commands):
            return ask_if_seen_to(turn, RoutineRequest())
        if is_command(turn, Command.ANY):
            return start_any(turn)
        if is_command(turn, *_TAKES_AN_OFFER):
            reprompt = say("anything_else_reprompt")
            return Reply(Outcome.PROMPT, say("yes.nothing"), turn.session_at_cue, reprompt)
        if is_command(turn, *_TAKES_NONE):
            reprompt = say("anything_else_reprompt")
            return Reply(Outcome.PROMPT, say("no.nothing"), turn.session_at_cue, reprompt)
        session = turn.session_at_cue.asking(Ask.START_ANY)
        reprompt = say("routine.nothing_running_reprompt")
        name = "routine.nothing_saved" if is_command(turn, Command.RESUME, Command.FLOW) else "routine.nothing_running"
        return Reply(Outcome.PROMPT, say(name), session, reprompt)

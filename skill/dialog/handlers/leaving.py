"""Stopping, deleting what is kept, and the end of a session."""

from dataclasses import replace

from markupsafe import Markup

from skill.dialog.doubt import flag_in_doubt
from skill.dialog.handlers.base import TurnHandler, joined, sign_speech
from skill.dialog.handlers.routine_speech import goodbye, guide
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.plans import way_up
from skill.guidance.position import RoutinePosition
from skill.understanding.command import Command
from skill.understanding.meaning import Ended


class StopHandler(TurnHandler):
    """Ends the conversation in one line; the place in a routine is kept."""

    commands = frozenset({Command.STOP, Command.CANCEL, Command.GET_UP})

    def accepts(self, turn: Turn) -> bool:
        """A wish to leave; where it hurt, it answers whether to stop."""
        hurt = turn.pending is not None and turn.pending.ask is Ask.STOP_HERE
        return super().accepts(turn) and not hurt

    def reply(self, turn: Turn) -> Reply:
        """Goodbye; where a sign is in doubt, with the number for it."""
        say = turn.voice.say
        current = turn.current_position
        flag = flag_in_doubt(turn.pending)
        number = sign_speech(turn, flag).where if flag is not None else ""
        if current is None:
            return Reply(Outcome.STOPPED, joined(number, say("goodbye")), turn.session_at_cue, safety_net=bool(number))
        memory = replace(turn.memory, position=current)
        session = replace(turn.session_at_cue, position=None)
        return Reply(Outcome.STOPPED, joined(number, goodbye(turn)), session, memory=memory, safety_net=bool(number))


class GetUpHandler(TurnHandler):
    """Leads whoever lies on the floor up again, step by step; anybody else can get up by themselves, and leaves."""

    commands = frozenset({Command.GET_UP})

    def accepts(self, turn: Turn) -> bool:
        """A wish to get up, in a routine that leads down to the floor and up again; with a sign in doubt it ends."""
        return super().accepts(turn) and flag_in_doubt(turn.pending) is None and _way_up(turn) is not None

    def reply(self, turn: Turn) -> Reply:
        """How, in full, with the time it takes."""
        up = _way_up(turn)
        assert up is not None
        return guide(turn, up)


def _way_up(turn: Turn) -> RoutinePosition | None:
    current = turn.current_position
    return way_up(turn.catalog.routines, current) if current is not None else None


class ForgetHandler(TurnHandler):
    """Deletes everything kept about the user."""

    commands = frozenset({Command.FORGET})

    def reply(self, turn: Turn) -> Reply:
        """Deleted, and what that was."""
        return Reply(Outcome.FORGOTTEN, turn.voice.say("forgotten"), Session(), forget=True)


class EndedHandler(TurnHandler):
    """The session is over, or an event wants no words."""

    def accepts(self, turn: Turn) -> bool:
        """Everything that is neither a launch nor an intent."""
        return isinstance(turn.meaning, Ended)

    def reply(self, turn: Turn) -> Reply:
        """Nothing: whatever is said here is an error to Alexa. A user who left is forgotten.

        The place was kept when the turn began; what was heard of it since is added, or that it is the end.
        """
        assert isinstance(turn.meaning, Ended)
        current = turn.current_position
        memory = None
        if not turn.meaning.forget and current is not None and turn.session.position != current:
            memory = replace(turn.memory, position=None if turn.catalog.routines.over(current) else current)
        outcome = Outcome.STOPPED if turn.meaning.by_words else Outcome.ENDED
        return Reply(outcome, Markup(), turn.session, memory=memory, forget=turn.meaning.forget)

"""Opening, help, the disclaimer, thanks, forgetting, stopping, and whatever was not heard."""

from dataclasses import replace

from markupsafe import Markup

from skill.content.model import Position
from skill.dialog.handlers.base import TurnHandler, conclude, go_on_name, is_command
from skill.dialog.handlers.in_routine import InRoutineHandler
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import Command
from skill.understanding.meaning import Ended, Launched, Unheard

_TAKES_AN_OFFER = frozenset({Command.YES, Command.READY, Command.FIRST, Command.SECOND, Command.THIRD})
"""Commands that answer an offer with a yes."""
_TAKES_NONE = frozenset({Command.NO, Command.NEITHER})
"""Commands that answer it with a no."""


class LaunchHandler(TurnHandler):
    """Welcomes; offers to go on with what was left half done."""

    def accepts(self, turn: Turn) -> bool:
        """Opened without a request."""
        return isinstance(turn.meaning, Launched)

    def reply(self, turn: Turn) -> Reply:
        """The disclaimer at the first launch, the stretch left off, or a welcome."""
        say = turn.voice.say
        memory = turn.memory
        session = Session(turn=turn.session.turn)
        if memory.position:
            routine = turn.knowledge.stretches.routine_of(memory.position)
            speech = say("launch.left_off", name=say(f"routine.{routine.id}.name"))
            reprompt = say("launch.left_off_reprompt")
            return Reply(Outcome.LAUNCH, speech, session.asking(Ask.SAVED), reprompt)
        if memory.disclaimer_heard:
            return Reply(Outcome.LAUNCH, say("launch.again"), session, say("launch.reprompt"))
        return Reply(
            Outcome.LAUNCH,
            say("launch.first"),
            session,
            say("launch.reprompt"),
            memory=replace(memory, disclaimer_heard=True),
        )


class HelpHandler(TurnHandler):
    """Says what can be said here."""

    commands = frozenset({Command.HELP})

    def reply(self, turn: Turn) -> Reply:
        """What can be said now; always asks, and stays open."""
        say = turn.voice.say
        if turn.position is not None:
            session = turn.holding
            speech = say("help.routine", name=go_on_name(turn, session))
            reprompt = say("routine.go_on_reprompt")
            return Reply(Outcome.HELP, speech, session.asking(Ask.GO_ON), reprompt)
        return Reply(Outcome.HELP, say("help"), turn.holding, say("help.reprompt"))


class DisclaimerHandler(TurnHandler):
    """Says plainly that this is no medical advice, and who to ask."""

    commands = frozenset({Command.DISCLAIMER})

    def reply(self, turn: Turn) -> Reply:
        """The disclaimer, in every state."""
        speech = turn.voice.say("disclaimer", emergency=turn.voice.emergency())
        memory = replace(turn.memory, disclaimer_heard=True)
        return conclude(turn, Outcome.DISCLAIMER, speech, memory=memory)


class ThanksHandler(TurnHandler):
    """Small talk."""

    commands = frozenset({Command.THANKS})

    def reply(self, turn: Turn) -> Reply:
        """A word back."""
        return conclude(turn, Outcome.PROMPT, turn.voice.say("thanks"))


class ForgetHandler(TurnHandler):
    """Deletes everything kept about the user."""

    commands = frozenset({Command.FORGET})

    def reply(self, turn: Turn) -> Reply:
        """Deleted, and what that was."""
        return Reply(Outcome.FORGOTTEN, turn.voice.say("forgotten"), Session(), forget=True)


class StopHandler(TurnHandler):
    """Ends the conversation in one line; the place in a stretch is kept."""

    commands = frozenset({Command.STOP, Command.CANCEL})

    def reply(self, turn: Turn) -> Reply:
        """Goodbye."""
        say = turn.voice.say
        settled = turn.settled
        if settled is None:
            return Reply(Outcome.STOPPED, say("goodbye"), turn.holding)
        memory = replace(turn.memory, position=settled)
        floor = turn.knowledge.stretches.routine_of(settled).position is Position.FLOOR
        down = floor and settled.stage > 0
        name = "goodbye.routine_floor" if down else "goodbye.routine"
        session = replace(turn.holding, position=None)
        return Reply(Outcome.STOPPED, say(name), session, memory=memory)


class UnheardHandler(TurnHandler):
    """Nothing was understood: never moves on, never guesses."""

    def accepts(self, turn: Turn) -> bool:
        """No words, or a command that makes no sense here."""
        return isinstance(turn.meaning, Unheard)

    def reply(self, turn: Turn) -> Reply:
        """Ask again, in other words each time; a stretch keeps its place."""
        missed = turn.session.missed
        say = turn.voice.at(missed).say
        session = replace(turn.holding, missed=missed + 1)
        if session.position is not None:
            reprompt = say("routine.missed_reprompt")
            return Reply(Outcome.MISSED, say("routine.missed"), session, reprompt)
        if turn.pending is not None:
            return conclude(turn, Outcome.MISSED, say("unknown.unheard"), session=session)
        reprompt = say("anything_else_reprompt")
        return Reply(Outcome.MISSED, say("unknown.unheard_open"), session, reprompt)


class OutOfPlaceHandler(TurnHandler):
    """Commands that need a stretch under way, where there is none; an answer to nothing, or where it makes no sense."""

    commands = InRoutineHandler.commands | _TAKES_AN_OFFER | _TAKES_NONE | {Command.DIFFERENT}

    def reply(self, turn: Turn) -> Reply:
        """What can be done instead."""
        say = turn.voice.say
        if turn.position is not None:
            reprompt = say("routine.missed_reprompt")
            return Reply(Outcome.MISSED, say("routine.missed"), turn.holding, reprompt)
        if is_command(turn, *_TAKES_AN_OFFER):
            reprompt = say("anything_else_reprompt")
            return Reply(Outcome.PROMPT, say("yes.nothing"), turn.holding, reprompt)
        if is_command(turn, *_TAKES_NONE):
            reprompt = say("anything_else_reprompt")
            return Reply(Outcome.PROMPT, say("no.nothing"), turn.holding, reprompt)
        session = turn.holding.asking(Ask.START_ANY)
        reprompt = say("routine.nothing_running_reprompt")
        name = "routine.nothing_saved" if is_command(turn, Command.RESUME) else "routine.nothing_running"
        return Reply(Outcome.PROMPT, say(name), session, reprompt)


class EndedHandler(TurnHandler):
    """The session is over, or an event wants no words."""

    def accepts(self, turn: Turn) -> bool:
        """Everything that is neither a launch nor an intent."""
        return isinstance(turn.meaning, Ended)

    def reply(self, turn: Turn) -> Reply:
        """Nothing: whatever is said here is an error to Alexa. A user who left is forgotten."""
        assert isinstance(turn.meaning, Ended)
        return Reply(Outcome.ENDED, Markup(), turn.session, forget=turn.meaning.forget)

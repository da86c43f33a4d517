"""What can be said here, whether it is medical advice, and small talk: in every state, and back to where it was."""

from dataclasses import replace

from skill.dialog.handlers.base import TurnHandler, conclude, go_on_name, joined
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import Command


class HelpHandler(TurnHandler):
    """Says what can be said here."""

    commands = frozenset({Command.HELP})

    def reply(self, turn: Turn) -> Reply:
        """What can be said now; always asks, and stays open."""
        say = turn.voice.say
        if turn.position is not None:
            session = turn.session_at_cue
            speech = say("help.routine", name=go_on_name(turn, session))
            reprompt = say("routine.go_on_reprompt")
            return Reply(Outcome.HELP, speech, session.asking(Ask.GO_ON), reprompt)
        if turn.pending is not None and turn.pending.ask is not Ask.ANYTHING:
            return conclude(turn, Outcome.HELP, say("help"))
        speech = joined(say("help"), say("help.ask"))
        return Reply(Outcome.HELP, speech, turn.session_at_cue, say("help.reprompt"))


class DisclaimerHandler(TurnHandler):
    """Says plainly that this is no medical advice, and who to ask."""

    commands = frozenset({Command.DISCLAIMER})

    def reply(self, turn: Turn) -> Reply:
        """The disclaimer, in every state."""
        speech = turn.voice.say("disclaimer", emergency=turn.voice.emergency())
        memory = replace(turn.memory, disclaimer_heard=True)
        return conclude(turn, Outcome.DISCLAIMER, speech, memory=memory)


class SignsHandler(TurnHandler):
    """Says which signs want help at once: it is asked about them, and told of none."""

    commands = frozenset({Command.SIGNS})

    def reply(self, turn: Turn) -> Reply:
        """The gravest, in every state."""
        speech = turn.voice.say("signs", call=turn.voice.emergency())
        return conclude(turn, Outcome.PROMPT, speech, safety_net=True)


class ThanksHandler(TurnHandler):
    """Small talk."""

    commands = frozenset({Command.THANKS})

    def reply(self, turn: Turn) -> Reply:
        """A word back."""
        return conclude(turn, Outcome.PROMPT, turn.voice.say("thanks"))

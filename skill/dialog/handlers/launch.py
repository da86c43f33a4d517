"""The skill is opened without a request."""

from dataclasses import replace

from skill.dialog.handlers.base import TurnHandler
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.meaning import Launched


class LaunchHandler(TurnHandler):
    """Welcomes; offers to go on with what was left half done."""

    def accepts(self, turn: Turn) -> bool:
        """Opened without a request."""
        return isinstance(turn.meaning, Launched)

    def reply(self, turn: Turn) -> Reply:
        """The disclaimer at the first launch, the routine left off, or a welcome."""
        say = turn.voice.say
        memory = turn.memory
        session = Session(turn=turn.session.turn)
        if memory.position:
            routine = turn.catalog.routines.routine_of(memory.position)
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

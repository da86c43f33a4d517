"""Somebody who can judge has agreed: what had to wait for that begins."""

from dataclasses import replace

from skill.dialog.handlers.base import TurnHandler, is_command, joined, question_of
from skill.dialog.handlers.starting import start_requested
from skill.dialog.session import Ask, Pending
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import IDLE
from skill.understanding.meaning import Asked, CommandGiven, Referred, Unanswerable, Unheard


class AgreedHandler(TurnHandler):
    """Takes it from the listener that a professional agrees, in whatever words, and does not ask again."""

    def accepts(self, turn: Turn) -> bool:
        """That somebody has agreed: after a referral that waits for it, or as all that is told.

        A sign in doubt comes first.
        """
        if turn.position is not None or not (turn.session.ask_first or _only_told(turn)):
            return False
        ordinary = isinstance(turn.meaning, Asked | CommandGiven | Referred | Unanswerable | Unheard)
        return ordinary and turn.catalog.recognizer.agreed(turn.text)

    def reply(self, turn: Turn) -> Reply:
        """The routine that was wished for; with none, whether to start one."""
        said = turn.catalog.recognizer.request(turn.text)
        wished = turn.catalog.recognizer.wished(turn.text) or turn.session.request
        turn = replace(turn, session=replace(turn.session, ask_first=False, request=None))
        if said.position or said.avoids:  # where it is to be, or is not, counts as it was said last
            wished = replace(wished or said, position=said.position, avoids=said.avoids, purposes=())
        if wished is not None:
            return start_requested(turn, wished)
        question, reprompt = question_of(turn, Pending(Ask.START_ANY))
        session = turn.session_at_cue.asking(Ask.START_ANY)
        return Reply(Outcome.PROMPT, joined(turn.voice.say("refer.they_agreed"), question), session, reprompt)


def _only_told(turn: Turn) -> bool:
    """Whether nothing is asked for: it is talk, or was taken for a decision that nobody asked to be taken."""
    told = isinstance(turn.meaning, Referred) or is_command(turn, *IDLE)
    return told and not turn.catalog.recognizer.asks_within(turn.text)

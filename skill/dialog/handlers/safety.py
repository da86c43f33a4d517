"""Red flags and personal decisions: before anything else, in every state."""

from dataclasses import replace

from skill.dialog.handlers.base import TurnHandler, conclude, is_command, joined
from skill.dialog.turn import Outcome, Reply, Turn
from skill.emergency.hearing import tier_of_flag
from skill.emergency.wording import urgent_speech
from skill.understanding.command import Command
from skill.understanding.meaning import Referred, Urgent

_OF_THE_BODY = frozenset(
    f"refer-{what}" for what in ("condition", "pregnancy", "surgery", "frail", "diagnosis", "conflict", "flare", "load")
)
"""Decisions after which nothing starts in this session until the listener says that a professional agrees."""
_LEAVE_IT = _OF_THE_BODY | {"refer-pain-exercise", "refer-child"}
"""Decisions about exercising itself: until somebody has made them, a stretch under way is left."""


class UrgentHandler(TurnHandler):
    """Stops everything and says where to go. Closes, so that "Alexa, call …" reaches Alexa."""

    def accepts(self, turn: Turn) -> bool:
        """A red flag."""
        return isinstance(turn.meaning, Urgent)

    def reply(self, turn: Turn) -> Reply:
        """Where to go; the stretch is over, and nothing stored says why."""
        urgent = turn.meaning
        assert isinstance(urgent, Urgent)
        session = replace(turn.session, position=None)
        named = urgent.flag in turn.knowledge.red_flags
        speech = urgent_speech(
            turn.voice,
            tier_of_flag(urgent.flag) if named else urgent.tier,
            turn.voice.say(f"flag.{urgent.flag}") if named else "",
            urgent.asked,
        )
        return Reply(Outcome.URGENT, speech, session, forget_place=True)


class ReferHandler(TurnHandler):
    """Says that it is not ours to decide, and who can."""

    commands = frozenset({Command.HURTS})

    def accepts(self, turn: Turn) -> bool:
        """A personal medical decision, or pain with no stretch under way."""
        return bool(_referral(turn))

    def reply(self, turn: Turn) -> Reply:
        """Who to ask."""
        referral = _referral(turn)
        name = f"referral.{referral}"
        say = turn.voice.say
        speech = say("refer", topic=say(f"{name}.topic"), ask=say(f"{name}.ask"), say=say(f"{name}.say"))
        position = turn.position
        session = replace(turn.holding, ask_first=turn.session.ask_first or referral in _OF_THE_BODY)
        if position is None or (position.stage >= 0 and referral not in _LEAVE_IT):
            return conclude(turn, Outcome.REFER, speech, session=session)
        # No stretch goes on, or begins, on top of a condition that somebody has to judge first.
        return conclude(
            turn,
            Outcome.REFER,
            joined(speech, say("refer.leave_it")),
            session=replace(session, position=None),
            memory=replace(turn.memory, position=None),
        )


def _referral(turn: Turn) -> str:
    """The decision asked for; pain told with no stretch under way asks whether to go on."""
    if isinstance(turn.meaning, Referred):
        return turn.meaning.referral
    return "refer-pain-exercise" if is_command(turn, Command.HURTS) and turn.position is None else ""

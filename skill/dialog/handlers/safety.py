"""Red flags and personal decisions: before anything else, in every state."""

from dataclasses import replace

from markupsafe import Markup

from skill.content.model import BeforeStretch, InStretch, Referral
from skill.dialog.handlers.base import TurnHandler, conclude, joined
from skill.dialog.turn import Outcome, Reply, Turn
from skill.emergency.hearing import tier_of_flag
from skill.emergency.wording import urgent_speech
from skill.understanding.command import Command
from skill.understanding.meaning import Referred, Urgent


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
        named = urgent.flag in turn.catalog.red_flags
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
        return isinstance(turn.meaning, Referred) or (super().accepts(turn) and turn.position is None)

    def reply(self, turn: Turn) -> Reply:
        """Who to ask; what else becomes of it stands in the document."""
        referral = _referral(turn)
        if referral is None:  # nobody can say what it is about: as careful as with any
            return _reply(turn, turn.voice.say("refer.unnamed"), BeforeStretch.ASK_FIRST, InStretch.LEAVE_IT)
        say, name = turn.voice.say, f"referral.{referral.id}"
        speech = say("refer", topic=say(f"{name}.topic"), ask=say(f"{name}.ask"), say=say(f"{name}.say"))
        return _reply(turn, speech, referral.before_stretch, referral.in_stretch)


def _referral(turn: Turn) -> Referral | None:
    """What was asked to be decided; pain told of with no stretch under way asks whether to go on."""
    if isinstance(turn.meaning, Referred):
        return turn.catalog.referrals.get(turn.meaning.referral)
    return turn.catalog.pain_referral


def _reply(turn: Turn, speech: Markup, before: BeforeStretch, during: InStretch) -> Reply:
    """Say it, and leave a stretch under way if need be; none begins on top of it that was only getting into place."""
    position = turn.position
    ask_first = turn.session.ask_first or before is BeforeStretch.ASK_FIRST
    session = replace(turn.session_at_cue, ask_first=ask_first)
    if position is None or (position.stage >= 0 and during is InStretch.GO_ON):
        return conclude(turn, Outcome.REFER, speech, session=session)
    return conclude(
        turn,
        Outcome.REFER,
        joined(speech, turn.voice.say("refer.leave_it")),
        session=replace(session, position=None),
        memory=replace(turn.memory, position=None),
    )

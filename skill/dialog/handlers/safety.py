"""Red flags, what may be one, and personal decisions: before anything else, in every state."""

from dataclasses import replace

from markupsafe import Markup

from skill.content.model import BeforeRoutine, DuringRoutine, Referral
from skill.dialog.doubt import flag_in_doubt
from skill.dialog.handlers.base import TurnHandler, conclude, is_command, joined, sign_speech
from skill.dialog.handlers.seen_to import to_be_asked
from skill.dialog.session import Ask, Pending
from skill.dialog.turn import Outcome, Reply, Turn
from skill.emergency.hearing import tier_of_flag
from skill.emergency.wording import urgent_speech
from skill.understanding.command import Command
from skill.understanding.meaning import Doubtful, Referred, Urgent
from skill.understanding.routine_request import RoutineRequest


class UrgentHandler(TurnHandler):
    """Stops everything and says where to go. Closes, so that "Alexa, call …" reaches Alexa."""

    def accepts(self, turn: Turn) -> bool:
        """A red flag."""
        return isinstance(turn.meaning, Urgent)

    def reply(self, turn: Turn) -> Reply:
        """Where to go; the routine is over, and nothing stored says why."""
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
        return Reply(Outcome.URGENT, speech, session, after_emergency=True)


class DoubtfulHandler(TurnHandler):
    """Stops what moves, says the number, and asks about that one sign; nothing moves until there is a clear answer."""

    commands = frozenset({Command.NO, Command.NEITHER, Command.REPEAT, Command.SAY_AGAIN, Command.PAUSE, Command.HELP})

    def accepts(self, turn: Turn) -> bool:
        """What may be a red flag, and what is said to the question. A yes is a red flag by now (`in_doubt`)."""
        return isinstance(turn.meaning, Doubtful) or (super().accepts(turn) and flag_in_doubt(turn.pending) is not None)

    def reply(self, turn: Turn) -> Reply:
        """Where to go and the question, or relief. A routine waits, and goes on only when the listener says so."""
        say, flag = turn.voice.say, flag_in_doubt(turn.pending)
        if isinstance(turn.meaning, Doubtful):
            first = say("doubt.stop") if turn.position is not None else ""
            return _doubt(turn, turn.meaning.flag, say("doubt.again") if turn.meaning.flag == flag else first)
        if is_command(turn, Command.REPEAT, Command.SAY_AGAIN):
            return _doubt(turn, flag or "")
        if is_command(turn, Command.PAUSE):
            return conclude(turn, Outcome.PROMPT, say("unsure"))
        if is_command(turn, Command.HELP):
            return conclude(turn, Outcome.HELP, say("doubt.help"))
        return conclude(replace(turn, pending=None), Outcome.PROMPT, say("doubt.relief"))


class ReferHandler(TurnHandler):
    """Says that it is not ours to decide, and who can."""

    commands = frozenset({Command.HURTS})

    def accepts(self, turn: Turn) -> bool:
        """A personal medical decision, or pain with no routine under way."""
        return isinstance(turn.meaning, Referred) or (super().accepts(turn) and turn.position is None)

    def reply(self, turn: Turn) -> Reply:
        """Who to ask; what else becomes of it stands in the document. Soon after an emergency, that comes first."""
        if to_be_asked(turn):
            first = turn.voice.say("seen_to.waits", call=turn.voice.emergency())
            return conclude(replace(turn, one_shot=False), Outcome.REFER, first, safety_net=True)
        referral = _referral(turn)
        if referral is None:  # nobody can say what it is about: as careful as with any
            return _reply(turn, turn.voice.say("refer.unnamed"), BeforeRoutine.ASK_FIRST, DuringRoutine.LEAVE_IT)
        say, name = turn.voice.say, f"referral.{referral.id}"
        hurt = turn.pending is not None and turn.pending.ask is Ask.STOP_HERE
        if hurt and referral.during_routine is DuringRoutine.STOP_IT_HURTS:
            speech = say("refer.after_hurt" if isinstance(turn.meaning, Referred) else "refer.hurts_still")
            return _reply(turn, speech, referral.before_routine, referral.during_routine)
        told = _told_first(turn)
        speech = say(
            "refer.answered" if told else "refer",
            statement=joined(*(say(f"statement.{statement}.brief") for statement in told)),
            topic=say(f"{name}.topic"),
            ask=say(f"{name}.ask"),
            say=say(f"{name}.say"),
        )
        waits = turn.position is None and referral.before_routine is BeforeRoutine.ASK_FIRST and not turn.one_shot
        if waits and _wished(turn) is not None:
            speech = joined(speech, say("refer.once_agreed"))
        return _reply(turn, speech, referral.before_routine, referral.during_routine, told)


def _doubt(turn: Turn, flag: str, lead: Markup | str = "") -> Reply:
    """The number and the question about `flag`, behind `lead`; a routine waits."""
    say = turn.voice.say
    sign = sign_speech(turn, flag)
    pending = Pending(Ask.SIGN, (flag,) if flag in turn.catalog.red_flags else ())
    again = flag_in_doubt(turn.pending) == "".join(pending.ids)
    session = replace(turn.session_at_cue, pending=replace(pending, insisted=again))
    reprompt = joined(sign.where, say("doubt.yes_or_no"), sign.question)
    current = turn.current_position
    if current is None:
        return Reply(Outcome.REFER, joined(lead, sign.where, sign.question), session, reprompt, safety_net=True)
    waiting = replace(current, paused=True)
    return Reply(
        Outcome.HURTS,
        joined(lead, sign.where, sign.question),
        replace(session, position=waiting),
        reprompt,
        memory=replace(turn.memory, position=waiting),
        safety_net=True,
    )


def _referral(turn: Turn) -> Referral | None:
    """What was asked to be decided; pain told of with no routine under way asks whether to go on."""
    if isinstance(turn.meaning, Referred):
        return turn.catalog.referrals.get(turn.meaning.referral)
    return turn.catalog.pain_referral


def _told_first(turn: Turn) -> tuple[str, ...]:
    """The statement that answers what is referred as far as the article goes, if there is one."""
    meaning = turn.meaning
    return (meaning.statement,) if isinstance(meaning, Referred) and meaning.statement else ()


def _wished(turn: Turn) -> RoutineRequest | None:
    """The routine that was wished for with what is referred, or before it; None if none was."""
    asked = turn.catalog.recognizer.wished(turn.text)
    if asked is not None:
        return turn.catalog.listed(asked)
    offered = turn.pending is not None and turn.pending.ask in (Ask.ROUTINE, Ask.AGREED)
    named = turn.pending.ids[0] if turn.pending is not None and offered else ""
    routine = turn.position.routine if turn.position is not None else named
    return RoutineRequest(routine=routine) if routine else turn.session.request


def _reply(
    turn: Turn, speech: Markup, before: BeforeRoutine, during: DuringRoutine, statements: tuple[str, ...] = ()
) -> Reply:
    """Say it, and leave a routine under way if need be; none begins on top of it that was only getting into place."""
    position = turn.position
    ask_first = turn.session.ask_first or before is BeforeRoutine.ASK_FIRST
    session = replace(turn.session_at_cue, ask_first=ask_first, request=_wished(turn))
    if statements:
        session = replace(session, heard=statements, others=())
    if position is None or (position.stage >= 0 and during is DuringRoutine.GO_ON):
        return conclude(turn, Outcome.REFER, speech, session=session, statements=statements)
    return conclude(
        turn,
        Outcome.REFER,
        joined(speech, turn.voice.say("refer.leave_it")),
        session=replace(session, position=None),
        memory=replace(turn.memory, position=None),
        statements=statements,
    )

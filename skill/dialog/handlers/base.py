"""What every handler shares: it gets a turn, and gives a reply."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from markupsafe import Markup

from skill.dialog.doubt import flag_in_doubt
from skill.dialog.session import Ask, Pending, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.emergency.hearing import tier_of_flag
from skill.emergency.wording import DoubtSpeech, doubt_speech
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven, Unheard


class TurnHandler:
    """A handler of turns: `accepts` says which, `reply` says what."""

    commands: ClassVar[frozenset[Command]] = frozenset()
    """The commands that it gives behaviour to. The compiler refuses a command that is in no handler's."""

    def accepts(self, turn: Turn) -> bool:
        """Whether this handler takes `turn`; unless it says otherwise, its commands in every state."""
        return is_command(turn, *self.commands)

    def reply(self, turn: Turn) -> Reply:
        """What to say to `turn`."""
        raise NotImplementedError


_INTERLUDES = (Outcome.DISCLAIMER, Outcome.PROMPT, Outcome.SOURCE, Outcome.MISSED, Outcome.HELP, Outcome.UNKNOWN)
"""Outcomes that leave an open question open: it is asked again."""

WIDE = (Ask.ANYTHING, Ask.START_ANY)
"""Open questions so wide that another may take their place."""


def is_command(turn: Turn, *commands: Command) -> bool:
    """Whether the turn is one of these commands."""
    return isinstance(turn.meaning, CommandGiven) and turn.meaning.command in commands


def is_unheard(turn: Turn) -> bool:
    """Whether no words reached the skill, or none that can be made out."""
    return isinstance(turn.meaning, Unheard) or is_command(turn, Command.UNCLEAR)


def conclude(turn: Turn, outcome: Outcome, speech: Markup, offer: str = "", **also: Any) -> Reply:
    """Say something, and then leave the microphone as it should be.

    A routine under way: ask whether to go on. A one-shot: close, asking nothing. Otherwise: one short
    question, and stay open.

    Args:
        turn: what came in.
        outcome: what it came to.
        speech: what to say first.
        offer: id of a statement or routine to offer, if the session stays open.
        also: more fields of the reply; `session` replaces the one that is kept.
    """
    session: Session = also.pop("session", turn.session_at_cue)
    if turn.pending is not None and turn.pending.ask is Ask.STOP_HERE:
        question = turn.voice.say("routine.hurts_question")
        reprompt = turn.voice.say("routine.hurts_reprompt")
        return Reply(outcome, joined(speech, question), session.asking(Ask.STOP_HERE), reprompt, **also)
    if flag_in_doubt(turn.pending) is not None:
        question, reprompt = sign_question(turn)
        also["safety_net"] = True
        return Reply(outcome, joined(speech, question), replace(session, pending=turn.pending), reprompt, **also)
    if session.position is not None:
        return _going_on(turn, outcome, speech, session, also)
    if turn.pending is not None and outcome in _INTERLUDES:
        question, reprompt = question_of(turn, turn.pending)
        again = replace(session, pending=turn.pending)
        return Reply(outcome, joined(speech, question), again, reprompt, **also)
    if turn.one_shot:
        return _closing(turn, outcome, speech, session, also)
    if offer in turn.catalog.statements and offer not in session.heard:
        topic = turn.voice.say(f"statement.{offer}.topic")
        question = turn.voice.say("offer.statement", topic=topic)
        reprompt = turn.voice.say("offer.reprompt")
        asking = session.asking(Ask.STATEMENT, offer)
    elif offer in turn.catalog.routines.by_id:
        question = turn.voice.say("offer.routine", name=turn.voice.say(f"routine.{offer}.name"))
        reprompt = turn.voice.say("offer.routine_reprompt")
        asking = session.asking(Ask.ROUTINE, offer)
    else:
        asking = session.asking(Ask.ANYTHING)
        question, reprompt = question_of(turn, Pending(Ask.ANYTHING))
    return Reply(outcome, joined(speech, question), asking, reprompt, **also)


def question_of(turn: Turn, pending: Pending) -> tuple[Markup, Markup]:
    """An open question in words, and its reprompt."""
    say = turn.voice.say
    if pending.ask is Ask.STATEMENT:
        topic = say(f"statement.{pending.ids[0]}.topic")
        return say("offer.statement", topic=topic), say("offer.reprompt")
    if pending.ask is Ask.ROUTINE:
        name = say(f"routine.{pending.ids[0]}.name")
        return say("offer.routine", name=name), say("offer.routine_reprompt")
    if pending.ask is Ask.CHOICE:
        return choice_question(turn, pending.ids)
    if pending.ask is Ask.ANYTHING:
        return say("anything_else"), say("anything_else_reprompt")
    if pending.ask is Ask.SAVED:
        return say("launch.left_off_again"), say("launch.left_off_reprompt")
    if pending.ask is Ask.AGREED:
        return say("refer.agreed"), say("refer.agreed_reprompt")
    if pending.ask is Ask.SEEN_TO:
        return say("seen_to.again"), say("seen_to.reprompt")
    return say("routine.start_any"), say("routine.nothing_running_reprompt")


def sign_question(turn: Turn) -> tuple[Markup, Markup]:
    """The question about the sign in doubt once more, in one line with the number; and its reprompt."""
    sign = sign_speech(turn, flag_in_doubt(turn.pending) or "")
    return sign.again, joined(sign.where, turn.voice.say("doubt.yes_or_no"), sign.question)


def sign_speech(turn: Turn, flag: str) -> DoubtSpeech:
    """What is said while the red flag `flag` is in doubt."""
    named = flag in turn.catalog.red_flags
    return doubt_speech(turn.voice, tier_of_flag(flag), turn.voice.say(f"flag.{flag}") if named else "")


def choice_question(
    turn: Turn, ids: Sequence[str], prompt: str = "routine.choose", part: str = ""
) -> tuple[Markup, Markup]:
    """Which of these statements, or of these stretches? With its reprompt.

    Args:
        turn: what came in.
        ids: of the statements, or of the routines.
        prompt: what names routines.
        part: the part of the body that these were asked for.
    """
    say = turn.voice.say
    if ids[0] in turn.catalog.statements:
        first, second = (say(f"statement.{statement}.topic") for statement in ids[:2])
        return say("choose", first=first, second=second), say("choose.reprompt")
    names = [say(f"routine.{routine}.name") for routine in ids]
    count = "three" if len(names) > 2 else "two"
    spoken = dict(zip(("first", "second", "third"), names, strict=False))
    return say(prompt, names=say(f"routine.{count}_names", **spoken), part=part), say("routine.choose_reprompt")


def joined(*parts: Markup | str) -> Markup:
    """Sentences one after the other; empty ones left out."""
    return Markup(" ").join(part for part in parts if part)


def go_on_name(turn: Turn, session: Session) -> Markup:
    """The routine under way, by its name."""
    assert session.position is not None
    if not session.position.routine:
        return turn.voice.say("routine.built_name")
    routine = turn.catalog.routines.routine_of(session.position)
    return turn.voice.say(f"routine.{routine.id}.name")


def _going_on(turn: Turn, outcome: Outcome, speech: Markup, session: Session, also: dict[str, Any]) -> Reply:
    question = turn.voice.say("routine.go_on", name=go_on_name(turn, session))
    reprompt = turn.voice.say("routine.go_on_reprompt")
    asking = session.asking(Ask.GO_ON)
    return Reply(outcome, joined(speech, question), asking, reprompt, **also)


def _closing(turn: Turn, outcome: Outcome, speech: Markup, session: Session, also: dict[str, Any]) -> Reply:
    if outcome is Outcome.DISCLAIMER or turn.memory.disclaimer_heard:
        return Reply(outcome, speech, session, **also)
    also.setdefault("memory", replace(turn.memory, disclaimer_heard=True))
    return Reply(outcome, joined(speech, turn.voice.say("disclaimer.short")), session, **also)

"""Whatever was said last is said again on the word: the turn that led to it is answered once more, as it was then."""

from dataclasses import replace

from skill.dialog.handlers.base import joined
from skill.dialog.last_turn import LastTurn
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.position import Pace
from skill.guidance.timeline import at_pace
from skill.understanding.command import MOVING, Command
from skill.understanding.meaning import Asked, CommandGiven, Launched

_AGAIN = (Command.SAY_AGAIN, Command.REPEAT, Command.SLOWER)
"""Commands that ask for what was said last; while a routine is under way, all but the first are to that."""
_ONCE_MORE = (Command.REPEAT, Command.START_OVER)
"""Commands that do a routine once more that has just come to its end."""
_UNDERSTOOD_NOTHING = (Outcome.MISSED, Outcome.FAULT)
"""Outcomes that say nothing new: what came before can be said again still."""


def said_again(turn: Turn) -> Turn:
    """`turn`; if it asks for what was said last, the turn that this answered: slowly, if that was asked for."""
    meaning, last = turn.meaning, turn.last
    if not isinstance(meaning, CommandGiven):
        return turn
    if last is not None and meaning.command in _ONCE_MORE and _finished(turn, last):
        over = replace(meaning, command=Command.START_OVER)
        return replace(turn, meaning=over, session=replace(turn.session, position=last.session.position), pending=None)
    if meaning.command not in _AGAIN:
        return turn
    of_the_routine = meaning.command is not Command.SAY_AGAIN and turn.position is not None
    if last is None or of_the_routine:
        step = meaning.command is Command.SAY_AGAIN
        return replace(turn, meaning=replace(meaning, command=Command.REPEAT)) if step else turn
    return replace(
        turn,
        meaning=last.meaning,
        session=replace(last.session, turn=last.session.turn + 1, pending=None),
        pending=last.session.pending,
        voice=turn.voice.at(last.session.turn),
        now=last.now,
        one_shot=False,
        text="",
        slowly=meaning.command is Command.SLOWER,
        read_memory=lambda: replace(turn.memory, disclaimer_heard=turn.memory.disclaimer_heard and not last.first),
    )


def _finished(turn: Turn, last: LastTurn) -> bool:
    """Whether the turn before was the end of a routine, and asked whether there is anything else."""
    asked = turn.pending is not None and turn.pending.ask is Ask.ANYTHING
    moved = isinstance(last.meaning, CommandGiven) and last.meaning.command in MOVING
    return asked and moved and last.session.position is not None and turn.position is None


def at_the_pace_asked_for(turn: Turn, reply: Reply) -> Reply:
    """`reply`, spoken slowly where `turn` asks for that."""
    if not turn.slowly:
        return reply
    return replace(reply, speech=joined(turn.voice.say("again.slowly"), at_pace(reply.speech, Pace.SLOW)))


def last_turn(turn: Turn, reply: Reply) -> LastTurn | None:
    """What can be said again after `reply`; None where that is the step of a routine, or nothing.

    What a routine under way says is its step, unless it asks something.
    """
    if reply.outcome in _UNDERSTOOD_NOTHING:
        return turn.last
    pending = reply.session.pending
    if reply.reprompt is None or (reply.outcome is Outcome.ROUTINE and pending is None):
        return None
    # An agreement is told in words, and whether an emergency was seen to is asked once: that question stays as it is.
    if (turn.session.ask_first and not reply.session.ask_first) or (pending is not None and pending.ask is Ask.SEEN_TO):
        return None
    # What was asked for is known by now, and the words that told of it are gone.
    session = replace(turn.session, turn=turn.session.turn - 1, pending=turn.pending, request=reply.session.request)
    meaning = turn.meaning
    by_words = turn.pending is not None and turn.pending.ask is Ask.CHOICE and not isinstance(meaning, CommandGiven)
    if by_words and reply.outcome is Outcome.CHOOSE:
        return None  # some of those on offer were named, or refused
    if by_words and reply.outcome is Outcome.ANSWER and not isinstance(meaning, Asked):
        meaning, session = Asked(reply.statements, reply.session.others), replace(session, pending=None)
    if isinstance(meaning, CommandGiven):
        if turn.catalog.listed(meaning.request) != meaning.request:
            return None
        meaning = replace(meaning, text="")
    first = isinstance(meaning, Launched) and not turn.memory.disclaimer_heard
    last = LastTurn(meaning, session, turn.now, first)
    return last if last.whole else None

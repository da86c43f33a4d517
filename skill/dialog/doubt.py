"""A sign in doubt: while it is asked about, nothing that could move a body leads away from the question."""

from skill.content.model import Tier
from skill.dialog.session import Ask, Pending
from skill.emergency.hearing import tier_of_flag
from skill.understanding.command import Command
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Ended,
    Launched,
    Meaning,
    Unanswerable,
    Unheard,
    Urgent,
)

_HAS_IT = frozenset({Command.YES, Command.UNSURE})
"""What says that the sign is there. "Maybe" counts: a false alarm costs less than a miss."""
_ANSWERS = frozenset({Command.NO, Command.NEITHER, Command.STOP, Command.CANCEL, Command.FORGET})
"""What is left as it is: a clear no, and what ends the conversation."""
_AGAIN = frozenset({Command.REPEAT, Command.SAY_AGAIN})
"""What wants to hear the question again, or what was answered last with it."""
_HARMLESS = frozenset(
    {
        Command.ASIDE,
        Command.BOT,
        Command.CHAT,
        Command.CLOCK,
        Command.DEVICE,
        Command.DISCLAIMER,
        Command.FOR_OTHERS,
        Command.GET_UP,
        Command.GREETING,
        Command.HELP,
        Command.HOLD_LENGTH,
        Command.JOINING_IN,
        Command.JOKE,
        Command.LISTENING,
        Command.MORE,
        Command.NOT_THAT,
        Command.PAUSE,
        Command.PROGRESS,
        Command.REMINDER,
        Command.SIGNS,
        Command.SOURCE,
        Command.THANKS,
        Command.TIME_LEFT,
        Command.TIMER,
        Command.UNCLEAR,
        Command.VOLUME,
        Command.WATCHING,
        Command.WHICH_STEP,
        Command.WHY,
    }
)
"""What moves nothing, offers nothing and tells of no body: answered once the question was asked again."""


def flag_in_doubt(pending: Pending | None) -> str | None:
    """Id of the red flag that the open question is about; empty if it has no name, None if no sign is asked about."""
    if pending is None or pending.ask is not Ask.SIGN:
        return None
    return "".join(pending.ids[:1])


def in_doubt(meaning: Meaning, pending: Pending | None) -> Meaning:
    """What `meaning` comes to, given what is asked.

    Args:
        meaning: as it was understood.
        pending: the open question.
    """
    flag = flag_in_doubt(pending)
    if pending is None or flag is None or isinstance(meaning, Launched | Ended | Doubtful):
        return meaning
    if isinstance(meaning, Urgent):
        return _named(meaning, flag)
    if isinstance(meaning, CommandGiven) and meaning.command in _HAS_IT and not _wishes(meaning):
        return Urgent(flag)
    if isinstance(meaning, CommandGiven) and meaning.command in _ANSWERS | _AGAIN:
        return meaning
    return meaning if pending.insisted and _moves_nothing(meaning) else Doubtful(flag)


def _wishes(meaning: CommandGiven) -> bool:
    """Whether it wishes for something beside: "all right, I'll give you five minutes" is no yes to a sign."""
    return meaning.request.named() or bool(meaning.request.minutes)


def _moves_nothing(meaning: Meaning) -> bool:
    """Whether the answer to `meaning` leaves everybody where they are."""
    if isinstance(meaning, CommandGiven):
        return meaning.command in _HARMLESS
    return isinstance(meaning, Asked | Unanswerable | Unheard)


def _named(urgent: Urgent, flag: str) -> Urgent:
    """An emergency of which nothing is known is the one that was asked about, unless that one could wait longer."""
    unknown = urgent == Urgent() and tier_of_flag(flag) is not Tier.SAME_DAY
    return Urgent(flag) if unknown else urgent

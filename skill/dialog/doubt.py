"""A sign in doubt: while it is asked about, whatever is no answer leaves it in doubt."""

from skill.content.model import Tier
from skill.dialog.session import Ask, Pending
from skill.emergency.hearing import tier_of_flag
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven, Doubtful, Ended, Launched, Meaning, Urgent

_HAS_IT = frozenset({Command.YES, Command.UNSURE})
"""What says that the sign is there. "Maybe" counts: a false alarm costs less than a miss."""
_ANSWERS = frozenset({Command.NO, Command.NEITHER, Command.STOP, Command.CANCEL, Command.FORGET})
"""What is left as it is: a clear no, and what ends the conversation."""


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
    if flag is None or isinstance(meaning, Launched | Ended | Doubtful):
        return meaning
    if isinstance(meaning, Urgent):
        return _named(meaning, flag)
    if isinstance(meaning, CommandGiven) and meaning.command in _HAS_IT:
        return Urgent(flag)
    if isinstance(meaning, CommandGiven) and meaning.command in _ANSWERS:
        return meaning
    return Doubtful(flag)


def _named(urgent: Urgent, flag: str) -> Urgent:
    """An emergency of which nothing is known is the one that was asked about, unless that one could wait longer."""
    unknown = urgent == Urgent() and tier_of_flag(flag) is not Tier.SAME_DAY
    return Urgent(flag) if unknown else urgent

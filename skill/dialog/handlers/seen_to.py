"""Within an hour of an emergency, a routine is begun once it is said that it has been seen to; it is never refused."""

from dataclasses import replace

from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.routine_request import RoutineRequest


def to_be_asked(turn: Turn) -> bool:
    """Whether somebody was sent to urgent care lately, and has not been asked since."""
    return bool(turn.memory.emergency_at)


def ask_if_seen_to(turn: Turn, request: RoutineRequest) -> Reply:
    """Has it been seen to? `request` waits for the answer."""
    say = turn.voice.say
    return Reply(
        Outcome.REFER,
        say("seen_to"),
        replace(turn.session_at_cue, request=turn.catalog.listed(request)).asking(Ask.SEEN_TO),
        say("seen_to.reprompt"),
        memory=replace(turn.memory, emergency_at=0),
    )


def asked(turn: Turn) -> Turn:
    """`turn`, in which nobody asks again."""
    memory = replace(turn.memory, emergency_at=0)
    return replace(turn, session=replace(turn.session, request=None), read_memory=lambda: memory)

"""What happens to somebody in the middle of a routine: puffed, shaky, bored, the towel dropped, a child climbing on.

Each gets a kind word, and the place is kept.
"""

from collections.abc import Mapping
from dataclasses import replace

from skill.dialog.handlers.base import TurnHandler, joined
from skill.dialog.handlers.routine_commands import carry_on, wait, where_we_are
from skill.dialog.turn import Reply, Turn
from skill.guidance.progress import led_in
from skill.guidance.timeline import goes_on
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven

_WORDS: Mapping[Command, str] = {
    Command.PUFFED: "coach.puffed",
    Command.SHAKY: "coach.shaky",
    Command.WOBBLY: "coach.wobbly",
    Command.DROPPED: "coach.dropped",
    Command.CLIMBED_ON: "coach.climbed_on",
    Command.BORED: "coach.bored",
}


class CoachingHandler(TurnHandler):
    """What a good teacher says to it."""

    commands = frozenset(_WORDS)

    def accepts(self, turn: Turn) -> bool:
        """Any of it, while a routine is under way."""
        return super().accepts(turn) and turn.position is not None

    def reply(self, turn: Turn) -> Reply:
        """Whoever is puffed goes on gently where that can be; whoever is bored hears where we are; all else waits."""
        assert isinstance(turn.meaning, CommandGiven)
        current = turn.current_position
        assert current is not None
        command = turn.meaning.command
        if command is Command.PUFFED and current.stage >= 0 and goes_on(turn.stage(current)):
            gently = replace(led_in(turn.catalog.routines, current), gently=True)
            return carry_on(turn, gently, turn.voice.say("coach.ease_off"))
        words = turn.voice.say(_WORDS[command])
        if command is Command.BORED:
            return where_we_are(turn, words)
        return wait(turn, joined(words, turn.voice.say("coach.when_ready")))

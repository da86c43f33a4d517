"""The whole of understanding: words in, meaning out. Red flags first, always."""

from collections.abc import Mapping
from pathlib import Path

from skill.understanding.command import Command
from skill.understanding.commands import Commands
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Meaning,
    Referred,
    Speechless,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.policy import decide, may_refer
from skill.understanding.red_flags import RedFlags, SafetyWords
from skill.understanding.stretch_request import StretchRequest
from skill.understanding.words import normalise

_SHORT = 3
"""Words up to this many letters name nothing."""


class Ear:
    """Understands free text and the words in slots."""

    def __init__(self, commands: Commands, safety: SafetyWords, model: Path) -> None:
        """Take the parts. The model is read when the first question comes, not before."""
        self._commands = commands
        self._safety = safety
        self._roles = commands.referral_roles
        self.flags = RedFlags(
            safety, model, commands.wishes, lambda words: bool(commands.slots.wish(words).minutes), self._roles
        )

    def hear(self, text: str, guiding: bool) -> Meaning:
        """What `text` means.

        Args:
            text: what was said, whole.
            guiding: whether a stretch is under way.
        """
        words = normalise(text)
        if not words:
            return Unheard()
        called = self.flags.named(words)
        if called:
            return called
        command = self._commands.phrase(words)
        if command:  # the whole of it is a command that we wrote down: it tells nothing besides
            sign = self._safety.sign(words) if self._commands.complains(command) else ""
            return Urgent(sign) if sign else CommandGiven(command, self._commands.slots.wish(words), words)
        alarm = self.flags.heard(words)
        if alarm:
            return alarm
        meaning = self._question(words, guiding)
        # A command can be most of what was said, and the rest what matters: "stop, my arm's gone heavy".
        return (self._besides(words) if isinstance(meaning, CommandGiven) else None) or meaning

    def _besides(self, words: str) -> Urgent | None:
        """The red flag that is plain in what is told besides a command: alone, a few words tell less."""
        rest = self._commands.besides(words)
        return self.flags.named(rest) or self.flags.meant(rest, wished=True)

    def wish(self, text: str) -> StretchRequest:
        """What stretch the words in slots wish for."""
        return self._commands.slots.wish(text)

    def asks(self, text: str) -> bool:
        """Whether `text` begins as a question does."""
        return self._commands.asks(normalise(text))

    def refuses(self, text: str) -> bool:
        """Whether `text` refuses what it names."""
        return self._commands.refuses(normalise(text))

    def number(self, words: str) -> int:
        """The number in `words`, or 0."""
        return self._commands.slots.number(words)

    def hear_slots(self, command: Command, wish: StretchRequest, said: Mapping[str, str]) -> Meaning:
        """What a command with slots means: their words pass safety first.

        Args:
            command: which.
            wish: what stretch the slots wish for.
            said: the words in each slot.
        """
        words = normalise(" ".join(said.values()))
        called = self.flags.named(words)
        if called:
            return called
        complaint = self._commands.complaint(command, said)
        sign = self._safety.sign(complaint) if complaint else ""
        if sign:
            return Urgent(sign)
        listed = all(self._commands.slots.known(slot, text) for slot, text in said.items())
        overruled = None if listed else self._unlisted(words)
        return overruled or CommandGiven(command, wish, words)

    def _unlisted(self, words: str) -> Meaning | None:
        """What slot words that are on no list mean, where that outranks the command around them; else None.

        A recogniser puts any words into a slot: "walk me through" a fuse that needs changing.
        """
        alarm = self.flags.heard(words, wished=True)
        if alarm:
            return alarm
        referral = self._safety.referral(words)
        if referral:
            return Referred(referral)
        found = self.flags.found(words, guiding=False)
        if found is None or self._commands.slots.wish(words) != StretchRequest():
            return None
        meaning = decide(found, guiding=False, named=False)
        return meaning if isinstance(meaning, Unanswerable) and meaning.off_topic else None

    def pick(self, text: str, topics: dict[str, str]) -> str:
        """Which of `topics` (id to its words) the listener named; empty if none stands out."""
        said = {word for word in normalise(text).split() if len(word) > _SHORT}
        scores = {one: len(said & set(normalise(words).split())) for one, words in topics.items()}
        best = sorted(scores, key=lambda one: scores[one], reverse=True)
        if not best or scores[best[0]] == 0:
            return ""
        if len(best) > 1 and scores[best[0]] == scores[best[1]]:
            return ""
        return best[0]

    def _question(self, words: str, guiding: bool) -> Meaning:
        referral = self._safety.referral(words)
        found = self.flags.found(words, guiding)
        if found is None:
            return Referred(referral) if referral else Speechless()
        wish = self._commands.slots.wish(words)
        named = not wish.open()
        meaning = decide(found, guiding, named)
        if referral and isinstance(meaning, Asked | CommandGiven) and not guiding and may_refer(found):
            return Referred(referral)
        if named and self._asks_for_stretch(words, meaning):
            meaning = CommandGiven(Command.START)
        return CommandGiven(meaning.command, wish, words) if isinstance(meaning, CommandGiven) else meaning

    def _asks_for_stretch(self, words: str, meaning: Meaning) -> bool:
        """Whether a complaint or a question is really a wish: "my neck is stiff, got anything for that"."""
        common = isinstance(meaning, Referred) and meaning.referral in self._roles.common_symptoms
        return (common or isinstance(meaning, Asked)) and self._commands.wishes(words)

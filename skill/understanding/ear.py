"""The whole of understanding: words in, meaning out. Red flags first, always."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from skill.errors import CompiledFilesError
from skill.guidance.choosing import Wish
from skill.understanding.commands import Commands
from skill.understanding.meaning import (
    Asked,
    Meaning,
    Referred,
    Speechless,
    Told,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.reading import Found, decide, in_context, may_refer, no_alarm, ruled_out, urgent
from skill.understanding.words import normalise

_SHORT = 3
"""Words up to this many letters name nothing."""


class SafetyWords(Protocol):
    """Finds red flags, personal decisions and other subjects by the words alone."""

    def flag(self, text: str) -> str:
        """Id of the red flag told in `text`, or an empty string."""

    def sign(self, text: str) -> str:
        """Id of the red flag that is plain in `text`, few words as it may be; or an empty string."""

    def faint(self, text: str) -> bool:
        """Whether that red flag is hardly one by its words."""

    def loud(self, text: str) -> bool:
        """Whether the words are all but sure of it."""

    def referral(self, text: str) -> str:
        """Id of the personal decision asked for in `text`, or an empty string."""

    def elsewhere(self, text: str) -> float:
        """The odds that `text` is about another subject altogether."""


class Reader(Protocol):
    """Gives each label of an utterance a probability."""

    labels: tuple[str, ...]

    def probabilities(self, text: str) -> list[float]:
        """One probability a label."""


class Ear:
    """Understands free text and the words in slots."""

    def __init__(self, commands: Commands, safety: SafetyWords, model: Path) -> None:
        """Take the parts. The model is read when the first question comes, not before."""
        self._commands = commands
        self._safety = safety
        self._model = model
        self._reader: Reader | None = None
        self._broken = False
        self._last: tuple[str, list[float]] | None = None

    def hear(self, text: str, guiding: bool) -> Meaning:
        """What `text` means.

        Args:
            text: what was said, whole.
            guiding: whether a stretch is under way.
        """
        words = normalise(text)
        if not words:
            return Unheard()
        command = self._commands.phrase(words)
        if command:  # the whole of it is a command that we wrote down: it tells nothing besides
            sign = self._safety.sign(words) if self._commands.complains(command) else ""
            return Urgent(sign) if sign else Told(command, self._commands.slots.wish(words), words)
        alarm = self._alarm(words, wished=self._commands.wishes(words))
        if alarm:
            return alarm
        meaning = self._question(words, guiding)
        # A command can be most of what was said, and the rest what matters: "stop, my arm's gone heavy".
        return (self._besides(words) if isinstance(meaning, Told) else None) or meaning

    def _alarm(self, words: str, wished: bool) -> Urgent | None:
        """The red flag in `words`: a phrase that was written down, or by the words alone, or by the encoder.

        Args:
            words: what was said, normalised.
            wished: whether a stretch was asked for in the same breath.
        """
        phrase = self._commands.red_flag(words)
        if phrase:
            return Urgent(phrase)
        flag = self._safety.flag(words)
        if flag and not self._harmless(words):
            return Urgent(flag)
        return self._meant(words, wished)

    def _besides(self, words: str) -> Urgent | None:
        """The red flag that is plain in what is told besides a command: alone, a few words tell less."""
        rest = self._commands.besides(words)
        phrase = self._commands.red_flag(rest)
        return Urgent(phrase) if phrase else self._meant(rest, wished=True)

    def _meant(self, words: str, wished: bool) -> Urgent | None:
        """The red flag that the encoder hears in `words`.

        It is judged as if nothing were under way: in mid-stretch a command is always likelier.
        """
        reader = self._loaded() if words else None
        return urgent(self._found(reader, words, guiding=False), wished) if reader else None

    def _harmless(self, words: str) -> bool:
        """Whether the encoder is all but certain that alarming words mean no harm."""
        reader = self._loaded()
        if reader is None:
            return False
        found = self._found(reader, words, guiding=False)
        if self._safety.faint(words):  # faint words add nothing to what the encoder thinks
            return urgent(found, wished=self._commands.wishes(words)) is None
        if self._safety.loud(words):  # and loud ones are overruled by nothing that is merely likelier
            return ruled_out(found)
        return no_alarm(found)

    def _found(self, reader: Reader, words: str, guiding: bool) -> Found:
        """What the encoder reads in `words`, and the words alone add to it."""
        # A length of time ("I've only got two minutes") is of any subject, ours too: the words alone cannot tell.
        elsewhere = 1.0 if self._commands.slots.wish(words).minutes else self._safety.elsewhere(words)
        last = self._last
        if last is None or last[0] != words:  # it is asked for an alarm, and for a meaning
            last = self._last = (words, reader.probabilities(words))
        return in_context(reader.labels, last[1], guiding, elsewhere)

    def wish(self, text: str) -> Wish:
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

    def hear_slots(self, command: str, wish: Wish, said: Mapping[str, str]) -> Meaning:
        """What a command with slots means: their words pass safety first.

        Args:
            command: its name.
            wish: what stretch the slots wish for.
            said: the words in each slot.
        """
        complaint = self._commands.complaint(command, said)
        sign = self._safety.sign(complaint) if complaint else ""
        if sign:
            return Urgent(sign)
        words = normalise(" ".join(said.values()))
        listed = all(self._commands.slots.known(slot, text) for slot, text in said.items())
        overruled = None if listed else self._unlisted(words)
        return overruled or Told(command, wish, words)

    def _unlisted(self, words: str) -> Meaning | None:
        """What slot words that are on no list mean, where that outranks the command around them; else None.

        A recogniser puts any words into a slot: "walk me through" a fuse that needs changing.
        """
        alarm = self._alarm(words, wished=True)
        if alarm:
            return alarm
        referral = self._safety.referral(words)
        if referral:
            return Referred(referral)
        reader = self._loaded()
        if reader is None or self._commands.slots.wish(words) != Wish():
            return None
        meaning = decide(self._found(reader, words, guiding=False), guiding=False, named=False)
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
        reader = self._loaded()
        referral = self._safety.referral(words)
        if reader is None:
            return Referred(referral) if referral else Speechless()
        found = self._found(reader, words, guiding)
        wish = self._commands.slots.wish(words)
        named = not wish.open()
        meaning = decide(found, guiding, named)
        if referral and isinstance(meaning, Asked | Told) and not guiding and may_refer(found):
            return Referred(referral)
        if named and self._asks_for_stretch(words, meaning):
            meaning = Told("start")
        return Told(meaning.command, wish, words) if isinstance(meaning, Told) else meaning

    def _asks_for_stretch(self, words: str, meaning: Meaning) -> bool:
        """Whether a complaint or a question is really a wish: "my neck is stiff, got anything for that"."""
        ordinary = isinstance(meaning, Asked) or meaning == Referred("refer-symptom")
        return ordinary and self._commands.wishes(words)

    def _loaded(self) -> Reader | None:
        """The encoder. Numpy and the model take a moment to load, and commands need neither."""
        if self._reader is None and not self._broken:
            try:
                from skill.understanding.encoder import Encoder  # noqa: PLC0415

                self._reader = Encoder(self._model)  # type: ignore[assignment]
            except CompiledFilesError:
                self._broken = True
        return self._reader

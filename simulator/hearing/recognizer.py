"""From spoken words to an intent and its slots, using the interaction model alone.

This is the `ideal` hearing: an exact command, else the free question. Real recognition is
statistical and can only be tried with Amazon; nothing here measures its quality.

The readings of an utterance compete; the highest rank wins, then the sample with most fixed words,
then the order of the file:

    LITERAL   the words are a sample without slots, or else one of a built-in intent's utterances
    LISTED    the words are a value or synonym of the free question's slot type
    FILLED    a sample whose slots are all understood
    GUESSED   a carrier of the free question, or a command with a slot value that is on no list
    OPEN      the free question takes the words as they are
    NOTHING   the model has no free question: Fallback
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from simulator.hearing import spoken_numbers
from simulator.hearing.builtins import builtins
from simulator.hearing.interaction_model import Intent, InteractionModel, Sample, Slot, SlotValue
from simulator.hearing.words import spoken

FALLBACK = "AMAZON.FallbackIntent"
"""Where words go that fit no intent."""

# fmt: off
_QUESTION_WORDS = frozenset((
    "what", "what's", "when", "where", "which", "who", "whose", "why", "how", "if", "whether",
    "is", "are", "am", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could",
    "should", "shall", "will", "would", "may", "might", "must",
))
# fmt: on
_MOST_GUESSED_WORDS = 3
_FEWEST_FIXED_WORDS = 2


class Rank(IntEnum):
    """How well a reading fits; the module's text says what each rank means."""

    NOTHING = 0
    OPEN = 1
    GUESSED = 2
    FILLED = 3
    LISTED = 4
    LITERAL = 5


@dataclass(frozen=True)
class FilledSlot:
    """A slot that was given a value."""

    slot: Slot
    """The declared slot."""
    value: str
    """What Alexa sends: the words, or a number or duration in Alexa's form."""
    matches: tuple[SlotValue, ...] = ()
    """The listed values it was resolved to."""
    listed: bool = False
    """Whether the type is a custom one, so that Alexa reports an entity resolution."""


@dataclass(frozen=True)
class Recognition:
    """An utterance as understood by Alexa."""

    intent: Intent
    """The intent; its slots that are missing from `slots` are sent empty."""
    slots: tuple[FilledSlot, ...]
    """The slots with a value."""
    rank: Rank
    """How well the words fitted."""
    fixed_words: int
    """How many of the words belonged to the sample itself."""
    why: str
    """One line for a person: what matched."""
    misheard: bool = False
    """Whether words were lost on the way."""


class Recognizer:
    """Reads utterances with the interaction model of one locale."""

    def __init__(self, model: InteractionModel) -> None:
        """Read with `model`."""
        self.model = model

    def recognize(self, request: str) -> Recognition:
        """Return the best reading of `request`."""
        words = tuple(spoken(request).split())
        # max keeps the first of equals, so the order of the file decides last.
        return max(self._readings(words), key=lambda r: (r.rank, r.fixed_words))

    def own_samples(self) -> tuple[tuple[Intent, Sample], ...]:
        """Return the samples of the skill's own commands: no free question, and nothing of Amazon's."""
        return self._own_samples

    def neighbours(self) -> tuple[tuple[Intent, tuple[str, ...]], ...]:
        """Return each phrase, in words, that leads to an intent other than the free question."""
        return self._phrases

    def fallback(self, why: str) -> Recognition:
        """Return the recognition of words that fit nothing."""
        intent = self.model.intents_by_name.get(FALLBACK, Intent(FALLBACK))
        return Recognition(intent, (), Rank.NOTHING, 0, why)

    def fill(self, slot: Slot, text: str) -> FilledSlot | None:
        """Return `slot` filled with `text`; None where the type cannot hold such words."""
        slot_type = self.model.types_by_name.get(slot.type_name)
        if slot_type is not None:
            return FilledSlot(slot, text, slot_type.matches(text), listed=True)
        if slot.type_name in {"AMAZON.NUMBER", "AMAZON.FOUR_DIGIT_NUMBER"}:
            number = spoken_numbers.number(text)
            return None if number is None else FilledSlot(slot, str(number))
        if slot.type_name == "AMAZON.DURATION":
            duration = spoken_numbers.duration(text)
            return None if duration is None else FilledSlot(slot, duration)
        return FilledSlot(slot, text)

    def question(self, text: str, why: str) -> Recognition:
        """Return the free question with `text` in its slot; Fallback if the model has none."""
        intent = self.model.question_intent
        filled = self.fill(intent.slots[0], text) if intent else None
        if intent is None or filled is None:
            return self.fallback(f"{why}, but the model has no free question")
        return Recognition(intent, (filled,), Rank.OPEN, 0, why)

    @cached_property
    def _literals(self) -> dict[tuple[str, ...], tuple[Intent, str]]:
        """Samples before Amazon's own utterances: where both are the same, Amazon sends the skill's intent."""
        found: dict[tuple[str, ...], tuple[Intent, str]] = {}
        for intent in self.model.intents:
            for sample in intent.samples:
                if sample.tokens and not sample.slot_names:
                    found.setdefault(sample.tokens, (intent, f"sample {sample.text!r}"))
        for intent in self.model.intents:
            for text in builtins().utterances.get(intent.name, ()):
                found.setdefault(tuple(text.split()), (intent, f"Amazon's own utterance {text!r}"))
        return found

    @cached_property
    def _slotted(self) -> tuple[tuple[Intent, Sample], ...]:
        return tuple(
            (intent, sample) for intent in self.model.intents for sample in intent.samples if sample.slot_names
        )

    @cached_property
    def _own_samples(self) -> tuple[tuple[Intent, Sample], ...]:
        return tuple(
            (intent, sample)
            for intent in self.model.intents
            if intent is not self.model.question_intent and not intent.name.startswith("AMAZON.")
            for sample in intent.samples
        )

    @cached_property
    def _phrases(self) -> tuple[tuple[Intent, tuple[str, ...]], ...]:
        literal = [(intent, words) for words, (intent, _) in self._literals.items()]
        slotted = [(intent, sample.words) for intent, sample in self._slotted]
        question = self.model.question_intent
        return tuple(phrase for phrase in (*literal, *slotted) if phrase[0] is not question)

    def _readings(self, words: tuple[str, ...]) -> Iterator[Recognition]:
        yield self.fallback("nothing fits")
        if words in self._literals:
            intent, why = self._literals[words]
            yield Recognition(intent, (), Rank.LITERAL, len(words), why)
        present = set(words)
        for intent, sample in self._slotted:
            if len(sample.tokens) <= len(words) and present.issuperset(sample.words):
                yield from self._slot_readings(intent, sample, words)

    def _slot_readings(self, intent: Intent, sample: Sample, words: tuple[str, ...]) -> Iterator[Recognition]:
        for fills in _alignments(sample.tokens, words):
            filled = [self.fill(intent.slot(name), text) for name, text in fills.items()]
            slots = tuple(slot for slot in filled if slot is not None)
            rank = self._rank(intent, sample, slots, words) if len(slots) == len(filled) else None
            if rank is not None:
                yield Recognition(intent, slots, rank, len(sample.words), _why(sample, slots))

    def _rank(
        self, intent: Intent, sample: Sample, slots: tuple[FilledSlot, ...], words: tuple[str, ...]
    ) -> Rank | None:
        understood = all(slot.matches for slot in slots if slot.listed)
        if intent is self.model.question_intent:
            if sample.words:
                return Rank.GUESSED
            return Rank.LISTED if understood and slots[0].listed else Rank.OPEN
        if understood:
            return Rank.FILLED
        # A value that is on no list is believed only in what is plainly a command, or "do the
        # exercises help" would start an exercise called "exercises help".
        unknown = sum(len(s.value.split()) for s in slots if s.listed and not s.matches)
        plainly = len(sample.words) >= max(_FEWEST_FIXED_WORDS, unknown)
        if unknown <= _MOST_GUESSED_WORDS and plainly and words[0] not in _QUESTION_WORDS:
            return Rank.GUESSED
        return None


def _alignments(tokens: tuple[str, ...], words: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield every way in which `words` fit `tokens`, as the words that each slot takes."""
    if not tokens:
        if not words:
            yield {}
        return
    token, later = tokens[0], tokens[1:]
    if not token.startswith("{"):
        if words[:1] == (token,):
            yield from _alignments(later, words[1:])
        return
    for length in range(1, len(words) - len(later) + 1):
        for rest in _alignments(later, words[length:]):
            yield {token[1:-1]: " ".join(words[:length]), **rest}


def _why(sample: Sample, slots: tuple[FilledSlot, ...]) -> str:
    parts = [
        f"{slot.slot.name}={slot.value!r}"
        + (f" is {slot.matches[0].name!r}" if slot.matches else " on no list" if slot.listed else "")
        for slot in slots
    ]
    return f"sample {sample.text!r} with {', '.join(parts)}"

"""How well the device hears: `ideal`, or `device` with the losses a real one has."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from simulator.hearing.interaction_model import Intent, InteractionModel
from simulator.hearing.nearest import nearest
from simulator.hearing.recognizer import FilledSlot, Rank, Recognition, Recognizer
from simulator.hearing.words import spoken

LONGEST_QUESTION = 14
"""Words of a question that the `device` hearing keeps; our own choice, no published figure."""

DEFAULT_SHARE = 0.15
"""Share of questions that the `device` hearing loses unless told otherwise; our own choice."""


class Hearing(Protocol):
    """Turns words into an intent."""

    @property
    def model(self) -> InteractionModel:
        """The interaction model it goes by."""

    def hear(self, readings: Sequence[str], key: str) -> Recognition:
        """Return the best recognition of `readings`, of which the first is the likeliest.

        `key` names the utterance; the same key and words are always heard alike.
        """


class IdealHearing:
    """Hears every word and every command exactly."""

    def __init__(self, model: InteractionModel) -> None:
        """Hear by `model`."""
        self.model = model
        self._recognizer = Recognizer(model)

    def hear(self, readings: Sequence[str], key: str) -> Recognition:  # noqa: ARG002 - the protocol's
        """Return the best recognition; no chance is involved."""
        heard = [self._recognizer.recognize(reading) for reading in readings]
        return max(heard, key=lambda recognition: recognition.rank)


@dataclass(frozen=True)
class Losses:
    """What the `device` hearing loses."""

    share: float = DEFAULT_SHARE
    """Share of free questions, 0 to 1, that end in Fallback or in a neighbouring intent."""
    seed: int = 0
    """Another seed loses others."""


class DeviceHearing:
    """Hears what is nearly a command as that command, loses a share of the questions and cuts the long ones.

    Amazon's own utterances are matched exactly, the skill's samples loosely. Of the lost questions
    half go to Fallback, half to the intent whose samples share most words with them (Fallback if
    none shares any).
    """

    def __init__(self, model: InteractionModel, losses: Losses) -> None:
        """Hear by `model`, with `losses`."""
        self.model = model
        self._ideal = IdealHearing(model)
        self._recognizer = Recognizer(model)
        self._losses = losses

    def hear(self, readings: Sequence[str], key: str) -> Recognition:
        """Return what is left of the ideal recognition; the key and the seed decide what is lost."""
        heard = self._ideal.hear(readings, key)
        if heard.intent is not self.model.question_intent:
            return heard
        words = tuple(spoken(readings[0]).split())
        near = None if heard.rank is Rank.LISTED else nearest(self._recognizer, words)
        if near is not None:
            return near
        # Seeding with text hashes it the same way in every run and on every machine.
        rng = random.Random(f"{self._losses.seed}/{key}")  # noqa: S311 - a simulation, no secret
        if rng.random() < self._losses.share:
            if rng.random() < 0.5:
                return _misheard(self._recognizer.fallback("misheard: sent to Fallback"))
            return self._neighbour(words)
        return self._cut(heard)

    def _cut(self, heard: Recognition) -> Recognition:
        words = heard.slots[0].value.split()
        if len(words) <= LONGEST_QUESTION:
            return heard
        kept = " ".join(words[:LONGEST_QUESTION])
        return _misheard(self._recognizer.question(kept, f"cut after {LONGEST_QUESTION} of {len(words)} words"))

    def _neighbour(self, words: tuple[str, ...]) -> Recognition:
        said = set(words)

        def likeness(phrase: tuple[Intent, tuple[str, ...]]) -> float:
            sample = set(phrase[1])
            return len(said & sample) / len(said | sample)

        nearest = max(self._recognizer.neighbours(), key=likeness, default=None)
        if nearest is None or likeness(nearest) == 0.0:
            return _misheard(self._recognizer.fallback("misheard: no intent is near, sent to Fallback"))
        intent = nearest[0]
        why = f"misheard: {' '.join(nearest[1])!r} shares most words"
        return Recognition(intent, self._found_slots(intent, words), Rank.GUESSED, 0, why, misheard=True)

    def _found_slots(self, intent: Intent, words: tuple[str, ...]) -> tuple[FilledSlot, ...]:
        text = f" {' '.join(words)} "
        slots = []
        for slot in intent.slots:
            slot_type = self.model.types_by_name.get(slot.type_name)
            forms = slot_type.forms if slot_type else ()
            longest = max((f for f in forms if f" {f} " in text), key=len, default=None)
            if longest is not None and (filled := self._recognizer.fill(slot, longest)):
                slots.append(filled)
        return tuple(slots)


def _misheard(recognition: Recognition) -> Recognition:
    return replace(recognition, misheard=True)

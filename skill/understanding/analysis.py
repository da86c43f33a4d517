"""What the parts of understanding find in one utterance, each worked out when a rule first needs it."""

from dataclasses import replace
from functools import cached_property

from skill.understanding.command import Command
from skill.understanding.commands import Commands
from skill.understanding.meaning import Doubtful, Meaning, Urgent
from skill.understanding.moment import Moment
from skill.understanding.policy import Thresholds, ordinary_meaning
from skill.understanding.routine_request import RoutineRequest
from skill.understanding.scores import LabelScores
from skill.understanding.senses import Senses
from skill.understanding.utterance import Utterance
from skill.understanding.wish_grammar import Wish
from skill.understanding.words import normalise

_FEW = 1
"""Words beside the listed values of a slot that are too few to be judged by themselves."""


class Analysis:
    """One utterance, and what the parts of understanding make of it."""

    def __init__(self, utterance: Utterance, commands: Commands, senses: Senses, thresholds: Thresholds) -> None:
        """Take the utterance and the parts; nothing is asked of them yet."""
        self.utterance = utterance
        self.commands = commands
        self.senses = senses
        self.thresholds = thresholds
        self._named: dict[str, RoutineRequest] = {}

    @property
    def words(self) -> str:
        """The whole sentence, normalised."""
        return self.utterance.words

    @property
    def guiding(self) -> bool:
        """Whether a routine is under way."""
        return self.utterance.context.guiding

    @property
    def moment(self) -> Moment:
        """When it was said, as the encoder reads it."""
        return self.utterance.context.moment

    @cached_property
    def command(self) -> Command | None:
        """The command that the words are, whole, as somebody wrote it down; or the intent's."""
        return self.utterance.command or self.commands.phrase(self.words, self.utterance.context.phrase_moment)

    @cached_property
    def request(self) -> RoutineRequest:
        """What routine was asked for. What Alexa found in the slots is a hint, the words decide."""
        slots = self.utterance.slots
        if not slots:
            return self._requested
        said = self._named_in(self._mended(" ".join(slot.text for slot in slots.values())))
        if said.open() and self._requested.named():  # "the wall one": by the words around the slot alone
            return self._requested
        minutes = self.commands.counts.number(slots["minutes"].text) if "minutes" in slots else 0
        body_part = said.body_part or ("" if said.minutes else self.commands.slots.sayable(slots.get("body_part")))
        minutes = minutes or said.minutes
        routine = slots["stretch"].id if "stretch" in slots else ""
        wish = replace(
            said,
            routine=routine if self.commands.slots.is_value("stretch", routine) else said.routine,
            body_part=body_part,
            minutes=minutes,
            unclear_minutes="minutes" in slots and not minutes,
        )
        named = wish.equipment or wish.unclear_minutes
        return replace(wish, unlisted=wish.open() and not named and not self.listed_slots)

    @property
    def number(self) -> int:
        """The first number that was said, in its slot or in the words; 0 if none was."""
        slot = self.utterance.slots.get("number")
        said = slot.text if slot else self.words
        return self.commands.counts.first_number(said) if said else 0

    @cached_property
    def listed_slots(self) -> bool:
        """Whether the slots hold nothing but values that somebody wrote down."""
        return self._overflow == 0

    @property
    def listed_but_for_a_word(self) -> bool:
        """Whether the slots hold too few other words to be judged by themselves."""
        return self._overflow <= _FEW

    @cached_property
    def _overflow(self) -> int:
        """How many words the slots hold that belong to no listed value."""
        return sum(self.commands.slots.overflow(name, slot.text) for name, slot in self.utterance.slots.items())

    @cached_property
    def _requested(self) -> RoutineRequest:
        """What routine the words ask for. What the clause names that wishes for it counts first."""
        if not self.words:
            return RoutineRequest()
        whole = self._named_in(self._meant)
        aimed = self._named_in(self.wish.aim) if self.wish else whole
        if not (aimed.routine or aimed.body_part or aimed.lacked):
            return whole
        return replace(
            whole,
            routine=aimed.routine,
            body_part=aimed.body_part,
            lacked=aimed.lacked,
            position=aimed.position or whole.position,
            minutes=aimed.minutes or whole.minutes,
        )

    @cached_property
    def wish(self) -> Wish | None:
        """The request for a routine that the words are by their grammar; None if they are none."""
        return self.commands.wish(self._meant)

    @cached_property
    def _meant(self) -> str:
        """The sentence, with names in place of what they are heard as; where it has none, of what is near one."""
        return self._mended(self.words)

    def _mended(self, text: str) -> str:
        text = self.commands.as_named(text)
        named = not text or not self._named_in(text).open()
        return text if named else self.commands.mended(normalise(text))

    def _named_in(self, text: str) -> RoutineRequest:
        """What stretch `text` asks for. It is mostly the whole sentence, which is asked about time and again."""
        found = self._named.get(text)
        if found is None:
            found = self._named[text] = self.commands.slots.request(text)
        return found

    @property
    def asks_for_routine(self) -> bool:
        """Whether a routine was asked for."""
        return bool(self.utterance.command or self.wish)

    @property
    def slot_words(self) -> str:
        """All that was said in the intent's slots, and nothing around it."""
        return " ".join(normalise(slot.text) for slot in self.utterance.slots.values())

    @property
    def complaint(self) -> str:
        """The sentence that names what hurts, where the command is a complaint; else empty."""
        if not self.utterance.command:
            return self.words if self.command and self.commands.complains(self.command) else ""
        said = {name: normalise(slot.text) for name, slot in self.utterance.slots.items()}
        return self.commands.complaint(self.utterance.command, said)

    @cached_property
    def red_flag(self) -> Urgent | Doubtful | None:
        """The red flag that was told, or may have been, if any.

        One word beside the values of a slot ("lower legs") tells too little by itself: it is judged in its sentence,
        but for what a written pattern knows. More of them are a sentence of their own.
        """
        if not self.utterance.command:
            return self.senses.red_flag(self.words, self.moment)
        if not self.listed_but_for_a_word:
            return self.senses.red_flag(self.slot_words, self.moment)
        return self.senses.certain_red_flag(self.words, self.moment) or self.senses.pattern(self.slot_words)

    @cached_property
    def scores(self) -> LabelScores | None:
        """What the encoder reads at this moment; None without an encoder."""
        return self.senses.scores(self.words, self.moment)

    @cached_property
    def ordinary(self) -> Meaning:
        """What it means if it is no red flag; only where there is an encoder."""
        assert self.scores is not None
        return ordinary_meaning(self.scores, self.guiding, self.thresholds)

    def meant_too(self, label: str) -> bool:
        """Whether `label` is likely enough to be meant beside another that is likelier; only with an encoder."""
        assert self.scores is not None
        return self.scores[label] >= self.thresholds.second_from

    @cached_property
    def referral(self) -> str:
        """Id of the personal decision that the words alone ask for; empty if none.

        What fills a slot must ask for one both by itself and in its sentence.
        """
        found = self.senses.referral(self.words)
        return self.senses.referral(self.slot_words) if found and self.utterance.command else found

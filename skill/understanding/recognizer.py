"""The whole of understanding: one utterance in, one meaning out."""

from collections.abc import Mapping
from pathlib import Path

from skill.understanding.analysis import Analysis
from skill.understanding.command import Command
from skill.understanding.commands import Commands
from skill.understanding.meaning import Meaning, Unheard
from skill.understanding.policy import THRESHOLDS, Thresholds
from skill.understanding.routine_request import RoutineRequest
from skill.understanding.rules import RULES, Rule
from skill.understanding.senses import Lexicon, Senses
from skill.understanding.subjects import Subjects
from skill.understanding.utterance import AT_REST, Context, SlotWords, Utterance
from skill.understanding.words import normalise

_SHORT = 3
"""Words up to this many letters name nothing."""


class Recognizer:
    """Understands free text, intents, and the words in their slots."""

    def __init__(
        self,
        commands: Commands,
        lexicon: Lexicon,
        model: Path,
        subjects: Subjects,
        thresholds: Thresholds = THRESHOLDS,
    ) -> None:
        """Take the parts. The model is read when the first question comes, not before.

        Args:
            commands: the command grammar.
            lexicon: what hears by the words alone.
            model: the encoder's file.
            subjects: what the document can be asked about.
            thresholds: the numbers of the decision.
        """
        self._commands = commands
        self._thresholds = thresholds
        self.senses = Senses(lexicon, model, subjects, commands.referral_roles, thresholds)

    def recognize(self, utterance: Utterance) -> Meaning:
        """What `utterance` means: what the first of the rules says that knows."""
        return first_decision(self.analyse(utterance))[1]

    def analyse(self, utterance: Utterance) -> Analysis:
        """`utterance`, and what the parts of understanding find in it."""
        return Analysis(utterance, self._commands, self.senses, self._thresholds)

    def of_words(self, text: str, context: Context = AT_REST, listed: str = "") -> Utterance:
        """The utterance of free words.

        Args:
            text: what was said, whole.
            context: the moment it was said in.
            listed: id of the listed question that Alexa took it for.
        """
        return Utterance(normalise(text), listed=listed, context=context)

    def of_intent(self, command: Command, slots: Mapping[str, SlotWords], context: Context = AT_REST) -> Utterance:
        """The utterance of an intent, which brings its slots and not the words around them: those of its samples."""
        said = {name: normalise(slot.text) for name, slot in slots.items()}
        return Utterance(self._commands.sentence(command, said), command, dict(slots), context=context)

    def request(self, text: str) -> RoutineRequest:
        """What routine the words ask for."""
        return self._commands.slots.request(text)

    def wished(self, text: str) -> RoutineRequest | None:
        """What routine the words ask for, or ask about by its name; None if they name no more than where it hurts."""
        request = self.request(text)
        named = bool(request.routine) and not request.body_part
        wished = named or (not request.open() and self._commands.wish(normalise(text)) is not None)
        return request if wished else None

    def agreed(self, text: str) -> bool:
        """Whether `text` tells, and does not ask, that somebody who can judge has agreed to their stretching."""
        return self._commands.slots.agreed(text) and not self.is_question(text)

    def asks_within(self, text: str) -> bool:
        """Whether `text` has a question anywhere, or what could be one."""
        return self._commands.asks_within(normalise(text))

    def is_question(self, text: str) -> bool:
        """Whether `text` begins as a question does."""
        return self._commands.is_question(normalise(text))

    def refuses(self, text: str) -> bool:
        """Whether `text` refuses what it names."""
        return self._commands.refuses(normalise(text))

    def pick(self, text: str, topics: Mapping[str, str]) -> str:
        """Which of `topics` (id to its words) the listener named; empty if none stands out."""
        said = {word for word in normalise(text).split() if len(word) > _SHORT}
        scores = {topic: len(said & set(normalise(words).split())) for topic, words in topics.items()}
        best = sorted(scores, key=lambda topic: scores[topic], reverse=True)
        if not best or scores[best[0]] == 0:
            return ""
        if len(best) > 1 and scores[best[0]] == scores[best[1]]:
            return ""
        return best[0]


def first_decision(analysis: Analysis) -> tuple[Rule | None, Meaning]:
    """The first of the rules that knows, and what it says; no rule, where none does."""
    for rule in RULES:
        meaning = rule(analysis)
        if meaning is not None:
            return rule, meaning
    return None, Unheard()

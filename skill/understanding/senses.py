"""Gathers the evidence of a red flag: each source by itself, so that none is lost with another."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from skill.emergency.hearing import call_for_help, flag_of_phrase, without_calls
from skill.errors import log_failure
from skill.understanding.evidence import Evidence
from skill.understanding.meaning import Urgent
from skill.understanding.moment import Moment
from skill.understanding.policy import THRESHOLDS, Thresholds, red_flag
from skill.understanding.reading import Reading
from skill.understanding.referral_roles import NO_ROLES, ReferralRoles
from skill.understanding.scores import LabelScores, in_context
from skill.understanding.trained_labels import known_label

_Value = TypeVar("_Value")


class Lexicon(Protocol):
    """Hears by the words alone."""

    def red_flag(self, text: str) -> Evidence | None:
        """The evidence of a red flag in `text`."""

    def pattern(self, text: str) -> Evidence | None:
        """The evidence that a written pattern alone finds in `text`, few words as it may be."""

    def referral(self, text: str) -> str:
        """Id of the personal decision asked for in `text`, or an empty string."""

    def off_topic_odds(self, text: str) -> float:
        """The odds that `text` is about another subject altogether."""


class Reader(Protocol):
    """The encoder: gives each label of an utterance a probability."""

    labels: tuple[str, ...]

    def read(self, text: str, moment: Moment) -> Reading:
        """What it makes of `text`, said at `moment`."""


class Senses:
    """The lexicon and the encoder. What a broken one would say is left out, and logged; the other is heard."""

    def __init__(
        self,
        lexicon: Lexicon,
        model: Path,
        ids: frozenset[str] = frozenset(),
        roles: ReferralRoles = NO_ROLES,
        thresholds: Thresholds = THRESHOLDS,
    ) -> None:
        """Take the parts. The model is read when the first question comes, not before.

        Args:
            lexicon: what hears by the words alone.
            model: the encoder's file.
            ids: of the document's statements, gaps and referrals; what the model knows besides is taken for unknown.
            roles: which referrals weigh in elsewhere.
            thresholds: the numbers of the decision.
        """
        self._lexicon = lexicon
        self._model = model
        self._ids = ids
        self._roles = roles
        self._thresholds = thresholds
        self._reader: Reader | None = None
        self._labels: tuple[str, ...] = ()
        self._broken = False
        self._last: tuple[tuple[str, Moment], Reading] | None = None

    def red_flag(
        self, words: str, wished: bool = False, timed: bool = False, moment: Moment = Moment.REST
    ) -> Urgent | None:
        """The emergency in `words`, normalised. Never fails.

        A command weighs no more in mid-stretch than elsewhere: there it is always likelier.

        Args:
            words: what was said.
            wished: whether a stretch was asked for in the same breath.
            timed: whether a length of time was named, which is of any subject.
            moment: when it was said, as the encoder reads it.
        """
        named = written_down(words)
        if named:
            return named
        words = without_calls(words)
        evidence = self._tried("lexicon", lambda: self._lexicon.red_flag(words), None)
        return red_flag(evidence, self._scores(words, moment, False, timed), wished, self._thresholds)

    def meant_red_flag(self, words: str, moment: Moment = Moment.REST) -> Urgent | None:
        """The emergency that the encoder alone hears in `words`: a few words told beside a command."""
        scores = self._scores(words, moment, guiding=False) if words else None
        return written_down(words) or red_flag(None, scores, True, self._thresholds)

    def pattern(self, words: str) -> Urgent | None:
        """The emergency that a written pattern finds in `words`."""
        evidence = self._tried("lexicon", lambda: self._lexicon.pattern(words), None)
        return Urgent(evidence.flag) if evidence else None

    def scores(self, words: str, moment: Moment, timed: bool = False) -> LabelScores | None:
        """What the encoder reads in `words`, and the words alone add to it; None without an encoder."""
        return self._scores(words, moment, moment is Moment.GUIDING, timed)

    def reading(self, words: str, moment: Moment) -> Reading | None:
        """What the encoder makes of `words`, normalised, said at `moment`; None without an encoder."""
        reader = self._loaded()
        if reader is None:
            return None
        last = self._last
        if last is None or last[0] != (words, moment):  # it is asked for an alarm, and for a meaning
            try:
                last = self._last = ((words, moment), reader.read(words, moment))
            except Exception as error:  # an encoder that cannot calculate is none
                self._break(error)
                return None
        return last[1]

    def referral(self, words: str) -> str:
        """Id of the personal decision that the words alone ask for; empty if none."""
        return self._tried("lexicon", lambda: self._lexicon.referral(words), "")

    def _scores(self, words: str, moment: Moment, guiding: bool, timed: bool = False) -> LabelScores | None:
        """The same, with the commands to a stretch as likely as where one is under way or is not."""
        reading, reader = self.reading(words, moment), self._reader
        if reading is None or reader is None:
            return None
        off_topic = 1.0 if timed else self._tried("lexicon", lambda: self._lexicon.off_topic_odds(words), 1.0)
        return in_context(self._labels or reader.labels, reading.probabilities, guiding, off_topic, self._roles)

    def _tried(self, part: str, ask: Callable[[], _Value], otherwise: _Value) -> _Value:
        """What a part says; `otherwise` where it fails, which is logged."""
        try:
            return ask()
        except Exception as error:  # the other parts are heard whatever becomes of this one
            log_failure(part, error)
            return otherwise

    def _loaded(self) -> Reader | None:
        """The encoder. It and onnxruntime take a moment to load, and commands need neither.

        A server's workers each load their own, after the fork that made them: a session does not outlive one.
        """
        if self._reader is None and not self._broken:
            try:
                from skill.understanding.encoder import Encoder  # noqa: PLC0415

                reader = Encoder(self._model)
                self._labels = tuple(known_label(label, self._ids) for label in reader.labels)
                self._reader = reader
            except Exception as error:  # whatever it is, questions are understood by their words alone then
                self._break(error)
        return self._reader

    def _break(self, error: Exception) -> None:
        self._reader, self._broken = None, True
        log_failure("encoder", error)


def written_down(words: str) -> Urgent | None:
    """The call for help that `words` are, or the red flag whose phrase they are, word for word."""
    if not words:
        return None
    tier = call_for_help(words)
    if tier:
        return Urgent(tier=tier, asked=True)
    phrase = flag_of_phrase(words)
    return Urgent(phrase) if phrase else None

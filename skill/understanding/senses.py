"""Gathers the evidence of a red flag: each source by itself, so that none is lost with another."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from skill.emergency.hearing import call_for_help, flag_of_phrase, without_calls
from skill.errors import log_failure
from skill.understanding.evidence import NOTHING, Evidence
from skill.understanding.meaning import Doubtful, Urgent
from skill.understanding.moment import Moment
from skill.understanding.policy import THRESHOLDS, Thresholds, sign
from skill.understanding.reading import Reading
from skill.understanding.referral_roles import NO_ROLES, ReferralRoles
from skill.understanding.scores import LabelScores
from skill.understanding.trained_labels import known_label

_Value = TypeVar("_Value")


class Lexicon(Protocol):
    """Hears by the words alone."""

    def evidence(self, text: str) -> Evidence:
        """The evidence of a red flag in `text`."""

    def pattern(self, text: str) -> str:
        """Id of the red flag that a written pattern alone finds in `text`, few words as it may be."""

    def referral(self, text: str) -> str:
        """Id of the personal decision asked for in `text`, or an empty string."""


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

    def sign(self, words: str, moment: Moment = Moment.REST) -> Urgent | Doubtful | None:
        """The sign of danger in `words`, normalised, told or in doubt. Never fails.

        Args:
            words: what was said.
            moment: when it was said, as the encoder reads it.
        """
        named = written_down(words)
        if named:
            return named
        words = without_calls(words)
        evidence = self._tried("lexicon", lambda: self._lexicon.evidence(words), NOTHING)
        return sign(evidence, self.scores(words, moment), self._thresholds)

    def told(self, words: str, moment: Moment = Moment.REST) -> Urgent | None:
        """The emergency in `words`: a few of them, told beside something else, raise no doubts."""
        found = self.sign(words, moment) if words else None
        return found if isinstance(found, Urgent) else None

    def pattern(self, words: str) -> Urgent | None:
        """The emergency that a written pattern finds in `words`."""
        flag = self._tried("lexicon", lambda: self._lexicon.pattern(words), "")
        return Urgent(flag) if flag else None

    def scores(self, words: str, moment: Moment) -> LabelScores | None:
        """What the encoder reads in `words`; None without an encoder."""
        reading, reader = self.reading(words, moment), self._reader
        if reading is None or reader is None:
            return None
        return LabelScores(self._labels or reader.labels, reading.probabilities, self._roles)

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

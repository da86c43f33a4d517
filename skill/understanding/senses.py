"""Gathers the evidence of a red flag: each source by itself, so that none is lost with another."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from skill.content.digests import seal
from skill.content.store import REBUILD
from skill.emergency.hearing import call_for_help, flag_of_phrase, without_calls
from skill.errors import CompiledFilesError, log_failure
from skill.understanding.evidence import NOTHING, Evidence
from skill.understanding.meaning import Doubtful, Urgent
from skill.understanding.moment import Moment
from skill.understanding.policy import THRESHOLDS, Thresholds, red_flag
from skill.understanding.ranking import ranked
from skill.understanding.reading import Reading
from skill.understanding.referral_roles import NO_ROLES, ReferralRoles
from skill.understanding.scores import LabelScores
from skill.understanding.subjects import NO_SUBJECTS, Subjects
from skill.understanding.trained_labels import known_label
from skill.understanding.unseen import Unseen

if TYPE_CHECKING:  # commands do without numpy, which takes a moment to import
    import numpy as np
    import numpy.typing as npt

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


class Nearest(Protocol):
    """The index: says what of the document a sentence is like."""

    near_miss: float | None

    def likeness(self, vector: "npt.NDArray[np.float32]") -> Mapping[str, float]:
        """How like each id of the document is to the sentence's vector, from -1 to 1."""

    def likeness_alone(self, vector: "npt.NDArray[np.float32]", words: str) -> Mapping[str, float]:
        """How like each is to the vector and the words, where nothing else tells."""


class Senses:
    """The lexicon, the encoder and the index. What a broken one would say is left out, and logged; the others count."""

    def __init__(
        self,
        lexicon: Lexicon,
        model: Path,
        subjects: Subjects = NO_SUBJECTS,
        roles: ReferralRoles = NO_ROLES,
        thresholds: Thresholds = THRESHOLDS,
    ) -> None:
        """Take the parts. The model is read when the first question comes, not before.

        Args:
            lexicon: what hears by the words alone.
            model: the encoder's file.
            subjects: what the document can be asked about.
            roles: which referrals weigh in elsewhere.
            thresholds: the numbers of the decision.
        """
        self._lexicon = lexicon
        self._model = model
        self._subjects = subjects
        self._ranked = ranked(subjects.ids)
        self._roles = roles
        self._thresholds = thresholds
        self._reader: Reader | None = None
        self._index: Nearest | None = None
        self._unseen = Unseen()
        self._labels: tuple[str, ...] = ()
        self._broken = False
        self._last: tuple[tuple[str, Moment], Reading] | None = None
        self._last_scores: tuple[Reading, LabelScores] | None = None

    def working(self) -> bool:
        """Whether the encoder is there and calculates, as far as anybody has asked it."""
        return not self._broken

    def red_flag(self, words: str, moment: Moment = Moment.REST) -> Urgent | Doubtful | None:
        """The red flag in `words`, normalised, told or in doubt; None if there is none. Never fails.

        Args:
            words: what was said.
            moment: when it was said, as the encoder reads it.
        """
        named = written_down(words)
        if named:
            return named
        words = without_calls(words)
        return red_flag(self.evidence(words), self.scores(words, moment), self._thresholds)

    def evidence(self, words: str) -> Evidence:
        """What `words` alone say of a red flag; nothing where they cannot be read."""
        return self._tried("lexicon", lambda: self._lexicon.evidence(words), NOTHING)

    def certain_red_flag(self, words: str, moment: Moment = Moment.REST) -> Urgent | None:
        """The red flag in `words`, if it is certain: a few words beside something else raise no doubts."""
        found = self.red_flag(words, moment) if words else None
        return found if isinstance(found, Urgent) else None

    def pattern(self, words: str) -> Urgent | None:
        """The emergency that a written pattern finds in `words`."""
        flag = self._tried("lexicon", lambda: self._lexicon.pattern(words), "")
        return Urgent(flag) if flag else None

    def scores(self, words: str, moment: Moment) -> LabelScores | None:
        """What the encoder and the index find in `words`; None without an encoder."""
        reading, reader = self.reading(words, moment), self._reader
        if reading is None or reader is None:
            return None
        if self._last_scores is None or self._last_scores[0] is not reading:
            scores = LabelScores(self._labels or reader.labels, reading.probabilities, self._roles)
            self._last_scores = (reading, self._with_index(scores, reading, words, moment))
        return self._last_scores[1]

    def _with_index(self, scores: LabelScores, reading: Reading, words: str, moment: Moment) -> LabelScores:
        """`scores`, decided between statements and gaps by the index too, if there is one."""
        if self._index is None:
            return scores
        try:
            if scores.keys().isdisjoint(self._ranked):  # a document that it never saw
                likeness = self._index.likeness_alone(reading.vector, words)
                return self._unseen.shared(scores, self._ranked, likeness, moment)
            return self._thresholds.ranking.shared(scores, self._ranked, self._index.likeness(reading.vector))
        except Exception as error:  # an index that cannot calculate is none
            self._index = None
            log_failure("index", error)
            return scores

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
                self._labels = tuple(known_label(label, self._subjects.ids) for label in reader.labels)
                self._index = self._tried("index", self._searched, None)
                self._reader = reader
            except Exception as error:  # whatever it is, questions are understood by their words alone then
                self._break(error)
        return self._reader

    def _searched(self) -> Nearest | None:
        """The index of the document, if it has one.

        Raises:
            CompiledFilesError: it is missing or damaged, or not of this encoder.
        """
        if self._subjects.index is None:
            return None
        from skill.understanding.index import Index  # noqa: PLC0415

        index = Index(self._subjects.index)
        if index.encoder != seal(self._model):
            raise CompiledFilesError(f"{self._subjects.index} is of another encoder; {REBUILD}")
        if index.near_miss is not None:
            self._unseen = Unseen(near=index.near_miss)
        return index

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

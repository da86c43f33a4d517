"""Hears red flags in words: each source of evidence by itself, so that none is lost with another."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from skill.emergency.hearing import call_for_help, flag_of_phrase, without_calls
from skill.errors import log_failure
from skill.understanding.meaning import Urgent
from skill.understanding.policy import Found, in_context, no_alarm, ruled_out, urgent
from skill.understanding.referral_roles import ReferralRoles

_Value = TypeVar("_Value")


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


class RedFlags:
    """Hears red flags: a call for help, a phrase written down, the words alone, the encoder."""

    def __init__(
        self,
        safety: SafetyWords,
        model: Path,
        wishes: Callable[[str], bool] = lambda _: False,
        timed: Callable[[str], bool] = lambda _: False,
        roles: ReferralRoles | None = None,
    ) -> None:
        """Take the parts. The model is read when the first question comes, not before.

        Args:
            safety: what hears by the words alone.
            model: the encoder's file.
            wishes: whether words ask for a stretch.
            timed: whether words name a length of time.
            roles: which referrals make an alarm less likely; without any, alarms are raised the sooner.
        """
        self._safety = safety
        self._model = model
        self._wishes = wishes
        self._timed = timed
        self._roles = roles or ReferralRoles()
        self._reader: Reader | None = None
        self._broken = False
        self._last: tuple[str, list[float]] | None = None

    def heard(self, words: str, wished: bool | None = None) -> Urgent | None:
        """The red flag in `words`, normalised. Never fails: what a broken part would say is left out, and logged.

        Args:
            words: what was said.
            wished: whether a stretch was asked for in the same breath; None looks for that in the words.
        """
        named = self.named(words)
        if named:
            return named
        words = without_calls(words)
        flag = self._tried("words", lambda: self._safety.flag(words), "")
        if flag and not self._tried("encoder", lambda: self._harmless(words), False):
            return Urgent(flag)
        return self.meant(words, self._wished(words) if wished is None else wished)

    def named(self, words: str) -> Urgent | None:
        """The call for help that `words` are, or the red flag whose phrase they are, word for word."""
        tier = call_for_help(words)
        if tier:
            return Urgent(tier=tier, asked=True)
        phrase = flag_of_phrase(words)
        return Urgent(phrase) if phrase else None

    def meant(self, words: str, wished: bool) -> Urgent | None:
        """The red flag that the encoder hears in `words`.

        It is judged as if nothing were under way: in mid-stretch a command is always likelier.
        """

        def meant() -> Urgent | None:
            found = self.found(words, guiding=False) if words else None
            return urgent(found, wished) if found else None

        return self._tried("encoder", meant, None)

    def found(self, words: str, guiding: bool) -> Found | None:
        """What the encoder reads in `words`, and the words alone add to it; None without an encoder."""
        reader = self._loaded()
        if reader is None:
            return None
        # A length of time ("I've only got two minutes") is of any subject, ours too: the words alone cannot tell.
        elsewhere = 1.0 if self._timed(words) else self._tried("words", lambda: self._safety.elsewhere(words), 1.0)
        last = self._last
        if last is None or last[0] != words:  # it is asked for an alarm, and for a meaning
            try:
                last = self._last = (words, reader.probabilities(words))
            except Exception as error:  # an encoder that cannot calculate is none
                self._break(error)
                return None
        return in_context(reader.labels, last[1], guiding, elsewhere, self._roles)

    def _harmless(self, words: str) -> bool:
        """Whether the encoder is all but certain that alarming words mean no harm."""
        found = self.found(words, guiding=False)
        if found is None:
            return False
        if self._safety.faint(words):  # faint words add nothing to what the encoder thinks
            return urgent(found, wished=self._wished(words)) is None
        if self._safety.loud(words):  # and loud ones are overruled by nothing that is merely likelier
            return ruled_out(found)
        return no_alarm(found)

    def _wished(self, words: str) -> bool:
        return self._tried("commands", lambda: self._wishes(words), False)

    def _tried(self, part: str, ask: Callable[[], _Value], otherwise: _Value) -> _Value:
        """What a part says; `otherwise` where it fails, which is logged."""
        try:
            return ask()
        except Exception as error:  # the other parts are heard whatever becomes of this one
            log_failure(part, error)
            return otherwise

    def _loaded(self) -> Reader | None:
        """The encoder. Numpy and the model take a moment to load, and commands need neither."""
        if self._reader is None and not self._broken:
            try:
                from skill.understanding.encoder import Encoder  # noqa: PLC0415

                self._reader = Encoder(self._model)  # type: ignore[assignment]
            except Exception as error:  # whatever it is, questions are understood by their words alone then
                self._break(error)
        return self._reader

    def _break(self, error: Exception) -> None:
        self._reader, self._broken = None, True
        log_failure("encoder", error)

"""Hears red flags and personal decisions by the words alone: word groups, and trained weights."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from skill.errors import CompiledFilesError, log_failure
from skill.understanding.evidence import Evidence
from skill.understanding.ngrams import Ngrams, log_odds
from skill.understanding.word_groups import GroupMatches, WordGroups

_REBUILD = "run 'python -m authoring.compiler'"
_VETO = -2.5
"""Log odds below which the weights overrule a pattern: harmless in all likelihood."""


class _Heard(NamedTuple):
    """What was found in the last utterance."""

    text: str
    """The utterance."""
    matches: GroupMatches
    """Its groups of words."""
    scores: tuple[float, ...]
    """The score of each label; none without weights."""


class SafetyLexicon:
    """Looks for patterns of word groups, and weighs words. Reads its files at the first utterance."""

    def __init__(self, path: Path, weights: Path | None = None) -> None:
        """Take the compiled words and the trained weights, beside which patterns alone do less well."""
        self._path = path
        self._weights_path = weights or path.parent.parent / "model" / "safety-ngrams.bin"
        self._last: _Heard | None = None

    def evidence(self, text: str) -> Evidence:
        """The evidence of a red flag in `text`.

        Raises:
            CompiledFilesError: the compiled words are missing or damaged.
        """
        heard = self._hear(text)
        pattern = self._pattern(heard)
        fitting, sure = (str(pattern["id"]), bool(pattern["sure"])) if pattern else ("", False)
        weights = self._weights
        if weights is None:
            return Evidence(fitting, None, fitting, sure, alarming=bool(fitting))
        odds = log_odds(heard.scores, self._urgent)
        confident = odds >= weights.urgent_from
        alarming = confident or sure or (bool(fitting) and odds >= _VETO)
        return Evidence((self._surest(heard.scores) if confident else "") or fitting, odds, fitting, sure, alarming)

    def pattern(self, text: str) -> str:
        """Id of the red flag whose pattern fits, whatever the weights say: a few bare words they judge badly.

        Raises:
            CompiledFilesError: the compiled words are missing or damaged.
        """
        pattern = self._pattern(self._hear(text))
        return str(pattern["id"]) if pattern else ""

    def referral(self, text: str) -> str:
        """Id of the personal decision asked for in `text`, or an empty string.

        Raises:
            CompiledFilesError: the compiled words are missing or damaged.
        """
        heard = self._hear(text)
        weights = self._weights
        if weights is None:
            pattern = _first(self._data["referrals"], heard.matches)
            return str(pattern["id"]) if pattern else ""
        personal = [urgent or referred for urgent, referred in zip(self._urgent, self._referred, strict=True)]
        if log_odds(heard.scores, personal) < weights.refer_from:
            return ""
        _, best = max(
            (score, label)
            for score, label, yes in zip(heard.scores, weights.labels, self._referred, strict=True)
            if yes
        )
        return best

    def _hear(self, text: str) -> _Heard:
        """What is in `text`; the last utterance is kept, for it is asked about several times."""
        last = self._last
        if last is not None and last.text == text:
            return last
        matches = self._groups.told(text)
        weights = self._weights
        scores = tuple(weights.scores(text, matches)) if weights else ()
        self._last = _Heard(text, matches, scores)
        return self._last

    def _pattern(self, heard: _Heard) -> Mapping[str, Any] | None:
        """The pattern of a red flag that fits, if any."""
        return _first(self._data["flags"], heard.matches)

    def _surest(self, scores: Sequence[float]) -> str:
        assert self._weights is not None
        flags = [
            (score, label) for score, label, yes in zip(scores, self._weights.labels, self._urgent, strict=True) if yes
        ]
        _, best = max(flags)
        sure = len(flags) == 1 or log_odds([score for score, _ in flags], [label == best for _, label in flags]) >= 0
        return best if sure else ""

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        try:
            loaded: Mapping[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CompiledFilesError(f"{self._path} is missing; {_REBUILD}") from error
        except ValueError as error:
            raise CompiledFilesError(f"{self._path} is damaged; {_REBUILD}") from error
        return loaded

    @cached_property
    def _groups(self) -> WordGroups:
        try:
            return WordGroups(self._data)
        except (KeyError, TypeError, AttributeError) as error:
            raise CompiledFilesError(f"{self._path} is out of date; {_REBUILD}") from error

    @cached_property
    def _weights(self) -> Ngrams | None:
        try:
            return Ngrams(self._weights_path)
        except CompiledFilesError as error:
            log_failure("safety weights", error)
            return None

    @cached_property
    def _urgent(self) -> list[bool]:
        return self._starting("urgent-")

    @cached_property
    def _referred(self) -> list[bool]:
        return self._starting("refer-")

    def _starting(self, prefix: str) -> list[bool]:
        labels = self._weights.labels if self._weights else ()
        return [label.startswith(prefix) for label in labels]


def _first(patterns: Sequence[Mapping[str, Any]], matches: GroupMatches) -> Mapping[str, Any] | None:
    """The first pattern that fits, if any."""
    return next((pattern for pattern in patterns if pattern_fits(pattern, matches)), None)


def pattern_fits(pattern: Mapping[str, Any], matches: GroupMatches) -> bool:
    """Whether every group of `pattern` is among the `matches`, near enough together, and none that rules it out."""
    found = matches.places
    named = found.keys()
    if any(named.isdisjoint(choice) for choice in pattern["all"]) or not named.isdisjoint(pattern["unless"]):
        return False
    wanted = [[place for group in choice for place in found.get(group, ())] for choice in pattern["all"]]
    return any(max(places) - min(places) <= pattern["within"] for places in product(*wanted))

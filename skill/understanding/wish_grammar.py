"""Whether a sentence asks for a routine: kinds of words, and frames of them (`wishing.yaml` of a language)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from skill.understanding.phrase_finder import PhraseFinder
from skill.understanding.phrase_table import Bucket, PhraseTable, first_word

NAMED = ("routine", "lacked", "part", "place", "minutes", "purpose")
"""Kinds of words that name what is wished for: they come from the slots and from the document."""
ASIDE = "aside"
"""The kind of what is said beside a wish, and wants a word."""
UNKNOWN = "x"
"""The letter of a word that is of no kind."""


@dataclass(frozen=True)
class Wish:
    """A wish that was found in a sentence."""

    aim: str
    """The first clause that wishes, and all after it: what is named there counts first."""
    plain: bool
    """Whether the sentence has no other words than those of the grammar."""
    mention: bool = False
    """Whether it names what is wished for, and has no word that asks for it."""


class _Token(NamedTuple):
    words: str
    """Words that belong together."""
    kinds: str
    """The letters of their kinds."""


class _Kinds:
    """The phrases of all kinds, each with the letters of those that it is of."""

    def __init__(self, tables: Mapping[str, PhraseTable]) -> None:
        """Take the phrases of each kind, by its letter."""
        self._tables = tables
        self._buckets: dict[str, Bucket] = {}
        self.firsts = frozenset(first for table in tables.values() for first in table.firsts)

    def starting(self, first: str) -> Bucket:
        """The phrases whose first word is `first`."""
        bucket = self._buckets.get(first)
        if bucket is None:
            letters: dict[str, str] = {}
            longest = -1
            for letter, table in self._tables.items():
                rests, most = table.starting(first)
                longest = max(longest, most)
                for rest in rests:
                    letters[rest] = letters.get(rest, "") + letter
            bucket = Bucket(letters, longest)
            if letters:  # of unknown words there is no end
                self._buckets[first] = bucket
        return bucket

    def of(self, phrase: str) -> str:
        """The letters of one of its phrases."""
        first = first_word(phrase)
        return self.starting(first).rests[phrase[len(first) :]]


class _Frame:
    """What may stand side by side. Its pattern is made when a clause first has a word of each kind that it needs."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        """Take the compiled frame."""
        self._written: str = compiled["pattern"]
        self._needs = [frozenset(letters) for letters in compiled["needs"]]

    def fits(self, letters: str) -> bool:
        """Whether it fits a clause, written in the letters of its words, from the beginning on."""
        return not any(needed.isdisjoint(letters) for needed in self._needs) and bool(self._pattern.match(letters))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._written)


class WishGrammar:
    """Finds a request for a routine in normalised text."""

    def __init__(self, compiled: Mapping[str, Any], named: Mapping[str, PhraseTable]) -> None:
        """Take the compiled grammar.

        Args:
            compiled: `kinds` (kind to its letter), `words` (kind to its phrases), the letters that are `known`, and
                frames.
            named: the phrases that name what can be wished for, by each of `NAMED`.
        """
        self._letters: Mapping[str, str] = compiled["kinds"]
        tables = {kind: PhraseTable(index) for kind, index in compiled["words"].items()}
        tables |= {kind: named[kind] for kind in (*NAMED, ASIDE)}
        self._kinds = _Kinds({self._letters[kind]: table for kind, table in tables.items()})
        self._phrases = PhraseFinder(self._kinds)
        self._known = frozenset(compiled["known"])
        self._none = tuple(f" {phrase} " for phrase in tables["none"])
        self._calls, self._frames, self._mentions, self._alone = (
            [_Frame(frame) for frame in compiled[section]] for section in ("calls", "frames", "mentions", "alone")
        )

    def wish(self, text: str) -> Wish | None:
        """The wish in `text`, already normalised; None if there is none."""
        tokens = self._tokens(text)
        plain = self._all_known(tokens)
        clauses = [(start, tokens[start:end]) for start, end in pairwise(self._cuts(tokens))]
        for frames, mention in ((self._frames, False), (self._mentions, True)):
            for start, clause in clauses:
                if not self._question(clause) and _fits(frames, clause):
                    return Wish(" ".join(token.words for token in tokens[start:]), plain, mention)
        return Wish(text, plain, mention=True) if plain and _fits(self._alone, tokens) else None

    def refuses(self, text: str) -> bool:
        """Whether words of `text`, already normalised, take back what is wished for ("anything but the walk")."""
        return any(self._is(token, "refuses") for token in self._tokens(text))

    def declines(self, text: str) -> bool:
        """Whether `text`, already normalised, says no more than that what it names is not wished for ("no planks")."""
        spaced = f" {text} "
        if not any(none in spaced for none in self._none):  # most sentences have no such word
            return False
        tokens = self._tokens(text)
        names = [kind for kind in ("thing", "routine", "lacked") if kind in self._letters]
        declined = any(
            self._is(before, "none") and any(self._is(token, kind) for kind in names)
            for before, token in pairwise(tokens)
        )
        return declined and self._all_known(tokens)

    def _tokens(self, text: str) -> list[_Token]:
        """The longest known words at each place, one after the other, and unknown ones between."""
        tokens: list[_Token] = []
        place = 0
        for start, end in self._phrases.spans(text):
            said = text[start:end]
            tokens += [_Token(word, UNKNOWN) for word in text[place:start].split()]
            tokens.append(_Token(said, self._kinds.of(said)))
            place = end
        return tokens + [_Token(word, UNKNOWN) for word in text[place:].split()]

    def _all_known(self, tokens: list[_Token]) -> bool:
        """Whether every one of `tokens` may be part of a wish, and there is any."""
        return bool(tokens) and not any(self._known.isdisjoint(token.kinds) for token in tokens)

    def _cuts(self, tokens: list[_Token]) -> list[int]:
        """Where the clauses begin, and the end. Within a question nothing calls: "does a walk give me a stretch"."""
        cuts = [0]
        for place, token in enumerate(tokens):
            if self._is(token, "seam"):
                cuts.append(place + 1)
            elif place > cuts[-1] and self._called(tokens[place:]) and not self._question(tokens[cuts[-1] : place]):
                cuts.append(place)
        return [*cuts, len(tokens)]

    def _question(self, clause: list[_Token]) -> bool:
        """Whether `clause` begins as a question does, light words left out."""
        begun = next((place for place, token in enumerate(clause) if not self._is(token, "light")), 0)
        return any(
            (self._is(token, "opens") or self._is(token, "asks")) and not self._called(clause[place:])
            for place, token in enumerate(clause)
            if place in (0, begun)
        )

    def _called(self, tokens: list[_Token]) -> bool:
        """Whether `tokens` begin with a call."""
        return _fits(self._calls, tokens)

    def _is(self, token: _Token, kind: str) -> bool:
        return self._letters[kind] in token.kinds


def _fits(frames: Iterable[_Frame], tokens: list[_Token]) -> bool:
    """Whether one of the frames fits `tokens` from their beginning on."""
    letters = _letters(tokens)
    return any(frame.fits(letters) for frame in frames)


def _letters(tokens: Iterable[_Token]) -> str:
    return "".join(f"{token.kinds} " for token in tokens)

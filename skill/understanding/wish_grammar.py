"""Whether a sentence wishes for a stretch: kinds of words, and frames of them (`wishing.yaml` of a language)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

NAMED = ("routine", "lacked", "part", "place", "minutes", "purpose")
"""Kinds of words that name what is wished for: they come from the slots and from the document."""
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


class WishGrammar:
    """Finds a wish for a stretch in normalised text."""

    def __init__(self, compiled: Mapping[str, Any], named: Mapping[str, Iterable[str]]) -> None:
        """Take the compiled grammar.

        Args:
            compiled: `kinds` (kind to its letter), `phrases` (phrase to its letters), and patterns of letters.
            named: kind to the phrases that name what can be wished for, for each of `NAMED`.
        """
        self._letters: Mapping[str, str] = compiled["kinds"]
        phrases: dict[str, str] = dict(compiled["phrases"])
        for kind, said in named.items():
            for phrase in said:
                phrases[phrase] = phrases.get(phrase, "") + self._letters[kind]
        self._phrases = phrases
        self._most = max((phrase.count(" ") + 1 for phrase in phrases), default=0)
        self._known = re.compile(f"(?:{compiled['known']})+")
        self._calls = [re.compile(frame) for frame in compiled["calls"]]
        self._frames = [re.compile(frame) for frame in compiled["frames"]]
        self._mentions = [re.compile(frame) for frame in compiled["mentions"]]
        self._alone = [re.compile(frame) for frame in compiled["alone"]]

    @property
    def words(self) -> frozenset[str]:
        """Every word that one of its phrases has."""
        return frozenset(word for phrase in self._phrases for word in phrase.split())

    def wish(self, text: str) -> Wish | None:
        """The wish in `text`, already normalised; None if there is none."""
        tokens = list(self._tokens(text.split()))
        plain = bool(self._known.fullmatch(_letters(tokens)))
        clauses = [(start, tokens[start:end]) for start, end in pairwise(self._cuts(tokens))]
        for frames, mention in ((self._frames, False), (self._mentions, True)):
            for start, clause in clauses:
                if not self._question(clause) and _fits(frames, clause):
                    return Wish(" ".join(token.words for token in tokens[start:]), plain, mention)
        return Wish(text, plain, mention=True) if plain and _fits(self._alone, tokens) else None

    def refuses(self, text: str) -> bool:
        """Whether words of `text`, already normalised, take back what is wished for ("anything but the walk")."""
        return any(self._is(token, "refuses") for token in self._tokens(text.split()))

    def declines(self, text: str) -> bool:
        """Whether `text`, already normalised, says no more than that what it names is not wished for ("no planks")."""
        tokens = list(self._tokens(text.split()))
        names = [kind for kind in ("thing", "routine", "lacked") if kind in self._letters]
        declined = any(
            self._is(before, "none") and any(self._is(token, kind) for kind in names)
            for before, token in pairwise(tokens)
        )
        return declined and bool(self._known.fullmatch(_letters(tokens)))

    def _tokens(self, words: list[str]) -> Iterator[_Token]:
        """The longest known words at each place, one after the other, and unknown ones between."""
        start = 0
        while start < len(words):
            for count in range(min(self._most, len(words) - start), 0, -1):
                said = " ".join(words[start : start + count])
                if said in self._phrases:
                    yield _Token(said, self._phrases[said])
                    break
            else:
                count = 1
                yield _Token(words[start], UNKNOWN)
            start += count

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


def _fits(frames: Iterable[re.Pattern[str]], tokens: list[_Token]) -> bool:
    """Whether one of the frames fits `tokens` from their beginning on."""
    return any(frame.match(_letters(tokens)) for frame in frames)


def _letters(tokens: Iterable[_Token]) -> str:
    return "".join(f"{token.kinds} " for token in tokens)

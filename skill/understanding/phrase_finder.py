"""Finds phrases in a sentence, however many of them there are: by words, without trying one after the other."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from enum import Enum
from functools import lru_cache
from typing import Protocol

from skill.understanding.phrase_table import SENTENCES, Bucket, first_word, first_words

Span = tuple[int, int]
"""Where something begins in a text, and where it ends."""


class Words(Enum):
    """What of a normalised sentence is a word."""

    WHOLE = re.compile(r"\S+")
    """What stands between spaces: "neck's" is another word than "neck"."""
    BARE = re.compile(r"[a-z0-9]+")
    """Letters and digits: "neck's" has the word "neck"."""

    def of(self, text: str) -> tuple[Span, ...]:
        """The words of `text`."""
        return _spans(self.value, text)


@lru_cache(maxsize=SENTENCES)
def _spans(word: re.Pattern[str], text: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in word.finditer(text))


class Phrases(Protocol):
    """Knows phrases by their first words."""

    @property
    def firsts(self) -> Set[str]:
        """Every first word."""

    def starting(self, first: str) -> Bucket:
        """The phrases whose first word is `first`."""


class PhraseFinder:
    """Looks for phrases in a normalised text; of those that begin at one place, the longest counts."""

    def __init__(self, *tables: Phrases, words: Words = Words.WHOLE, unless_after: Container[str] = ()) -> None:
        """Take what is looked for.

        Args:
            tables: the phrases, normalised.
            words: what a phrase begins and ends with.
            unless_after: words right behind which none is found.
        """
        self._tables = tables
        self._words = words
        self._unless_after = unless_after

    def first(self, text: str) -> str:
        """The first phrase in `text`; empty if there is none."""
        return next((text[start:end] for start, end in self.spans(text)), "")

    def all(self, text: str) -> list[str]:
        """Every phrase in `text`, one after the other."""
        return [text[start:end] for start, end in self.spans(text)]

    def replaced(self, text: str, by: Callable[[str], str]) -> str:
        """`text` with each of them replaced by what `by` makes of it."""
        return replaced(text, self.spans(text), by)

    def split(self, text: str) -> list[str]:
        """What stands in `text` before, between and behind them."""
        ends = [place for span in self.spans(text) for place in span]
        return [text[start:end] for start, end in zip([0, *ends[1::2]], [*ends[::2], len(text)], strict=True)]

    def absent(self, text: str) -> bool:
        """Whether no word of `text` begins a phrase: of most sentences, and most phrases, none does."""
        words = first_words(text)
        return all(table.firsts.isdisjoint(words) for table in self._tables)

    def spans(self, text: str) -> Iterator[Span]:
        """Where they stand in `text`, one after the other."""
        if self.absent(text):
            return
        words = self._words.of(text)
        place = 0
        while place < len(words):
            ends = self.ends(text, words, place)
            if ends:
                yield words[place][0], words[ends[-1]][1]
                place = ends[-1]
            place += 1

    def ends(self, text: str, words: Sequence[Span], place: int) -> list[int]:
        """The last word of each phrase that begins in `text` with the word at `place`, the shortest phrase first."""
        start, end = words[place]
        if self._unless_after and place and text[slice(*words[place - 1])] in self._unless_after:
            return []
        first = first_word(text[start:end])
        tail = start + len(first)
        found = []
        for table in self._tables:
            if first in table.firsts:
                rests, longest = table.starting(first)
                for last in range(place, len(words)):
                    end = words[last][1]
                    if end - tail > longest:
                        break
                    if text[tail:end] in rests:
                        found.append(last)
        return sorted(found) if len(self._tables) > 1 else found


def replaced(text: str, spans: Iterable[Span], by: Callable[[str], str]) -> str:
    """`text` with what stands at each of `spans` replaced by what `by` makes of it."""
    parts, place = [], 0
    for start, end in spans:
        parts += [text[place:start], by(text[start:end])]
        place = end
    return "".join((*parts, text[place:]))


def replaced_once(text: str, phrase: str, by: str) -> str:
    """`text` with the first place where `phrase` stands, its ends no part of longer words, replaced."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (_joined(text[start - 1 : start]) or _joined(text[end : end + 1])):
            return text[:start] + by + text[end:]
        start = text.find(phrase, start + 1)
    return text


def _joined(character: str) -> bool:
    return character.isalnum() or character == "_"

"""Phrases and what each stands for, as the compiler writes them: by first word, and taken apart when that is heard.

Tens of thousands are written down, and a sentence begins a few of them: to take in all of them is no start's time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache
from typing import NamedTuple

Index = Mapping[str, Mapping[str, str]]
"""First word of some phrases to what they stand for, to what follows that word in each, between commas."""
_FIRST = re.compile(r"[a-z0-9]+|'?")
SENTENCES = 16
"""Of one utterance a dozen finders look through the same few sentences, one after the other."""


class Bucket(NamedTuple):
    """The phrases that begin with one word."""

    rests: Mapping[str, str]
    """What follows the word, as it is written, to what the phrase stands for."""
    longest: int
    """Characters of the longest of them."""


_EMPTY = Bucket({}, -1)


def first_word(phrase: str) -> str:
    """What a phrase, normalised, is looked up by: its first letters and digits, without an ending such as 's."""
    match = _FIRST.match(phrase)
    return match[0] if match else ""


@lru_cache(maxsize=SENTENCES)
def first_words(text: str) -> frozenset[str]:
    """Every `first_word` that a phrase in `text`, normalised, can have."""
    return frozenset(text.replace("'", " ' ").split())


def indexed(phrases: Mapping[str, str], key: Callable[[str], str] = first_word) -> dict[str, dict[str, str]]:
    """Phrases, normalised, to what they stand for, as a `PhraseTable` takes them.

    Args:
        phrases: each, and what it stands for.
        key: gives what of a phrase it is looked up by, which it begins with.
    """
    return indexed_pairs(phrases.items(), key)


def indexed_pairs(pairs: Iterable[tuple[str, str]], key: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """The same of phrases that may stand for several things each."""
    index: dict[str, dict[str, str]] = {}
    for phrase, meaning in pairs:
        first = key(phrase)
        rest = phrase[len(first) :]
        named = index.setdefault(first, {})
        named[meaning] = f"{named[meaning]},{rest}" if meaning in named else rest
    return index


class PhraseTable:
    """Looks phrases up, normalised."""

    def __init__(self, index: Index) -> None:
        """Take what `indexed` made."""
        self._index = index
        self._buckets: dict[str, Bucket] = {}
        self.firsts: Set[str] = index.keys()

    def starting(self, first: str) -> Bucket:
        """The phrases whose first word is `first`."""
        bucket = self._buckets.get(first)
        if bucket is None:
            named = self._index.get(first)
            if named is None:
                return _EMPTY  # not kept: there is no end of unknown words
            rests = {rest: meaning for meaning, listed in named.items() for rest in listed.split(",")}
            bucket = self._buckets[first] = Bucket(rests, max(map(len, rests)))
        return bucket

    def get(self, phrase: str) -> str | None:
        """What `phrase` stands for; None if it is none of them."""
        first = first_word(phrase)
        return self.starting(first).rests.get(phrase[len(first) :])

    def __contains__(self, phrase: str) -> bool:
        """Whether `phrase` is one of them."""
        return self.get(phrase) is not None

    def __iter__(self) -> Iterator[str]:
        """Every phrase."""
        return (
            first + rest
            for first, named in self._index.items()
            for listed in named.values()
            for rest in listed.split(",")
        )

    @cached_property
    def meanings(self) -> frozenset[str]:
        """All that a phrase can stand for."""
        return frozenset(meaning for named in self._index.values() for meaning in named)

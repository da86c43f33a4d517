"""Finds phrases in a sentence, however many of them there are: by words, without trying one after the other."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from skill.understanding.words import normalise

_ARTICLE = re.compile(r"^(?:the|a|an|my) ")


class PhraseFinder:
    """Looks for any of its phrases in a normalised text."""

    def __init__(self, phrases: Iterable[str], unless_after: str = "") -> None:
        """Take the phrases, normalised.

        Args:
            phrases: what is looked for.
            unless_after: a word right behind which none is found; empty for no such word.
        """
        self._phrases = frozenset(phrases)
        self._most = max((phrase.count(" ") + 1 for phrase in self._phrases), default=0)
        self._unless_after = unless_after

    def first(self, text: str) -> str:
        """The first phrase in `text`, the longest of those that begin there; empty if there is none."""
        words = text.split()
        found = (self._at(words, start) for start in range(len(words)))
        return " ".join(next(islice(filter(None, found), 1), ()))

    def begins(self, text: str) -> bool:
        """Whether `text` begins with a phrase."""
        return bool(self._at(text.split(), 0))

    def all(self, text: str) -> list[str]:
        """Every phrase in `text` that `first` would find, one after the other."""
        return [words for words, found in self._parts(text) if found]

    def replaced(self, text: str, by: Callable[[str], str]) -> str:
        """`text` with each of them replaced by what `by` makes of it."""
        return " ".join(by(words) if found else words for words, found in self._parts(text))

    def _parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """`text`, in phrases and words between; and whether it is a phrase."""
        words, start = text.split(), 0
        while start < len(words):
            found = self._at(words, start)
            yield (" ".join(found), True) if found else (words[start], False)
            start += len(found) or 1

    def _at(self, words: list[str], start: int) -> list[str]:
        if start and words[start - 1] == self._unless_after:
            return []
        for count in range(min(self._most, len(words) - start), 0, -1):
            found = words[start : start + count]
            if " ".join(found) in self._phrases:
                return found
        return []


def by_words(values: Mapping[str, Sequence[str]], *, own: bool = True) -> dict[str, str]:
    """Each value by the words for it, normalised, without an article before them.

    Args:
        values: each, and the other words for it.
        own: whether its own words mean it too.
    """
    index: dict[str, str] = {}
    for value, others in values.items():
        for words in (value, *others) if own else others:
            index.setdefault(_ARTICLE.sub("", normalise(words)), value)
    return index

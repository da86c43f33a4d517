"""Finds words of one meaning in an utterance: slang, euphemism and mis-hearing under one name."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from skill.understanding.phrase_table import Index, indexed_pairs

_SCOPE = 5
"""How many words after a negator it takes back, at most."""
_WHOLE = ("what's", "it's", "that's", "who's", "let's")
"""Words whose ending is a verb that matters; others lose it."""


def indexed_groups(groups: Mapping[str, Sequence[str]]) -> Index:
    """Phrases by name, as a `GroupFinder` takes them: a first word keeps its `*`."""
    pairs = ((phrase, name) for name, phrases in groups.items() for phrase in phrases)
    return indexed_pairs(pairs, lambda phrase: phrase.partition(" ")[0])


class GroupFinder:
    """Finds phrases. A word that ends in `*` stands for any ending; fillers may stand anywhere."""

    def __init__(self, index: Index, fillers: frozenset[str]) -> None:
        """Take the phrases. Those that begin with one word become a tree when the word is first heard."""
        self._index = index
        self._fillers = fillers
        self._trees: dict[str, dict[str, Any]] = {}

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Every name found, with the first word's place and the place after the last word."""
        for start, word in enumerate(words):
            for first in _fitting(self._index, word):
                yield from self._from(self._tree(first), words, start, start + 1)

    def _tree(self, first: str) -> dict[str, Any]:
        """What may follow the word `first`, word by word; the key "" holds the names of what ends there."""
        tree = self._trees.get(first)
        if tree is None:
            tree = {}
            for name, phrases in self._index[first].items():
                for rest in phrases.split(","):
                    node = tree
                    for word in rest.split():
                        node = node.setdefault(word, {})
                    node.setdefault("", []).append(name)
            self._trees[first] = tree
        return tree

    def _from(
        self, node: dict[str, Any], words: Sequence[str], start: int, place: int
    ) -> Iterator[tuple[str, int, int]]:
        for name in node.get("", ()):
            yield name, start, place
        if place == len(words) or (len(node) == 1 and "" in node):
            return
        word = words[place]
        for fitting in _fitting(node, word):
            yield from self._from(node[fitting], words, start, place + 1)
        if word in self._fillers:
            rest = {key: value for key, value in node.items() if key}
            yield from self._from(rest, words, start, place + 1)


def _fitting(node: Mapping[str, Any], word: str) -> list[str]:
    """The keys of `node` that `word` is, or begins with."""
    return [spelling for spelling in _spellings(word) if spelling in node]


@lru_cache(maxsize=4096)
def _spellings(word: str) -> tuple[str, ...]:
    """`word`, and every `*` that stands for it."""
    return (word, *(f"{word[:length]}*" for length in range(len(word) + 1))) if word else ()


class GroupMatches(NamedTuple):
    """The word groups that an utterance names."""

    places: Mapping[str, tuple[int, ...]]
    """Group to the places where its words stand."""
    negated: frozenset[str]
    """Groups that are named only where a negator takes them back ("no fever")."""
    signs: int
    """How many groups that are signs of an illness are named and not negated."""


class WordGroups:
    """Finds the groups of `safety-words.yaml` in normalised text."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the compiled data."""
        fillers = frozenset(data["fillers"])
        self._same = GroupFinder(data["same"], frozenset())
        self._idioms = GroupFinder(data["idioms"], fillers)
        self._groups = GroupFinder(data["groups"], fillers)
        self._turns = GroupFinder(data["turns"], frozenset())
        self._signs = frozenset(data["signs"])

    def fold(self, text: str) -> list[str]:
        """The words of `text`, variants of one word made one."""
        words = bare(text)
        found = sorted(self._same.find(words), key=lambda match: (match[1], -match[2]))
        folded: list[str] = []
        place = 0
        for name, start, end in found:
            if start >= place:
                folded += [*words[place:start], name]
                place = end
        return folded + words[place:]

    def told(self, text: str) -> GroupMatches:
        """The groups named in `text`."""
        words = self.fold(text)
        places: dict[str, set[int]] = {}
        for name, start, end in self._idioms.find(words):
            places.setdefault(name, set()).add(start)
            words = [*words[:start], *[""] * (end - start), *words[end:]]
        found_groups = list(self._groups.find(words))
        denials = self._denials(words, found_groups)
        negated: set[str] = set()
        for name, start, end in found_groups:
            if name in self._signs and any(a <= start < b for a, b in denials):
                negated.add(name)
            else:
                places.setdefault(name, set()).add(min(start, end - 1))
        found = {name: tuple(sorted(where)) for name, where in places.items()}
        return GroupMatches(found, frozenset(negated - found.keys()), len(self._signs & found.keys()))

    def _denials(self, words: Sequence[str], groups: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
        """Where a negator holds. One that is part of a sign itself ("no feeling") takes nothing back."""
        turns = list(self._turns.find(words))
        signs = {start for name, start, end in groups if name in self._signs and end - start > 1}
        breaks = [start for name, start, _ in turns if name == "break"]
        scopes = []
        for name, start, end in turns:
            if name == "not" and start not in signs:
                stops = [place for place in breaks if place >= end]
                scopes.append((end, min([end + _SCOPE, *stops])))
        return scopes


def bare(text: str) -> list[str]:
    """The words of normalised text without possessive endings."""
    return [word if word in _WHOLE else word.removesuffix("'s").strip("'") for word in text.split()]

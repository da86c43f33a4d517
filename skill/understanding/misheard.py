"""Names that were heard wrong: by a letter ("hip flexer"), a sound ("kludis"), or as words of their own ("flutes")."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from skill.understanding.phrase_finder import PhraseFinder
from skill.understanding.phrase_table import PhraseTable
from skill.understanding.sounds import sound_key

_KEY = 2
"""First letters of a spelling, by which it is looked up."""
_MOST_WORDS = 4
"""Words that a name may have been heard as, at most."""


def letters_of(words: str) -> str:
    """The letters of `words`, without where they part."""
    return "".join(filter(str.isalnum, words))


@dataclass(frozen=True)
class Likeness:
    """What of two names is compared: they are alike if it is the same but for one."""

    reduced: Callable[[str], str]
    """What of some words, normalised, is compared."""
    fewest: int
    """Of how many letters that is at least, where all but one tell it from another word."""
    exact: int
    """Of how many where only all of them do."""

    def spellings(self, letters: str) -> Iterator[str]:
        """What stands for `letters` where two are compared: words that share one of these are alike."""
        if len(letters) >= self.exact:
            yield letters
        if len(letters) >= self.fewest:
            yield from (letters[:place] + letters[place + 1 :] for place in range(len(letters)))


BY_LETTER = Likeness(letters_of, 8, 8)
"""A "number" is no "lumbar"."""
BY_SOUND = Likeness(sound_key, 7, 4)
"""By consonants: only for what is then a wish and nothing else."""


def spellings(names: Iterable[str], likeness: Likeness = BY_LETTER) -> dict[str, str]:
    """What is compared of a name, normalised, without each of its letters, to the name; long ones alone."""
    found: dict[str, str] = {}
    for name in names:
        for spelling in likeness.spellings(likeness.reduced(name)):
            found.setdefault(spelling, name)
    return found


def spelling_key(spelling: str) -> str:
    """What a spelling is looked up by, which it begins with."""
    return spelling[:_KEY]


class Beside:
    """What says by standing beside a word that it is a name heard wrong: "the call thing"."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Take the phrases that stand right `before` a name, and right `behind` one."""
        self._before = tuple(f" {phrase}" for phrase in phrases["before"])
        self._behind = tuple(f"{phrase} " for phrase in phrases["behind"])

    def stands(self, before: str, behind: str) -> bool:
        """Whether one stands between `before` and `behind`, right beside what is between them."""
        return f" {before.rstrip()}".endswith(self._before) or f"{behind.lstrip()} ".startswith(self._behind)


class Misheard:
    """Finds the name that some words would be with one letter more, less or other, wherever its words part."""

    def __init__(
        self,
        names: PhraseTable,
        known: Container[str],
        likeness: Likeness = BY_LETTER,
        beside: Beside | None = None,
    ) -> None:
        """Take the `spellings` of the names, each by its `spelling_key`, and the words that are `known`.

        Only what has other words was heard wrong; and only `beside` what says so, unless that is None.
        """
        self._beside = beside
        self._known = known
        self._names = names
        self._likeness = likeness

    def mended(self, text: str) -> str:
        """`text`, already normalised, with the first words that nearly are a name replaced by it; else as it is."""
        return next(self.readings(text), text)

    def readings(self, text: str) -> Iterator[str]:
        """`text`, already normalised, with some words that nearly are a name replaced by it, in every such way."""
        words = text.split()
        strange = [word not in self._known for word in words]
        if not any(strange):
            return
        for start in range(len(words)):
            for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
                said, before, behind = map(" ".join, (words[start:end], words[:start], words[end:]))
                if not any(strange[start:end]) or (self._beside and not self._beside.stands(before, behind)):
                    continue
                if name := self._near(self._likeness.reduced(said)):
                    yield " ".join((*words[:start], name, *words[end:]))

    def _near(self, letters: str) -> str:
        """The name that `letters` nearly are; empty if none."""
        return next(filter(None, map(self._named, self._likeness.spellings(letters))), "")

    def _named(self, spelling: str) -> str:
        key = spelling_key(spelling)
        return self._names.starting(key).rests.get(spelling[len(key) :], "")


class Everyday:
    """Finds words of their own that a name is taken for where they stand beside what says so: "the call thing"."""

    def __init__(self, names: PhraseTable, beside: Beside) -> None:
        """Take the words, each for its name, and what has to stand beside them."""
        self._names = names
        self._finder = PhraseFinder(names)
        self._beside = beside

    def readings(self, text: str) -> Iterator[str]:
        """`text`, already normalised, with one of them replaced by its name, in every such way."""
        for start, end in self._finder.spans(text):
            if self._beside.stands(text[:start], text[end:]):
                yield f"{text[:start]}{self._names.get(text[start:end])}{text[end:]}"

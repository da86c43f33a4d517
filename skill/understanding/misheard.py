"""Names that were heard wrong by a letter: "the hip flexer one", "child spoke" for the child's pose."""

from collections.abc import Container, Iterable, Iterator

from skill.understanding.phrase_table import PhraseTable

_FEWEST_LETTERS = 8
"""Letters of a name that can be told from another word by all but one: a "number" is no "lumbar"."""
_KEY = 2
"""First letters of a spelling, by which it is looked up."""
_MOST_WORDS = 4
"""Words that a name may have been heard as, at most."""


def spellings(names: Iterable[str]) -> dict[str, str]:
    """What the letters of a name, normalised, come to without each of them, to the name; long ones alone."""
    found: dict[str, str] = {}
    for name in names:
        letters = _letters(name)
        if len(letters) >= _FEWEST_LETTERS:
            for spelling in _without_one(letters):
                found.setdefault(spelling, name)
    return found


def spelling_key(spelling: str) -> str:
    """What a spelling is looked up by, which it begins with."""
    return spelling[:_KEY]


class Misheard:
    """Finds the name that some words would be with one letter more, less or other, wherever its words part."""

    def __init__(self, names: PhraseTable, known: Container[str]) -> None:
        """Take the `spellings` of the names, each by its `spelling_key`, and the words that are `known`.

        Only what has other words was heard wrong.
        """
        self._known = known
        self._names = names

    def mended(self, text: str) -> str:
        """`text`, already normalised, with the first words that nearly are a name replaced by it; else as it is."""
        words = text.split()
        strange = [word not in self._known for word in words]
        if not any(strange):
            return text
        for start in range(len(words)):
            for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
                if any(strange[start:end]) and (name := self._near(_letters(" ".join(words[start:end])))):
                    return " ".join((*words[:start], name, *words[end:]))
        return text

    def _near(self, letters: str) -> str:
        """The name that `letters` nearly are; empty if none."""
        if len(letters) < _FEWEST_LETTERS:
            return ""
        return next(filter(None, map(self._named, _without_one(letters))), "")

    def _named(self, spelling: str) -> str:
        key = spelling_key(spelling)
        return self._names.starting(key).rests.get(spelling[len(key) :], "")


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _without_one(letters: str) -> Iterator[str]:
    """`letters`, and without each of them: words that share one of these differ by a letter or so."""
    yield letters
    for place in range(len(letters)):
        yield letters[:place] + letters[place + 1 :]

"""Names that were heard wrong by a letter: "the hip flexer one", "child spoke" for the child's pose."""

from collections.abc import Container, Iterable, Iterator

_FEWEST_LETTERS = 8
"""Letters of a name that can be told from another word by all but one: a "number" is no "lumbar"."""
_MOST_WORDS = 4
"""Words that a name may have been heard as, at most."""


class Misheard:
    """Finds the name that some words would be with one letter more, less or other, wherever its words part."""

    def __init__(self, names: Iterable[str], known: Container[str]) -> None:
        """Take the names, normalised, and the words that are `known`: only what has others was heard wrong."""
        self._known = known
        self._names: dict[str, str] = {}
        for name in names:
            letters = _letters(name)
            if len(letters) >= _FEWEST_LETTERS:
                for spelling in _without_one(letters):
                    self._names.setdefault(spelling, name)

    def mended(self, text: str) -> str:
        """`text`, already normalised, with the first words that nearly are a name replaced by it; else as it is."""
        words = text.split()
        for start in range(len(words)):
            for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
                strange = any(word not in self._known for word in words[start:end])
                if strange and (name := self._near(_letters(" ".join(words[start:end])))):
                    return " ".join((*words[:start], name, *words[end:]))
        return text

    def _near(self, letters: str) -> str:
        """The name that `letters` nearly are; empty if none."""
        if len(letters) < _FEWEST_LETTERS:
            return ""
        return next((self._names[fewer] for fewer in _without_one(letters) if fewer in self._names), "")


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _without_one(letters: str) -> Iterator[str]:
    """`letters`, and without each of them: words that share one of these differ by a letter or so."""
    yield letters
    for place in range(len(letters)):
        yield letters[:place] + letters[place + 1 :]

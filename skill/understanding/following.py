"""Finds a value behind words that say what of it: "won't hurt *my lower back*", "not *down on the floor*"."""

from collections.abc import Callable, Iterator, Sequence

from skill.understanding.phrase_finder import PhraseFinder, Span, Words


class Following:
    """Looks for a lead, some words between, and a value, each behind the other with a space."""

    def __init__(
        self,
        leads: PhraseFinder,
        values: PhraseFinder,
        between: Callable[[str], bool],
        most: int | None = None,
        kind: Words = Words.BARE,
    ) -> None:
        """Take what is looked for.

        Args:
            leads: the words before a value.
            values: the values.
            between: whether a word may stand between them.
            most: how many such words may; None for any number.
            kind: what is a word.
        """
        self._leads = leads
        self._values = values
        self._between = between
        self._most = most
        self._kind = kind

    def within(self, text: str) -> bool:
        """Whether there is one in `text`."""
        return next(self.spans(text), None) is not None

    def first(self, text: str) -> str:
        """The first of them in `text`, from its lead to its value; empty if there is none."""
        return next((text[start:end] for start, end in self.spans(text)), "")

    def spans(self, text: str) -> Iterator[Span]:
        """Where they stand in `text`, one after the other."""
        if self._leads.absent(text) or self._values.absent(text):
            return
        words = self._kind.of(text)
        place = 0
        while place < len(words):
            value = self._value(text, words, place)
            if value >= 0:
                yield words[place][0], words[value][1]
            place = max(value, place) + 1

    def _value(self, text: str, words: Sequence[Span], place: int) -> int:
        """The last word of the value behind the longest lead that begins at `place` and has one; else -1."""
        for lead in reversed(self._leads.ends(text, words, place)):
            farthest = len(words) if self._most is None else min(lead + self._most + 2, len(words))
            for start in range(lead + 1, farthest):
                if text[words[start - 1][1] : words[start][0]] != " ":
                    break
                ends = self._values.ends(text, words, start)
                if ends:
                    return ends[-1]
                if not self._between(text[slice(*words[start])]):
                    break
        return -1

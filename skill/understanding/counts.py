"""Numbers and minutes in words, in digits, and as Alexa hands them over."""

import re
from collections.abc import Iterator, Mapping, Sequence

from skill.understanding.phrase_finder import PhraseFinder, Words
from skill.understanding.phrase_table import PhraseTable, indexed
from skill.understanding.words import normalise

_ISO_MINUTES = re.compile(r"pt(?=\d)(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?:\d+s)?")
_DIGITS = re.compile(r"\b\d+\b")


class Counts:
    """Finds numbers and lengths of time."""

    def __init__(
        self, numbers: Sequence[str], few: Mapping[str, int], units: Sequence[str], durations: PhraseTable
    ) -> None:
        """Take the words.

        Args:
            numbers: the counts as words, from zero.
            few: other words for a number before a unit: "a", "a couple".
            units: words for a minute and for minutes.
            durations: other words for a number of minutes.
        """
        counts = {word.replace("-", " "): number for number, word in enumerate(numbers)}
        said = {word: str(number) for word, number in counts.items() if number}
        self._counted = PhraseFinder(PhraseTable(indexed(said)), words=Words.BARE)
        self._numbers = {**counts, **few}
        self._minutes = re.compile(rf"\b([a-z0-9]+(?: [a-z]+)?) (?:{'|'.join(units)})\b")
        self._durations = durations
        self._duration = PhraseFinder(durations, words=Words.BARE)

    def number(self, text: str) -> int:
        """The number that `text` is, or 0. Alexa may hand over a length of time as ISO 8601 has it ("PT5M")."""
        words = normalise(text)
        length = _ISO_MINUTES.fullmatch(words)
        if length:
            return 60 * _whole(length["hours"] or "0") + _whole(length["minutes"] or "0")
        return _whole(words) if words.isdecimal() else self._numbers.get(words, 0)

    def first_number(self, text: str) -> int:
        """The first number in `text`, or 0."""
        found = self._first(normalise(text))
        return self.number(found) if found else 0

    def minutes(self, text: str) -> int:
        """The number of minutes in `text`, or 0."""
        words = normalise(text)
        for match in self._minutes.finditer(words):
            both, last = match[1], match[1].split()[-1]
            first = match[1].split()[0]
            for part in (both, last, first):
                if part.isdecimal():
                    return _whole(part)
                if part in self._numbers:
                    return self._numbers[part]
        return int(self._durations.get(self._duration.first(words)) or 0)

    def mentions(self, text: str) -> Iterator[tuple[str, str]]:
        """The slots that a number in `text`, already normalised, can fill, with the words that stand for it."""
        if match := self._minutes.search(text):
            for part in (match[1], match[1].split()[-1]):
                if self.number(part):
                    yield "minutes", part
                    break
        if found := self._first(text):
            yield "number", found

    def _first(self, words: str) -> str:
        """The first number in `words`, in words or in digits; empty if there is none."""
        digits = _DIGITS.search(words)
        spelled = next(self._counted.spans(words), None)
        if digits and (spelled is None or digits.start() < spelled[0]):
            return digits[0]
        return words[slice(*spelled)] if spelled else ""


def _whole(digits: str) -> int:
    """The number that `digits` are, or the largest of four digits: nobody has more minutes than that."""
    return int(digits) if len(digits) <= 4 else 9999

"""Numbers and durations as people say them, in the form Alexa sends them."""

import re
from fractions import Fraction

# fmt: off
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
_TENTHS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_SMALL = {word: number for number, word in enumerate(_UNITS)}
_TENS = {word: 10 * number for number, word in enumerate(_TENTHS, start=2)}
_SCALES = (("thousand", 1000), ("hundred", 100))
_UNIT_LETTERS = {
    "second": "S", "sec": "S", "minute": "M", "min": "M", "hour": "H", "day": "D",
}  # fmt: skip
_HALVES = {"M": ("S", 30), "H": ("M", 30), "D": ("H", 12)}
_DURATION_PART = re.compile(
    r"(?P<count>.+?) (?P<unit>second|sec|minute|min|hour|day)s?"
    r"(?P<half> and a half)?(?: and)?(?: |$)"
)


def number(text: str) -> int | None:
    """Return the whole number said in `text` ("twenty five", "a hundred and ten", "7"), or None."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    return _number(tuple(text.split()))


def _number(words: tuple[str, ...]) -> int | None:
    for name, size in _SCALES:
        if name in words:
            return _scaled(words, words.index(name), size)
    match words:
        case (word,):
            return _SMALL.get(word, _TENS.get(word))
        case (tens, unit) if tens in _TENS and 0 < _SMALL.get(unit, 0) < 10:
            return _TENS[tens] + _SMALL[unit]
    return None


def _scaled(words: tuple[str, ...], place: int, size: int) -> int | None:
    before, after = words[:place], words[place + 1 :]
    if after[:1] == ("and",):
        after = after[1:] or ("and",)
    count = 1 if before == ("a",) else _number(before)
    rest = _number(after) if after else 0
    if not count or rest is None or rest >= size:
        return None
    return count * size + rest


def duration(text: str) -> str | None:
    """Return the duration said in `text` in ISO 8601 ("five minutes" is "PT5M"), or None."""
    counts: dict[str, int] = {}
    place = 0
    while place < len(text):
        part = _DURATION_PART.match(text, place)
        amount = _amount(part["count"]) if part else None
        if part is None or amount is None:
            return None
        if part["half"]:
            amount += Fraction(1, 2)
        if not _add(counts, amount, _UNIT_LETTERS[part["unit"]]):
            return None
        place = part.end()
    return _iso(counts) if counts else None


def _amount(text: str) -> Fraction | None:
    if text in {"a", "an"}:
        return Fraction(1)
    if text in {"half a", "half an"}:
        return Fraction(1, 2)
    whole = number(text.removesuffix(" and a half"))
    if whole is None:
        return None
    return Fraction(whole) + (Fraction(1, 2) if text.endswith(" and a half") else 0)


def _add(counts: dict[str, int], amount: Fraction, letter: str) -> bool:
    whole = int(amount)
    if whole:
        counts[letter] = counts.get(letter, 0) + whole
    if amount != whole:
        if letter not in _HALVES:
            return False  # half a second is below what the format of Alexa's slot carries
        smaller, count = _HALVES[letter]
        counts[smaller] = counts.get(smaller, 0) + count
    return True


def _iso(counts: dict[str, int]) -> str:
    days = f"{counts['D']}D" if "D" in counts else ""
    time = "".join(f"{counts[letter]}{letter}" for letter in "HMS" if letter in counts)
    return f"P{days}" + (f"T{time}" if time else "")

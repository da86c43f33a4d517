"""How a written token is spoken: its words, syllables and consonants, and the pause after it.

A token is what stands between two spaces, punctuation and all: `shoulder,` or `10` or `N`. Nothing
here knows about tags or seconds; `skill.speech.clock` turns these counts into time.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Pause(Enum):
    """The silence that punctuation leaves behind a token."""

    NONE = "none"
    COMMA = "comma"
    COLON = "colon"
    STOP = "stop"


class SpokenToken(NamedTuple):
    """What a voice has to say for one token."""

    words: int
    """Spoken words: `10` is one, `21` two, `N` one."""
    syllables: int
    """Spoken syllables."""
    consonants: int
    """Consonant letters of the spoken words; clusters take time that syllables do not show."""
    weak: int
    """How many of the words are small ones that carry no stress, and are over sooner."""
    letters: int
    """How many of the words are letters said by name; each is stressed, so each is slow."""
    pause: Pause
    """The silence after it."""


_PAUSES = {
    ",": Pause.COMMA,
    "-": Pause.COMMA,
    "\u2013": Pause.COMMA,
    "\u2014": Pause.COMMA,
    ":": Pause.COLON,
    ";": Pause.COLON,
    "\u2026": Pause.COLON,
    ".": Pause.STOP,
    "!": Pause.STOP,
    "?": Pause.STOP,
}
_WRAPPING = "\"'()[]{}<>*_\u2018\u2019\u201c\u201d"
_NUMBER = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(st|nd|rd|th|%|\u00b0)?\Z", re.IGNORECASE)
_PIECE = re.compile(r"\$?\d[\d,]*(?:\.\d+)?(?:st\b|nd\b|rd\b|th\b|%|\u00b0)?|[^\W\d_](?:[^\W\d_]|['\u2019])*|[&%+=@]")
_SPELLED_SHORT = 3
"""Capitals alone, up to this many, are letters: "UK" and "GP", but not "NASA"."""
_READ_AS_CARDINAL = 12
"""Longer figures than this are telephone numbers or damage, and are read digit by digit."""

_UNIT_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
"""
_UNITS = _UNIT_WORDS.split()
_TEN_WORDS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TEN_WORDS.split()
_SCALES = (("billion", 10**9), ("million", 10**6), ("thousand", 10**3), ("hundred", 10**2))
_SIGNS = {
    "&": "and",
    "%": "percent",
    "+": "plus",
    "=": "equals",
    "@": "at",
    "\u00b0": "degrees",
    "$": "dollars",
}

_WEAK_WORDS = """
    a an and are as at be been but by can could do does for from had has have he her him his
    i if in into is it it's its just me my of on or our she so some than that the their them
    then there they this to up us was we were when which will with would you you'd you'll
    you're your
"""
_WEAK = frozenset(_WEAK_WORDS.split())
# The rules miss these. They were found by comparing with a synthesiser's phonemes on our own text.
_EXCEPTIONS = {
    1: "rolled aches ached clothes eye eyes squat squats moves",
    2: """
        being doing going seeing trying lying laying science quiet people something
        sometimes someone somewhere lifestyle lifestyles loosely lifeline guideline
        framework sideways homemade useful careful safely likely lately every different
        several controlled labelled studied carried hundred technique squatting
    """,
    3: """
        area areas idea ideal exercised carrying easier everyday everyone comfortable
        temperature replacement references serious comfortably
    """,
    4: "ideally",
}
_SYLLABLES_OF = {word: count for count, words in _EXCEPTIONS.items() for word in words.split()}
# Every run of vowels is a syllable, but some runs are two, and an e at the end is often silent:
# "-e", "-ed" but not after t or d, and "-es" but not where the e is needed, as in "reaches".
_VOWELS = re.compile(r"[aeiouy]+")
_SPLIT_VOWELS = re.compile(
    r"ia(?!l|n\b|ns\b)|io(?!n|us)|iu|eo(?!n|p)|ua(?!l?k|r|d)|uou|[aeiou]ing|uel|riet|ier\Z|yo(?!u|r)"
)
_SILENT_E = re.compile(r"(?:[^aeiouylr]|[aeiouy]l|[aeiou]+r)e\Z|(?:[^l]|[aeiouy]l)(?<!t)(?<!d)ed\Z")
_SILENT_ES = re.compile(r"(?:[^aeiouyscxzhgl]|[aeiou]l|[^cs]h|[aeiou]th)es\Z")


@lru_cache(maxsize=8192)
def read_token(token: str) -> SpokenToken:
    """Say what one token of plain text (no spaces, no tags, entities decoded) costs a voice.

    Never raises: what has neither letters nor figures is silent, and still pauses.
    """
    pause, core = _trailing_pause(token)
    words: list[str] = []
    for piece in _PIECE.findall(core):
        words.extend(_spoken(piece, core))
    letters = sum(word.isupper() for word in words)
    return SpokenToken(
        words=len(words),
        syllables=sum(map(syllables, words)),
        consonants=sum(map(_consonants, words)),
        weak=sum(word in _WEAK for word in words),
        letters=letters,
        pause=pause,
    )


def _trailing_pause(token: str) -> tuple[Pause, str]:
    """Return the longest pause among the marks that end a token, and the token without them."""
    core = token.strip(_WRAPPING)
    pause = Pause.NONE
    rank = list(Pause)
    while core and core[-1] in _PAUSES:
        mark = _PAUSES[core[-1]]
        pause = max(pause, mark, key=rank.index)
        core = core[:-1].rstrip(_WRAPPING)
    return pause, core


def _spoken(piece: str, token: str) -> list[str]:
    """Return the spoken words of one piece of a token; a letter said by name is one capital."""
    if piece in _SIGNS:
        return [_SIGNS[piece]]
    number = _NUMBER.match(piece)
    if number:
        return _number_words(number)
    if piece[0].isdigit() or piece[0] == "$":
        return [_UNITS[int(figure)] for figure in piece if figure in "0123456789"]
    if len(piece) == 1 and piece.lower() not in ("a", "i") and piece == token:
        return [piece.upper()]
    if _is_spelled(piece):
        return list(piece)
    return [piece.lower()]


def _is_spelled(piece: str) -> bool:
    """Tell whether capitals stand for letters said one by one."""
    return len(piece) > 1 and piece.isupper() and (len(piece) <= _SPELLED_SHORT or not _VOWELS.search(piece.lower()))


def _number_words(number: re.Match[str]) -> list[str]:
    """Return the words of a figure: cardinal, then decimals digit by digit, then its sign."""
    whole, decimals, ending = number[1].replace(",", ""), number[2], (number[3] or "").lower()
    words = cardinal(int(whole)) if len(whole) <= _READ_AS_CARDINAL else [_UNITS[int(d)] for d in whole]
    if decimals:
        words = [*words, "point", *(_UNITS[int(figure)] for figure in decimals)]
    if ending in _SIGNS:
        words = [*words, _SIGNS[ending]]
    if number[0].startswith("$"):
        words = [*words, _SIGNS["$"]]
    return words


def cardinal(number: int) -> list[str]:
    """Return a whole number, not negative, in English words: 112 is one, hundred, twelve."""
    for name, size in _SCALES:
        if number >= size:
            rest = number % size
            return [*cardinal(number // size), name, *(cardinal(rest) if rest else [])]
    if number < len(_UNITS):
        return [_UNITS[number]]
    tens, unit = divmod(number, 10)
    return [_TENS[tens - 1], *([_UNITS[unit]] if unit else [])]


def syllables(word: str) -> int:
    """Count the syllables, at least 1, of a word in lower case or a capital letter said by name."""
    if len(word) == 1:
        return 3 if word == "W" else 1
    plain = word.replace("\u2019", "'")
    known = _SYLLABLES_OF.get(plain)
    if known is not None:
        return known
    if plain.endswith("n't") and len(plain) > 3:
        verb = plain.removesuffix("n't")
        return _ruled_syllables(verb) + verb.endswith(("d", "s", "t", "ve"))
    return _ruled_syllables(plain.removesuffix("'s"))


def _ruled_syllables(word: str) -> int:
    """Count syllables by rule, where the word itself, without an ending, is no exception."""
    known = _SYLLABLES_OF.get(word)
    if known is not None:
        return known
    stem = word.replace("'", "")
    count = len(_VOWELS.findall(stem)) + len(_SPLIT_VOWELS.findall(stem))
    if stem.endswith(("ement", "ements")) and count > 2:
        count -= 1
    ending = stem[-6:]
    if _SILENT_E.search(ending) or _SILENT_ES.search(ending):
        count -= 1
    return max(count, 1)


def _consonants(word: str) -> int:
    """Count the consonant letters of a word; a letter said by name has its own price."""
    return 0 if word.isupper() else sum(letter.isalpha() and letter not in "aeiouy" for letter in word)

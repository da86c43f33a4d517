"""What words sound like: a key that a name shares with most of what a recogniser takes it for."""

import re

_SPELLED: tuple[tuple[str, str], ...] = (
    (r"\bps", "s"),
    (r"\b[kg]n", "n"),
    (r"\bwr", "r"),
    (r"ph", "f"),
    (r"gh", ""),
    (r"tch|ch|sh|dge?", "j"),
    (r"th", "t"),
    (r"c(?=[eiy])", "s"),
    (r"x", "ks"),
    (r"^[aeiou]", "a"),
    (r"ck|[cqg]", "k"),
    (r"z", "s"),
    (r"v", "f"),
    (r"b", "p"),
    (r"d", "t"),
    (r"n", "m"),
)
"""Spellings, and what they count as: sounds that are taken for one another are one."""
_SILENT = re.compile(r"(?<=.)[aeiouywh]")
_DOUBLE = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[^a-z ]")


def sound_key(words: str) -> str:
    """The consonants of `words`, alike ones as one, without where words part; a vowel counts only at the beginning."""
    letters = _OTHER.sub("", words)
    for spelled, sound in _SPELLED:
        letters = re.sub(spelled, sound, letters)
    letters = _DOUBLE.sub(r"\1", letters.replace(" ", ""))
    return _SILENT.sub("", letters)

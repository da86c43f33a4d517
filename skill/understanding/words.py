"""Utterances as plain words: what every part of understanding works on."""

import re

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'"})
_NOT_A_WORD = re.compile(r"[^a-z0-9' ]+")
_SPACES = re.compile(r"\s+")
_NORMAL = re.compile(r"[a-z0-9']+(?: [a-z0-9']+)*")


def normalise(text: str) -> str:
    """Lower case, plain apostrophes, letters, digits and single spaces only."""
    if _NORMAL.fullmatch(text):
        return text
    lowered = text.lower().translate(_APOSTROPHES).replace("-", " ")
    return _SPACES.sub(" ", _NOT_A_WORD.sub(" ", lowered)).strip()

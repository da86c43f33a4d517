"""Text as a speech recogniser writes it: lower case, words and spaces only."""

import re
import unicodedata

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "&": " and "})
_NOT_SPOKEN = re.compile(r"[^\w'.]|_")
_POINT_OUTSIDE_NUMBERS = re.compile(r"(?<!\d)\.|\.(?!\d)")


def spoken(text: str) -> str:
    """Return `text` in lower case without punctuation, one space between words.

    Apostrophes inside words and decimal points inside numbers are kept; "&" is said as "and".
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)
    plain = _POINT_OUTSIDE_NUMBERS.sub(" ", _NOT_SPOKEN.sub(" ", plain))
    return " ".join(word for piece in plain.split() if (word := piece.strip("'")))

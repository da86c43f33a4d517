"""What of an utterance's words each entry of a document has: Okapi BM25 (Robertson and Zaragoza 2009).

Vectors know what words mean; words know which were used. A name that an encoder hardly knows still tells by itself.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

PARTS: Final = ("words", "rarities", "word_starts", "word_owners", "word_weights")
"""The arrays that it is made of, by name."""
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|'s)$")
_LONGEST = 6
"""Letters of a word that tell it apart; what follows is mostly grammar."""


def stems(text: str) -> list[str]:
    """The words of `text`, normalised already, without their endings."""
    return [_ENDING.sub("", word)[:_LONGEST] for word in text.split()]


class SharedWords:
    """Says how much of an utterance each entry has, of all that its words weigh."""

    def __init__(self, parts: Mapping[str, npt.NDArray[np.generic]], entries: int) -> None:
        """Take the parts that `authoring.compiler.shared_words` made.

        Args:
            parts: by the names of `PARTS`: each word once, how rare it is, and where in the last two begins what
                entries have it, and what it weighs there.
            entries: how many there are.
        """
        self._rows = {word: row for row, word in enumerate(parts["words"].tolist())}
        self._rarities: list[float] = parts["rarities"].tolist()
        self._starts: list[int] = parts["word_starts"].tolist()
        self._owners, self._weights = parts["word_owners"], parts["word_weights"]
        self._entries = entries
        self._rarest = rarity(0, entries)

    def shares(self, text: str) -> npt.NDArray[np.float32]:
        """What each entry has of `text`, normalised: between nought and one."""
        found, whole = np.zeros(self._entries, dtype=np.float32), 0.0
        for stem in dict.fromkeys(stems(text)):
            row = self._rows.get(stem)
            if row is None:
                whole += self._rarest
                continue
            whole += self._rarities[row]
            some = slice(self._starts[row], self._starts[row + 1])
            found[self._owners[some]] += self._weights[some]
        return found / np.float32(whole or 1.0)


def rarity(holding: int, entries: int) -> float:
    """What a word weighs that `holding` of the entries have: the logarithm of how few they are."""
    return float(np.log((entries + 1) / (holding + 0.5)))

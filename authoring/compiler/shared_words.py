"""The words of a document's entries, counted and weighed: what `skill.understanding.shared_words` looks up."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skill.understanding.shared_words import rarity, stems

_SATURATION = 1.2
_LENGTH = 0.5
"""The constants k1 and b of BM25: how soon one more of the same word tells nothing new, and how far a longer entry
counts for less."""


class WordCounts:
    """How often each entry has each word."""

    def __init__(self, entries: Sequence[Sequence[str]]) -> None:
        """Count the words of each entry's texts, normalised."""
        self._counts = [Counter(stem for text in some for stem in stems(text)) for some in entries]
        self._mean = sum(count.total() for count in self._counts) / len(self._counts)
        holding = Counter(stem for count in self._counts for stem in count)
        self._rarities = {stem: rarity(count, len(self._counts)) for stem, count in sorted(holding.items())}

    def parts(self) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays that `SharedWords` takes."""
        having: dict[str, list[tuple[int, float]]] = {stem: [] for stem in self._rarities}
        for owner, counts in enumerate(self._counts):
            for stem in counts:
                having[stem].append((owner, self._weight(stem, counts)))
        pairs = [pair for some in having.values() for pair in some]
        return {
            "words": np.array(list(having), dtype=np.str_),
            "rarities": np.array(list(self._rarities.values()), dtype=np.float32),
            "word_starts": np.cumsum([0, *map(len, having.values())], dtype=np.int32),
            "word_owners": np.array([owner for owner, _ in pairs], dtype=np.int32),
            "word_weights": np.array([weight for _, weight in pairs], dtype=np.float32),
        }

    def share_without(self, text: str, owner: int) -> float:
        """What an entry has of `text`, one of its own, when that is taken out of it."""
        asked = stems(text)
        counts = self._counts[owner] - Counter(asked)
        rarest = rarity(0, len(self._counts))
        found = sum(self._weight(stem, counts) for stem in dict.fromkeys(asked) if stem in counts)
        return found / (sum(self._rarities.get(stem, rarest) for stem in dict.fromkeys(asked)) or 1.0)

    def _weight(self, stem: str, counts: Counter[str]) -> float:
        long = 1 - _LENGTH + _LENGTH * counts.total() / self._mean
        return self._rarities[stem] * counts[stem] / (counts[stem] + _SATURATION * long)

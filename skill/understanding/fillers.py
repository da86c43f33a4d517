"""Words that change nothing at the beginning or at the end of what is said."""

from collections.abc import Iterable, Sequence

from skill.understanding.words import normalise


class Fillers:
    """Phrases that are left out; of several that could be, the longest."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take the phrases, as they are written down."""
        self.phrases = frozenset(map(normalise, phrases))
        self._most = max((phrase.count(" ") + 1 for phrase in self.phrases), default=0)

    def leading(self, words: Sequence[str]) -> int:
        """How many words one of them is that `words` begin with, and do not end with; 0 if none."""
        counts = range(min(self._most, len(words) - 1), 0, -1)
        return next((count for count in counts if " ".join(words[:count]) in self.phrases), 0)

    def trailing(self, words: Sequence[str]) -> int:
        """How many words one of them is that `words` end with, and do not begin with; 0 if none."""
        counts = range(min(self._most, len(words) - 1), 0, -1)
        return next((count for count in counts if " ".join(words[-count:]) in self.phrases), 0)

"""What happens to words on their way: some are lost, others were never meant for us."""

import random
from collections.abc import Iterable, Sequence

_LOST = 0.3
"""Share of utterances from which one word is left out: recognisers lose words."""
_LONG = 3
"""More words than this an utterance must have to lose one."""


def one_word_lost(text: str, chance: random.Random) -> str:
    """`text`, now and then without one of its words."""
    words = text.split()
    if len(words) > _LONG and chance.random() < _LOST:
        words.pop(chance.randrange(len(words)))
    return " ".join(words)


def swapped(text: str, words: Sequence[str], least: float, chance: random.Random) -> str:
    """`text` with at least the share `least` of its words, by and large, swapped for any of `words`."""
    share = chance.uniform(least, 1)
    return " ".join(chance.choice(words) if chance.random() < share else word for word in text.split())


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Every word of `texts` once: drawn from here, a rare word comes as often as a common one."""
    return sorted({word for text in texts for word in text.split()})

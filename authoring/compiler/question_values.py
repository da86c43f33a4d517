"""Which questions go into the interaction model: all of them, or as many as its file has room for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from authoring.remembering import remembered

_VALUE_BYTES = 113
"""What a slot value takes in the file beside its id and its texts: keys, brackets and indentation."""
_TEXT_BYTES = 13
"""What a synonym takes beside its words."""
_LABELS = 512
"""How many labels' questions are remembered in their order: more than a document has."""


@dataclass(frozen=True)
class Chosen:
    """Questions that fit."""

    asked: dict[str, list[str]]
    """By label; none is empty."""
    left_out: int
    """How many did not fit."""


def choose(asked: dict[str, list[str]], room: int) -> Chosen:
    """As many of the questions by label as fit into `room` bytes, an equal number of every label.

    Where they do not all fit, a label keeps those that differ most, so that few of them still stand for many.
    """
    if sum(_size(label, texts) for label, texts in asked.items()) <= room:
        return Chosen({label: texts for label, texts in asked.items() if texts}, 0)
    kept: dict[str, list[str]] = {label: [] for label in asked}
    # From the end: where not even one of each fits, personal decisions and gaps go before statements.
    for label, text in _in_turns({label: iter(most_different_first(asked[label])) for label in reversed(asked)}):
        room -= _size(label, [text]) if not kept[label] else len(text.encode()) + _TEXT_BYTES
        if room < 0:
            break
        kept[label].append(text)
    left_out = sum(len(texts) - len(kept[label]) for label, texts in asked.items())
    return Chosen({label: texts for label, texts in kept.items() if texts}, left_out)


@remembered(keep=_LABELS)
def most_different_first(texts: Sequence[str]) -> tuple[str, ...]:
    """The first text, then always the one that has least in common with those before it."""
    left = list(dict.fromkeys(texts))
    used = _words_used(left)
    lengths = used.sum(axis=1, dtype=np.float64)
    likeness = np.zeros(len(left))
    """Of each text that is left to whichever is most like it of those that are not: the share of common words."""
    order = []
    for _ in left:
        chosen = int(likeness.argmin())
        order.append(left[chosen])
        common = used @ used[chosen]
        np.maximum(likeness, common / (lengths + lengths[chosen] - common), out=likeness)
        likeness[chosen] = np.inf
    return tuple(order)


def _words_used(texts: list[str]) -> npt.NDArray[np.float32]:
    """A row for every text, a column for every word: 1 where the text has the word."""
    words = [sorted(set(text.split())) for text in texts]
    columns = {word: column for column, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
    used = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for row, some in zip(used, words, strict=True):
        row[[columns[word] for word in some]] = 1
    return used


def _in_turns(queues: Mapping[str, Iterator[str]]) -> Iterator[tuple[str, str]]:
    """The next of every queue, and again, until all are empty."""
    waiting = dict(queues)
    while waiting:
        for label, queue in list(waiting.items()):
            text = next(queue, None)
            if text is None:
                del waiting[label]
            else:
                yield label, text


def _size(label: str, texts: Iterable[str]) -> int:
    return _VALUE_BYTES + len(label) + sum(len(text.encode()) + _TEXT_BYTES for text in texts) - _TEXT_BYTES

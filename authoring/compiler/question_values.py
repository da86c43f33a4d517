"""Which questions go into the interaction model: all of them, or as many as its file has room for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_VALUE_BYTES = 113
"""What a slot value takes in the file beside its id and its texts: keys, brackets and indentation."""
_TEXT_BYTES = 13
"""What a synonym takes beside its words."""


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
    for label, text in _in_turns({label: most_different_first(asked[label]) for label in reversed(asked)}):
        room -= _size(label, [text]) if not kept[label] else len(text.encode()) + _TEXT_BYTES
        if room < 0:
            break
        kept[label].append(text)
    left_out = sum(len(texts) - len(kept[label]) for label, texts in asked.items())
    return Chosen({label: texts for label, texts in kept.items() if texts}, left_out)


def most_different_first(texts: Iterable[str]) -> Iterator[str]:
    """The first text, then always the one that has least in common with those before it."""
    words = {text: set(text.split()) for text in texts}
    likeness = dict.fromkeys(words, 0.0)
    """Of each text that is left to whichever is most like it of those that are not: the share of common words."""
    while likeness:
        chosen = min(likeness, key=likeness.__getitem__)
        del likeness[chosen]
        yield chosen
        for text, most in likeness.items():
            common = len(words[text] & words[chosen]) / len(words[text] | words[chosen])
            likeness[text] = max(most, common)


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

"""What the encoder learns from: a text, the moment it was said in, and what it may mean."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from authoring.document.spoken_lines import Sign, SpokenLine
from authoring.document.utterances import Utterance
from skill.understanding.labels import OFF_TOPIC, kind_of
from skill.understanding.moment import Moment
from skill.understanding.words import normalise

Target = tuple[tuple[float, frozenset[str]], ...]
"""Shares of a whole, each with the labels any of which is right for that share."""

_DOUBT = 0.5
"""What a doubtful sign has of its red flag; the other half goes to what else the line means."""

_TALK = frozenset(f"talk-{name}" for name in ("chat", "aside", "device", "bot", "greeting", "progress", "unclear"))
_COARSE = {
    OFF_TOPIC: frozenset({OFF_TOPIC, *_TALK}),
    "cmd-thanks": frozenset({"cmd-thanks", "talk-chat", "talk-greeting", "talk-fine"}),
    "cmd-help": frozenset({"cmd-help", "talk-bot"}),
    "refer-symptom": frozenset({"refer-symptom", "talk-complaint", "talk-fine"}),
    "refer-condition": frozenset({"refer-condition", "talk-complaint"}),
    "refer-flare": frozenset({"refer-flare", "talk-complaint"}),
    "cmd-ache": frozenset({"cmd-ache", "talk-complaint"}),
}
"""Labels of the first writers that are coarser than those of the blind lines: any of these may be meant."""


@dataclass(frozen=True)
class Example:
    """One thing to learn from."""

    text: str
    """The words, normalised."""
    moment: Moment
    """Where the conversation stood."""
    target: Target
    """What it means."""
    strange: bool = False
    """Whether its words may be swapped for any others: another subject, and not alarming."""


def of_line(line: SpokenLine) -> Example:
    """The example that a blind line is."""
    labels, flag = frozenset(line.labels), frozenset({line.flag})
    target: Target = ((1.0, labels),)
    if line.sign in (Sign.TOLD, Sign.CALL):
        target = ((1.0, flag),)
    elif line.sign is Sign.DOUBT:
        target = ((_DOUBT, flag), (1 - _DOUBT, labels))
    return Example(normalise(line.text), line.moment, target)


def of_utterances(utterances: Iterable[Utterance], lines: Sequence[SpokenLine], chance: random.Random) -> list[Example]:
    """The examples that the first writers' utterances are.

    They were written for no moment in particular: each gets one in which a blind line with its label, or failing that
    of its kind, was said.
    """
    moments: dict[str, list[Moment]] = defaultdict(list)
    for line in lines:
        label = line.flag if line.sign in (Sign.TOLD, Sign.CALL) else line.labels[0]
        moments[label].append(line.moment)
        moments[f"kind {kind_of(label)}"].append(line.moment)
    found = []
    for utterance in utterances:
        among = moments.get(utterance.label) or moments.get(f"kind {kind_of(utterance.label)}") or [Moment.REST]
        labels = _COARSE.get(utterance.label, frozenset({utterance.label}))
        strange = utterance.label == OFF_TOPIC and not utterance.alike
        found.append(Example(normalise(utterance.text), chance.choice(among), ((1.0, labels),), strange))
    return found

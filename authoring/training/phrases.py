"""Phrases of the command grammar: what teaches a command that few writers used."""

import random
from collections.abc import Sequence

from authoring.compiler.grammar import expand
from authoring.compiler.sources import Sources
from authoring.document.utterances import Utterance
from skill.understanding.command import LABELS

_OF_EACH = 40
"""Most phrases of a command that an encoder learns from: some commands have thousands, much alike."""
_SLOTS = {
    "equipment": "roller",
    "stretch": "hamstring stretch",
    "body_part": "neck",
    "position": "chair",
    "minutes": "five",
    "number": "three",
}
"""What stands for a slot."""


def command_phrases(sources: Sources) -> list[tuple[str, str]]:
    """Every phrase, with slots filled, and the name of its command; in order.

    Raises:
        DocumentError: a template cannot be parsed, or two commands claim one phrase.
    """
    return sorted({(phrase.format(**_SLOTS), name) for name, said in expand(sources).items() for phrase in said})


def command_utterances(phrases: Sequence[tuple[str, str]], chance: random.Random) -> list[Utterance]:
    """Some phrases of each command, as utterances with its label."""
    labels = {command.value: label for label, command in LABELS.items()}
    found = []
    for name in sorted({name for _, name in phrases}):
        said = [phrase for phrase, other in phrases if other == name]
        some = chance.sample(said, min(len(said), _OF_EACH))
        found += [Utterance(labels[name], False, "grammar", "grammar", phrase) for phrase in some]
    return found

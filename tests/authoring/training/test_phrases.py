"""What the command grammar teaches: every command, with slots filled, and none of them too often."""

import random
from collections import Counter
from pathlib import Path

from authoring.compiler.sources import read_sources
from authoring.document.folders import find_folders
from authoring.training.phrases import command_phrases, command_utterances
from skill.understanding.command import LABELS

SPEECH = Path(__file__).parents[3] / "speech"
MOST = 40


def test_every_command_is_taught_by_phrases_of_its_own() -> None:
    phrases = command_phrases(read_sources(find_folders(SPEECH)))
    assert not [phrase for phrase, _ in phrases if "{" in phrase]
    taught = command_utterances(phrases, random.Random(1))  # noqa: S311 - reproducible, not secret
    assert {(one.text, LABELS[one.label].value) for one in taught} <= set(phrases)
    said = Counter(name for _, name in phrases)
    assert Counter(LABELS[one.label].value for one in taught) == {name: min(n, MOST) for name, n in said.items()}

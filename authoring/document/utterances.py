"""The labelled utterances: `label`, `voice` and `text` in columns, one file a writer."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from skill.errors import DocumentError, Problem


@dataclass(frozen=True)
class Utterance:
    """One thing somebody might say, and what it means."""

    label: str
    """Id of a statement, gap, referral, red flag, `off-topic` or `cmd-…`."""
    alike: bool
    """Whether it sounds alarming and is not."""
    writer: str
    """Who wrote it: the file's name."""
    voice: str
    """In whose voice."""
    text: str
    """The words, as a recogniser writes them."""


TEST_WRITERS = frozenset({"w07", "w08", "w18", "w57", "w58", "w59"})
"""Whose utterances measure the engine, and are never trained on nor put into the model."""
DEVELOPMENT_WRITERS = frozenset({"w09", "w35", "w39", "w40", "w44", "w45", "w50", "w60", "w61", "w63", "w64"})
"""Whose utterances set thresholds."""


def read_all(folder: Path) -> list[Utterance]:
    """Every utterance of every writer.

    Raises:
        DocumentError: a line has not three columns.
    """
    found: list[Utterance] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            parts = line.split("\t")
            if len(parts) != 3 or not all(parts):
                message = "needs three columns: label, voice and text, with tabs between"
                problems.append(Problem(path, number, message))
                continue
            label, voice, text = parts
            found.append(Utterance(label.removeprefix("!"), label.startswith("!"), path.stem, voice, text))
    if problems:
        raise DocumentError(tuple(problems))
    return found


def read_utterances(folder: Path) -> dict[str, list[str]]:
    """The utterances that may go into the interaction model, by label."""
    held_back = TEST_WRITERS | DEVELOPMENT_WRITERS
    texts: dict[str, list[str]] = defaultdict(list)
    for one in read_all(folder):
        if one.writer not in held_back:
            texts[one.label].append(one.text)
    return dict(texts)

"""The labelled utterances: `label`, `voice` and `text` in columns, one file a writer, in a folder for each split."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from authoring.remembering import remembered
from skill.errors import DocumentError, Problem


class Split(StrEnum):
    """What a writer's utterances are used for; also the name of the folder that they lie in."""

    TRAIN = "train"
    """Train the models, and fill the interaction model."""
    DEVELOPMENT = "development"
    """Set thresholds."""
    TEST = "test"
    """Measure, and are used for nothing else."""


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


def read_utterances(folder: Path) -> dict[Split, list[Utterance]]:
    """Every utterance in `folder` (this project's `speech/utterances/`), by split.

    Raises:
        DocumentError: a line has not three columns, or a file lies in no split or in two.
    """
    problems = list(misplaced(folder))
    found: dict[Split, list[Utterance]] = {}
    for split in Split:
        found[split] = []
        for path in sorted((folder / split).glob("*.tsv")):
            utterances, faults = _in_file(path, path.read_text(encoding="utf-8"))
            found[split].extend(utterances)
            problems.extend(faults)
    if problems:
        raise DocumentError(tuple(problems))
    return found


@remembered(keep=512)
def _in_file(path: Path, content: str) -> tuple[tuple[Utterance, ...], tuple[Problem, ...]]:
    """What a file says, and its faults; one that was not edited since is not read again."""
    found: list[Utterance] = []
    problems: list[Problem] = []
    for number, line in enumerate(content.splitlines(), 1):
        parts = line.split("\t")
        if len(parts) != 3 or not all(parts):
            problems.append(Problem(path, number, "needs three columns: label, voice and text, with tabs between"))
            continue
        label, voice, text = parts
        found.append(Utterance(label.removeprefix("!"), label.startswith("!"), path.stem, voice, text))
    return tuple(found), tuple(problems)


def texts_by_label(utterances: Iterable[Utterance]) -> dict[str, list[str]]:
    """What was said, by label."""
    texts: dict[str, list[str]] = defaultdict(list)
    for utterance in utterances:
        texts[utterance.label].append(utterance.text)
    return dict(texts)


def misplaced(folder: Path) -> Iterator[Problem]:
    """Files outside the splits, and writers of two splits: nothing may measure what it was trained on."""
    writers: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.tsv")):
        if path.parent.parent != folder or path.parent.name not in set(Split):
            yield Problem(path, 0, f"lies in no split; move it to one of {', '.join(Split)} in {folder}")
        elif path.stem in writers:
            yield Problem(path, 0, f"has the name of {writers[path.stem]}; a writer is of one split alone")
        writers.setdefault(path.stem, path)

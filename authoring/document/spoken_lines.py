"""The blind lines: `state`, `text`, `labels` and `safety` in columns, one file a writer, in a folder for each split."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from authoring.document.utterances import Split, misplaced
from skill.errors import DocumentError, Problem
from skill.understanding.moment import Moment

MOMENTS = {
    "open": Moment.REST,
    "oneshot": Moment.REST,
    "nextday": Moment.REST,
    "answer": Moment.ASKED,
    "offered": Moment.ASKED,
    "done": Moment.ASKED,
    "choosing": Moment.CHOOSING,
    "setup": Moment.GUIDING,
    "neck": Moment.GUIDING,
    "upper": Moment.GUIDING,
    "hamstring": Moment.GUIDING,
    "roller": Moment.GUIDING,
    "walk": Moment.GUIDING,
    "paused": Moment.PAUSED,
}
"""State that a line was written for, to what the skill knows of it."""

HEADER = "state\ttext\tlabels\tsafety"
"""The first line of each file."""


class Sign(StrEnum):
    """How a careful nurse takes a line."""

    NONE = "none"
    """No sign of danger."""
    DOUBT = "doubt"
    """It could be one: a single question comes before any alarm."""
    TOLD = "told"
    """A sign of danger here and now."""
    CALL = "call"
    """A call for help."""


@dataclass(frozen=True)
class SpokenLine:
    """One thing somebody said, and what two labellers made of it."""

    state: str
    """Where the conversation stood: a key of `MOMENTS`."""
    text: str
    """The words, as a recogniser writes them."""
    labels: tuple[str, ...]
    """What a sensible coach would act on, the best first; those that are as good follow."""
    sign: Sign
    """How it is taken."""
    flag: str
    """Id of the red flag; empty without a sign."""
    writer: str
    """Who wrote it: the file's name."""
    number: int = 0
    """Its line in that file, counted from one."""

    @property
    def moment(self) -> Moment:
        """What the skill knows of the state."""
        return MOMENTS[self.state]


def read_spoken_lines(folder: Path) -> dict[Split, list[SpokenLine]]:
    """Every line in `folder` (this project's `speech/blind/`), by split.

    Raises:
        DocumentError: a line has not four columns, an unknown state or sign, or a file lies in no split or in two.
    """
    problems = list(misplaced(folder))
    found: dict[Split, list[SpokenLine]] = {}
    for split in Split:
        found[split] = []
        for path in sorted((folder / split).glob("*.tsv")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if number == 1 and line == HEADER:
                    continue
                try:
                    found[split].append(_line(line, path.stem, number))
                except ValueError as error:
                    problems.append(Problem(path, number, str(error)))
    if problems:
        raise DocumentError(tuple(problems))
    return found


def _line(line: str, writer: str, number: int) -> SpokenLine:
    parts = line.split("\t")
    if len(parts) != 4 or not all(parts):
        raise ValueError("needs four columns: state, text, labels and safety, with tabs between")
    state, text, labels, safety = parts
    sign, _, flag = safety.partition(" ")
    if state not in MOMENTS:
        raise ValueError(f"state '{state}' is unknown; use one of {', '.join(MOMENTS)}")
    if sign not in set(Sign) or (sign == Sign.NONE) != (not flag):
        raise ValueError(f"safety '{safety}' is unknown; write none, or told, doubt or call and the id of a red flag")
    return SpokenLine(state, text, tuple(labels.split("|")), Sign(sign), flag, writer, number)

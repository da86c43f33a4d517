"""`python -m benchmarks.understanding.leave_out`: the article as a document that was written after training.

Shows what was recorded; with `--write`, measures it anew by the encoders of `authoring.training.leave_out`, each of
which does not know a part of the statements, and records it. The test lines are said to the article by other ids, so
that nothing of it counts as known: those about that part, and those about a gap or another subject. The index alone
has to find what is meant.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.compiler.index import indexed, write_index
from authoring.document.utterances import Split
from authoring.training.unseen_questions import (
    Fold,
    Said,
    read_content,
    renamed,
    renamed_id,
    said,
    trained_folds,
)
from benchmarks.understanding.intervals import Share
from skill.content.digests import INDEX
from skill.content.model import Content
from skill.entry.assembly import SPEECH
from skill.errors import BackCoachError
from skill.understanding.labels import kind_of
from skill.understanding.meaning import Asked, Meaning
from skill.understanding.policy import THRESHOLDS, ordinary_meaning
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.senses import Senses
from skill.understanding.subjects import Subjects

RECORDED = Path(__file__).with_name("leave_out.json")
_ROOT = SPEECH.parent


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    text: str
    """What is counted."""
    kinds: tuple[str, ...]
    """Kinds of the lines that count in it."""
    counts: Callable[[Said, Meaning], bool]
    """Whether what was made of a line is one of those counted."""
    goal: float | None = None
    """The share that is wanted; None where no goal was set."""


def _right(line: Said, meaning: Meaning) -> bool:
    return isinstance(meaning, Asked) and not {*meaning.statements}.isdisjoint(map(renamed_id, line.labels))


def _first(line: Said, meaning: Meaning) -> bool:
    return isinstance(meaning, Asked) and not {*meaning.statements[:1]}.isdisjoint(map(renamed_id, line.labels))


def _declined(_: Said, meaning: Meaning) -> bool:
    return not isinstance(meaning, Asked)


ROWS = (
    Row("a statement unknown to training: said, or offered", ("answer",), _right, 0.75),
    Row("- said or offered first", ("answer",), _first),
    Row("a near miss: declined", ("gap",), _declined, 0.90),
    Row("another subject: declined", ("off",), _declined),
    Row("talk, and commands in free words: no answer", ("talk", "cmd"), _declined),
)
"""The table's rows, in order."""


def measure(folds: Sequence[Fold], content: Content, lines: Sequence[Said]) -> list[Share]:
    """The share of each row, over all parts together."""
    counted: list[list[bool]] = [[] for _ in ROWS]
    for fold in folds:
        for line, meaning in _hear(fold, content, lines):
            for row, found in zip(ROWS, counted, strict=True):
                if kind_of(line.labels[0]) in row.kinds:
                    found.append(row.counts(line, meaning))
    return [Share(sum(found), len(found)) for found in counted]


def _hear(fold: Fold, content: Content, lines: Sequence[Said]) -> list[tuple[Said, Meaning]]:
    """What an encoder and its index make of the lines that it may be asked."""
    unseen = renamed(content)
    lexicon = SafetyLexicon(SPEECH / "compiled" / "safety.json")
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), indexed(unseen, fold.encoder))
        senses = Senses(lexicon, fold.encoder, Subjects(unseen.ids, Path(folder) / INDEX))
        found = []
        for line in lines:
            if kind_of(line.labels[0]) != "answer" or not fold.left_out.isdisjoint(line.labels):
                scores = senses.scores(line.words, line.moment)
                assert scores is not None
                found.append((line, ordinary_meaning(scores, False, THRESHOLDS)))
    return found


def table(recorded: dict[str, dict[str, float]], parts: int) -> list[str]:
    """What was recorded."""
    lines = [f"statements unknown to training: {parts} parts of the article, each left out once"]
    for row in ROWS:
        share = Share(round(recorded[row.text]["share"] * recorded[row.text]["n"]), int(recorded[row.text]["n"]))
        low, high = share.interval
        text = f"{row.text:50}{share.n:>5}{share.right:>7.0f}{share.value:>8.1%}   {low:.1%} - {high:.1%}"
        verdict = "" if row.goal is None else f">= {row.goal:.0%}  {'met' if share.value >= row.goal else 'NOT MET'}"
        lines.append(f"{text:89}{verdict}".rstrip())
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Show, or measure and record. Returns the exit status: 0, or 2 if it cannot run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding.leave_out", description=__doc__)
    parser.add_argument("--write", action="store_true", help="measure anew, and record it")
    if parser.parse_args(arguments).write:
        try:
            content = read_content(SPEECH)
            folds = trained_folds(_ROOT, content)
            shares = measure(folds, content, said(SPEECH, Split.TEST))
        except BackCoachError as error:
            print(error, file=sys.stderr)
            return 2
        rows = {row.text: {"n": one.n, "share": round(one.value, 4)} for row, one in zip(ROWS, shares, strict=True)}
        RECORDED.write_text(json.dumps({"parts": len(folds), "rows": rows}, indent=1) + "\n", encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    print("\n".join(table(recorded["rows"], recorded["parts"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())

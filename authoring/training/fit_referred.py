"""`python -m authoring.training.fit_referred`: fits how a personal decision is told from what a new document says.

Writes `skill/understanding/fitted_referred.py`. Personal decisions are the language's own, and the encoder knows them:
the article said by other ids, as a document that it never saw, is enough to learn from, and no other encoder is needed.
A logistic regression (Cox 1958) on the development lines, in which what `Unseen` makes of all else is given.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from authoring.compiler.build import MODEL
from authoring.document.utterances import Split
from authoring.training.unseen_questions import Asked, Bools, Floats, Fold, Heard, hear, read_content, said
from skill.content.digests import ENCODER
from skill.understanding.fitted_unseen import WORDS
from skill.understanding.unseen import Unseen

_WORTH = {"refer": 0.25, "answer": 0.4, "gap": 0.15, "off": 0.1, "talk": 0.15, "cmd": 0.15}
"""What each kind of line counts for in the fit, however many there are."""
_STEPS = 50
_CLOSE = 1e-6
_RIDGE = 1e-6
_FITTED = Path("skill/understanding/fitted_referred.py")


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of one kind, a number each."""

    kind: str
    """Their kind of label."""
    odds: Floats
    """Log odds of a personal decision before anything is fitted: to all that the document has, and all else."""
    nearness: Floats
    """How much more than a near miss each is like the nearest personal decision."""

    def log_odds(self, numbers: Floats) -> Floats:
        """Of a personal decision, by the two numbers."""
        found: Floats = self.odds + numbers[0] + numbers[1] * self.nearness
        return found


def lines_of(heard: Heard, unseen: Unseen) -> list[Lines]:
    """What is fitted to, of what was heard."""
    listed = heard.listed.cosines + WORDS * heard.listed.shares
    unseen = replace(unseen, near=float(listed[:, ~heard.gaps].max(axis=1).mean()))
    return [_lines(kind, heard.by_kind[kind], heard.gaps, unseen) for kind in _WORTH]


def _lines(kind: str, asked: Asked, gaps: Bools, unseen: Unseen) -> Lines:
    odds = np.exp(unseen.weight * (asked.cosines + WORDS * asked.shares - unseen.near) + unseen.gaps * gaps)
    rest = odds.sum(axis=1) + unseen.elsewhere(1.0) * asked.odds_elsewhere
    return Lines(kind, np.log(asked.odds_referred / rest), asked.decisions - unseen.near)


def fit(lines: Sequence[Lines]) -> Floats:
    """The two numbers under which what was meant is likeliest: iteratively reweighted least squares."""
    numbers = np.zeros(2)
    for _ in range(_STEPS):
        slope, curve = -_RIDGE * numbers, _RIDGE * np.eye(2)
        for line in lines:
            signals = np.stack([np.ones_like(line.nearness), line.nearness], axis=1)
            share = 1 / (1 + np.exp(-line.log_odds(numbers)))
            worth = _WORTH[line.kind] / len(share)
            slope = slope + worth * signals.T @ (float(line.kind == "refer") - share)
            curve = curve + worth * (signals.T * share * (1 - share)) @ signals
        step = np.linalg.solve(curve, slope)
        numbers = numbers + step
        if np.abs(step).max() < _CLOSE:
            break
    return numbers


def describe(lines: Sequence[Lines], numbers: Floats) -> list[str]:
    """How many lines of each kind are taken for a personal decision."""
    return [f"  {line.kind:8}{len(line.odds):6}{np.mean(line.log_odds(numbers) > 0):8.1%} referred" for line in lines]


def main() -> int:
    """Fit and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training.fit_referred", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    speech = arguments.root / "speech"
    content = read_content(speech, arguments.document)
    everything = Fold(arguments.root / MODEL / ENCODER, frozenset(statement.id for statement in content.statements))
    heard = hear(everything, content, said(speech, Split.DEVELOPMENT, arguments.document))
    lines = lines_of(heard, Unseen())
    numbers = fit(lines)
    (arguments.root / _FITTED).write_text(_module(*numbers.round(2).tolist()), encoding="utf-8")
    print("\n".join(["by the encoder alone", *describe(lines, np.zeros(2)), f"by {numbers.round(2)}"]))
    print("\n".join(describe(lines, numbers)))
    return 0


def _module(referred: float, referrals: float) -> str:
    return f'''"""Written by `python -m authoring.training.fit_referred`; never edited by hand."""

REFERRED = {referred!r}
"""Log odds by which a personal decision is preferred to what the encoder says of it."""
REFERRALS = {referrals!r}
"""What the likeness to the nearest personal decision counts for: log odds for one more by one."""
'''


if __name__ == "__main__":
    sys.exit(main())

"""`python -m authoring.training.fit_unseen`: fits how an index is believed by itself.

Writes `skill/understanding/fitted_unseen.py`, from the development questions about statements that the encoders of
`authoring.training.leave_out` do not know. What a likeness counts for, and where the document ends, are those under
which what was meant is likeliest (maximum likelihood). What it lacks is then preferred by just so much that of the near
misses as many are declined as wanted; and words count beside vectors by as much as leaves most statements found.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from authoring.document.utterances import Split
from authoring.training.unseen_questions import Asked, Bools, Floats, Heard, hear, read_content, said, trained_folds

_DECLINED = 0.9
"""The share of near misses that are wanted to be declined."""
_LISTED = 2 / 3
"""How many of them are taken to be of a gap that the document lists; the others are of none."""
_WORDS = np.arange(0.0, 1.01, 0.2)
"""What words may count for."""
_GAPS = np.arange(0.0, 4.0, 0.1)
"""By how much what a document lacks may be preferred, in log odds."""
_WORTH = {"answer": 0.5, "gap": 0.15, "unlisted": 0.15, "off": 0.1, "talk": 0.15, "cmd": 0.15}
"""What each kind of line counts for in the fit, however many there are."""
_STEPS = 60
_STRIDE = 3.0
_CLOSE = 1e-4
_SCALE = 1000.0
_RIDGE = 0.01
_FAR = -10.0
"""The likeness of what is left out: farther than anything can be."""
_LIGHTEST = 1.0
"""A likeness counts for no less, lest it be divided by."""
_FITTED = Path("skill/understanding/fitted_unseen.py")


@dataclass(frozen=True)
class Numbers:
    """What is written."""

    words: float
    """What words in common count for in a likeness, beside the cosine."""
    weight: float
    """What a likeness counts for: log odds for one more by one."""
    gaps: float
    """Log odds by which what the document lacks is preferred."""
    below: float
    """By how much less than a near miss anything else is like the document."""
    near: float
    """How like a near miss is to the nearest statement."""


@dataclass(frozen=True, eq=False)
class _Lines:
    """Lines of one kind and one fold: a row each, a column an id, and one more for anything else."""

    kind: str
    """`unlisted` for near misses without the gap that they are of."""
    likeness: Floats
    """Above that of a near miss; what is left out is as far as can be."""
    known: Floats
    """Log odds that are known beside."""
    right: Bools
    """What may be meant."""
    lacking: Bools
    """Which columns are gaps, or anything else."""

    def statements(self, weight: float, below: float, gaps: float) -> tuple[Floats, Bools]:
        """What all statements have of one, and whether the likeliest is right."""
        shares = _shares(self, np.array([weight, -weight * below]), gaps)
        best = np.where(self.lacking, -1.0, shares).argmax(axis=1)
        return shares[:, ~self.lacking].sum(axis=1), self.right[np.arange(len(best)), best]


def fit(heard: Sequence[Heard]) -> Numbers:
    """The numbers that serve best."""
    candidates = [_with_words(float(words), heard) for words in _WORDS]
    return max(candidates, key=lambda pair: pair[1])[0]


def _with_words(words: float, heard: Sequence[Heard]) -> tuple[Numbers, float]:
    """The best numbers if words count for so much, and the share of statements that are found by them."""
    lines = [line for fold in heard for line in _lines(fold, words)]
    near = float(np.mean([_near(fold, words) for fold in heard]))
    weight, elsewhere = _likeliest(lines).tolist()
    below = -elsewhere / weight

    def declined(kind: str, gaps: float) -> float:
        return float(np.mean(_answered(lines, kind, weight, below, gaps) <= 0.5))

    def wanted(gaps: float) -> bool:
        share = _LISTED * declined("gap", gaps) + (1 - _LISTED) * declined("unlisted", gaps)
        return share >= _DECLINED

    gaps = next((float(odds) for odds in _GAPS if wanted(float(odds))), float(_GAPS[-1]))
    found = [
        (shares > 0.5) & first
        for line in lines
        if line.kind == "answer"
        for shares, first in [line.statements(weight, below, gaps)]
    ]
    numbers = Numbers(round(words, 2), round(weight, 1), round(gaps, 2), round(below, 3), round(near, 3))
    return numbers, float(np.concatenate(found).mean())


def _answered(lines: Sequence[_Lines], kind: str, weight: float, below: float, gaps: float) -> Floats:
    return np.concatenate([line.statements(weight, below, gaps)[0] for line in lines if line.kind == kind])


def _near(heard: Heard, words: float) -> float:
    """How like a near miss is to the nearest statement, as the compiler finds it out."""
    likeness = heard.listed.cosines + words * heard.listed.shares
    return float(likeness[:, ~heard.gaps].max(axis=1).mean())


def _lines(heard: Heard, words: float) -> list[_Lines]:
    near = _near(heard, words)
    found = []
    for kind in _WORTH:
        asked = heard.by_kind.get("gap" if kind == "unlisted" else kind)
        if asked is not None:
            found.append(_of(kind, asked, heard.gaps, asked.cosines + words * asked.shares - near))
    return found


def _of(kind: str, asked: Asked, gaps: Bools, likeness: Floats) -> _Lines:
    if kind == "unlisted":
        likeness = np.where(asked.right & gaps, _FAR, likeness)
    count = len(likeness)
    elsewhere = np.ones((count, 1), dtype=bool)
    lacking = np.append(gaps, True)
    right = np.hstack([asked.right & ~gaps, ~elsewhere]) if kind == "answer" else np.tile(lacking, (count, 1))
    known = np.hstack([np.zeros_like(likeness), np.log(asked.odds_elsewhere)[:, np.newaxis]])
    return _Lines(kind, np.hstack([likeness, np.full((count, 1), np.nan)]), known, right, lacking)


def _shares(lines: _Lines, weights: Floats, gaps: float = 0.0) -> Floats:
    """What each choice has of one, where weights are those of a likeness, and the log odds of anything else."""
    odds = np.where(np.isnan(lines.likeness), weights[1], weights[0] * lines.likeness)
    odds = odds + lines.known + gaps * lines.lacking
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    found: Floats = shares / shares.sum(axis=1, keepdims=True)
    return found


def _likeliest(lines: Sequence[_Lines]) -> Floats:
    """The weights under which what was meant is likeliest: Newton's method, with the curve of a single right choice."""
    weights = np.array([15.0, -3.0])
    counts = {kind: sum(len(line.right) for line in lines if line.kind == kind) for kind in _WORTH}
    for _ in range(_STEPS):
        slope, curve = np.zeros(2), _RIDGE * np.eye(2)
        for line in lines:
            worth = _SCALE * _WORTH[line.kind] / counts[line.kind]
            features = np.stack([np.nan_to_num(line.likeness), np.isnan(line.likeness)], axis=2)
            shares = _shares(line, weights)
            meant = np.where(line.right, shares, 0.0)
            meant /= np.maximum(meant.sum(axis=1, keepdims=True), 1e-12)
            mean = np.einsum("nc,ncf->nf", shares, features)
            slope += worth * (np.einsum("nc,ncf->nf", meant, features) - mean).sum(axis=0)
            spread = features - mean[:, np.newaxis]
            curve += worth * np.einsum("nc,ncf,ncg->fg", shares, spread, spread)
        step = np.clip(np.linalg.solve(curve, slope), -_STRIDE, _STRIDE)
        weights = np.maximum(weights + step, (_LIGHTEST, -np.inf))
        if np.abs(step).max() < _CLOSE:
            break
    return weights


def main() -> int:
    """Fit and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training.fit_unseen", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    speech = arguments.root / "speech"
    content = read_content(speech, arguments.document)
    lines = said(speech, Split.DEVELOPMENT, arguments.document)
    parts = trained_folds(arguments.root, content)
    numbers = fit([hear(part, content, lines) for part in parts])
    (arguments.root / _FITTED).write_text(_module(numbers), encoding="utf-8")
    print(f"{len(parts)} parts of the article, {len(lines)} lines: {numbers}")
    return 0


def _module(numbers: Numbers) -> str:
    return f'''"""Written by `python -m authoring.training.fit_unseen`; never edited by hand."""

WORDS = {numbers.words!r}
"""What words in common count for in a likeness, beside the cosine: all that they weigh, in cosines."""
WEIGHT = {numbers.weight!r}
"""What a likeness counts for in a document that the encoder was not trained on: log odds for one more by one."""
GAPS = {numbers.gaps!r}
"""Log odds by which whatever such a document lacks is preferred to what it says."""
BELOW = {numbers.below!r}
"""By how much less than a near miss anything else is like such a document."""
NEAR = {numbers.near!r}
"""How like a near miss is to the nearest statement of a document that lists too few."""
'''


if __name__ == "__main__":
    sys.exit(main())

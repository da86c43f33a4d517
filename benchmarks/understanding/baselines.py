"""The obvious engines beside ours: rank the article's statements by a question's words."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from authoring.document.spoken_lines import SpokenLine
from benchmarks.understanding.replies import Heard
from benchmarks.understanding.strangers import Answered, group, harmless
from skill.content.model import Statement
from skill.understanding.words import normalise

KEPT = 0.9
"""Share of answerable questions that the threshold lets through."""
_SATURATION = 1.5
_LENGTH = 0.75
"""The usual constants k1 and b of BM25 (Robertson and Zaragoza 2009)."""

Best = Callable[[Sequence[str]], list[tuple[str, float]]]
"""Gives the best statement and its score for each of some questions."""


@dataclass(frozen=True)
class Figures:
    """How an engine does on questions."""

    right: float
    """Share of answerable questions for which the statement ranked first is the right one."""
    kept: float
    """Share of answerable questions that are answered at all."""
    gaps_answered: float
    """Share of near misses that are answered, then."""
    off_topic_answered: float
    """Share of far off-topic utterances that are answered, then."""

    def as_json(self) -> dict[str, float]:
        """To four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def passages(statement: Statement) -> list[str]:
    """What a baseline may read of a statement: all that it says, none of the questions written for it."""
    return [text for text in (statement.topic, statement.say, statement.more, statement.brief) if text]


def questions(lines: Iterable[SpokenLine]) -> dict[str, list[SpokenLine]]:
    """The questions among harmless `lines`, by kind: what the article answers, near misses, other subjects."""
    found: dict[str, list[SpokenLine]] = {"fact": [], "gap": [], "off-topic": []}
    for line in lines:
        if harmless(line) and group(line) in found:
            found[group(line)].append(line)
    return found


def measure(best: Best, lines: Iterable[SpokenLine]) -> Figures:
    """Run an engine on the questions among blind `lines`."""
    by_kind = questions(lines)
    ranked = {kind: best([one.text for one in group]) for kind, group in by_kind.items()}
    scores = sorted((score for _, score in ranked["fact"]), reverse=True)
    threshold = scores[math.ceil(KEPT * len(scores)) - 1]
    pairs = zip(by_kind["fact"], ranked["fact"], strict=True)
    return Figures(
        right=_share(statement in one.labels for one, (statement, _) in pairs),
        kept=_share(score >= threshold for score in scores),
        gaps_answered=_share(score >= threshold for _, score in ranked["gap"]),
        off_topic_answered=_share(score >= threshold for _, score in ranked["off-topic"]),
    )


def own_figures(answered: Sequence[Answered]) -> Figures:
    """The whole skill in the same terms, with its own thresholds."""
    replies = {(one.line.writer, one.line.number): one.heard for one in answered}
    by_kind = questions(one.line for one in answered)

    def heard(kind: str) -> list[tuple[SpokenLine, Heard]]:
        return [(line, replies[line.writer, line.number]) for line in by_kind[kind]]

    def share_answered(kind: str) -> float:
        return _share(reply.outcome in ("answer", "choose") for _, reply in heard(kind))

    first = _share(
        reply.outcome == "answer" and bool(reply.statements) and reply.statements[0] in line.labels
        for line, reply in heard("fact")
    )
    return Figures(first, share_answered("fact"), share_answered("gap"), share_answered("off-topic"))


class TfIdf:
    """Cosine of tf-idf vectors, as of Salton and Buckley 1988."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        """Index `statements`, each as one text."""
        counts = _counts(statements)
        self._rarity = {
            word: math.log((1 + len(counts)) / (1 + number)) + 1 for word, number in _holding(counts).items()
        }
        self._vectors = {name: self._vector(words) for name, words in counts.items()}

    def best(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The best statement for each text."""
        return [_first(self._scores(text)) for text in texts]

    def _scores(self, text: str) -> dict[str, float]:
        asked = self._vector(Counter(normalise(text).split()))
        return {
            name: sum(weight * vector.get(word, 0.0) for word, weight in asked.items())
            for name, vector in self._vectors.items()
        }

    def _vector(self, words: Mapping[str, int]) -> dict[str, float]:
        weights = {word: count * self._rarity[word] for word, count in words.items() if word in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


class Bm25:
    """Okapi BM25, as of Robertson and Zaragoza 2009."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        """Index `statements`, each as one text."""
        self._counts = _counts(statements)
        self._mean = sum(words.total() for words in self._counts.values()) / len(self._counts)
        self._rarity = {
            word: math.log(1 + (len(self._counts) - number + 0.5) / (number + 0.5))
            for word, number in _holding(self._counts).items()
        }

    def best(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The best statement for each text."""
        return [
            _first({name: self._score(normalise(text).split(), words) for name, words in self._counts.items()})
            for text in texts
        ]

    def _score(self, asked: Sequence[str], words: Counter[str]) -> float:
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * words.total() / self._mean)
        return sum(
            self._rarity[word] * words[word] * (_SATURATION + 1) / (words[word] + norm)
            for word in asked
            if word in words
        )


def _counts(statements: Sequence[Statement]) -> dict[str, Counter[str]]:
    return {one.id: Counter(normalise(" ".join(passages(one))).split()) for one in statements}


def _holding(counts: Mapping[str, Counter[str]]) -> Counter[str]:
    """In how many statements each word stands."""
    return Counter(word for words in counts.values() for word in words)


def _first(scores: Mapping[str, float]) -> tuple[str, float]:
    return max(scores.items(), key=lambda item: item[1])


def _share(true: Iterable[bool]) -> float:
    found = list(true)
    return sum(found) / len(found) if found else 0.0

"""The report as text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.understanding.baselines import Figures
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.latency import GOAL_MS, Latency
from benchmarks.understanding.scoring import ROWS, Judged, told

_CONFUSIONS = 15
_SHOWN = 110
"""Characters of an utterance or reply that are shown."""


def goal_table(rows: Mapping[str, Share]) -> list[str]:
    """The rows with their intervals, goals, and whether these are met."""
    lines = [f"{'what':52}{'n':>6}{'share':>8}   {'95 % interval':15}{'goal':>6}"]
    for row in ROWS:
        if row.id in rows:
            lines.append(_line(row.text, rows[row.id], row.goal))
    return lines


def kind_table(rows: Mapping[str, Share]) -> list[str]:
    """Shares by kind of question."""
    lines = [f"{'kind':52}{'n':>6}{'share':>8}   {'95 % interval':15}"]
    return lines + [_share(kind, share) for kind, share in rows.items()]


def latency_line(found: Latency) -> str:
    """The times of understanding, in one line."""
    met = "met" if found.p99 <= GOAL_MS else "NOT MET"
    return (
        f"one turn of understanding, one core: p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms "
        f"(goal {GOAL_MS:.0f} ms, {met}), slowest {found.longest:.1f} ms, "
        f"the first with loading {found.first:.0f} ms"
    )


def engine_table(engines: Mapping[str, Figures | None]) -> list[str]:
    """Engines beside each other; None where one was not measured."""
    lines = [f"{'engine':28}{'right statement first':>22}{'kept':>8}{'gaps answered':>16}{'off-topic answered':>20}"]
    for name, found in engines.items():
        if found is None:
            lines.append(f"{name:28}not recorded: run python -m benchmarks.understanding.minilm --write")
            continue
        lines.append(
            f"{name:28}{found.right:>22.1%}{found.kept:>8.1%}{found.gaps_answered:>16.1%}"
            f"{found.off_topic_answered:>20.1%}"
        )
    return lines


def own_figures(judged: Iterable[Judged]) -> Figures:
    """The whole skill in the terms of the baselines, with its own thresholds."""
    by_row: dict[str, list[Judged]] = {"answer": [], "gap": [], "off-topic": []}
    for one in judged:
        if one.row in by_row:
            by_row[one.row].append(one)

    def answered(row: str) -> float:
        return _mean(one.heard.outcome in ("answer", "choose") for one in by_row[row])

    first = _mean(
        one.heard.outcome == "answer" and one.heard.statements[:1] == (one.case.utterance.label,)
        for one in by_row["answer"]
    )
    return Figures(first, answered("answer"), answered("gap"), answered("off-topic"))


def confusions(judged: Iterable[Judged]) -> list[str]:
    """The pairs of label and wrong reply that occur most."""
    pairs = Counter((_label(one), told(one.heard)) for one in _once(judged) if one.score < 1 and one.row != "command")
    return [f"{count:5}  {label:24} -> {reply}" for (label, reply), count in pairs.most_common(_CONFUSIONS)]


def faults(judged: Iterable[Judged]) -> list[str]:
    """How many replies were the skill's own failures, with one of them to try; empty if none."""
    texts = sorted({one.case.utterance.text for one in judged if one.heard.outcome == "error"})
    if not texts:
        return []
    return [f"THE SKILL FAILED at {len(texts)} utterances; say one to 'make run' and see why: {texts[0]!r}"]


def misses(found: Sequence[Judged]) -> list[str]:
    """Misses with what was said and what was answered."""
    return [
        f"{one.row:15}{_label(one):24} {_short(one.case.utterance.text)}\n"
        f"{'':40}[{told(one.heard)}] {_short(one.heard.speech)}"
        for one in found
    ]


def _line(text: str, share: Share, goal: float | None) -> str:
    if goal is None:
        return f"{_share(text, share)}{'-':>6}"
    return f"{_share(text, share)}{goal:>6.0%}  {'met' if share.value >= goal else 'NOT MET'}"


def _share(text: str, share: Share) -> str:
    low, high = share.interval
    interval = f"{low:.1%} - {high:.1%}"
    return f"{text:52}{share.n:>6}{share.value:>8.1%}   {interval:15}"


def _label(one: Judged) -> str:
    utterance = one.case.utterance
    return f"!{utterance.label}" if utterance.alike else utterance.label


def _once(judged: Iterable[Judged]) -> Iterable[Judged]:
    """Each reply that missed in some row, once."""
    seen: dict[tuple[str, str, bool], Judged] = {}
    for one in judged:
        if one.score < 1:
            utterance = one.case.utterance
            seen.setdefault((utterance.writer, utterance.text, one.case.said.in_stretch), one)
    return seen.values()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _mean(true: Iterable[bool]) -> float:
    found = list(true)
    return sum(found) / len(found) if found else 0.0

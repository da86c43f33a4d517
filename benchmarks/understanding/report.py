"""The report on anything but the blind lines as text."""

from collections.abc import Iterable, Mapping

from benchmarks.understanding.baselines import Figures
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.latency import GOAL_MS, Latency


def own_line(rows: Mapping[str, Share]) -> str:
    """The rows of our own writers, in one line."""
    return ", ".join(f"{name} {share.value:.1%}" for name, share in rows.items())


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


def faults(failed: Iterable[str]) -> list[str]:
    """How many replies were the skill's own failures, with one of them to try; empty if none `failed`."""
    texts = sorted(set(failed))
    if not texts:
        return []
    return [f"THE SKILL FAILED at {len(texts)} utterances; say one to 'make run' and see why: {texts[0]!r}"]


def _share(text: str, share: Share) -> str:
    low, high = share.interval
    interval = f"{low:.1%} - {high:.1%}"
    return f"{text:52}{share.n:>6}{share.value:>8.1%}   {interval:15}"

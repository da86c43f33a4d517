"""The report on the blind lines as text."""

from collections.abc import Iterable, Mapping, Sequence

from authoring.document.spoken_lines import MOMENTS, Sign
from benchmarks.understanding.curve import ALARMS, RECALLS, Curve, alarms_at, recall_at
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.scoring import told
from benchmarks.understanding.strangers import EVERY_ROW, ROWS, WITHOUT_MODEL, Answered, Row, group, harmless

_WIDTH = 54
_HARM = ("call", "told", "doubt", "alarm", "refer", "gap", "fact", "off-topic", "openers", "everyday", "mid-stretch")
"""Kinds of misses, those that do most harm first; whatever else there is follows."""


def table(rows: Mapping[str, Share]) -> list[str]:
    """The table, part by part, with intervals, goals, and whether these are met."""
    lines = [_HEAD]
    for part, some in ROWS.items():
        lines += ["", part]
        lines += [_line(row, rows[row.id], row.goal) for row in some if row.id in rows]
    return lines


def table_without_model(rows: Mapping[str, Share]) -> list[str]:
    """The rows that mean something without the model."""
    return [_HEAD, *(_line(EVERY_ROW[name], share, WITHOUT_MODEL[name]) for name, share in rows.items())]


def state_table(answered: Sequence[Answered]) -> list[str]:
    """Alarms, safety nets, right replies and microphones of harmless lines, by state."""
    lines = [f"{'harmless lines said in the state':36}{'n':>6}{'alarms':>12}{'nets':>12}{'right':>9}{'microphone':>12}"]
    found = [one for one in answered if harmless(one.line)]
    for state in (*MOMENTS, "all"):
        some = [one for one in found if state in ("all", one.line.state)]
        if some:
            alarms, nets = (_counted(some, [x.urgent for x in some]), _counted(some, [x.heard.net for x in some]))
            right = Share(sum(one.right for one in some), len(some)).value
            microphone = Share(sum(one.microphone for one in some), len(some)).value
            lines.append(f"{state:36}{len(some):>6}{alarms:>12}{nets:>12}{right:>9.1%}{microphone:>12.1%}")
    return lines


def curve_table(curves: Mapping[str, Curve]) -> list[str]:
    """Recall at some shares of false alarms, and false alarms at some recalls."""
    lines = [f"{'signs heard, at false alarms of':32}" + "".join(f"{share:>9.2%}" for share in ALARMS)]
    lines += [
        f"{part:32}" + "".join(f"{recall_at(share, points):>9.1%}" for share in ALARMS)
        for part, points in curves.items()
    ]
    lines += ["", f"{'false alarms, at signs heard of':32}" + "".join(f"{recall:>9.1%}" for recall in RECALLS)]
    lines += [
        f"{part:32}" + "".join(f"{alarms_at(recall, points):>9.2%}" for recall in RECALLS)
        for part, points in curves.items()
    ]
    return lines


def heard_table(written: Mapping[str, Share], heard: Mapping[str, Share]) -> list[str]:
    """The same lines as they were written, and as a recogniser heard them."""
    lines = [f"{'what':{_WIDTH}}{'n':>6}{'written':>10}{'heard':>10}"]
    for name, share in written.items():
        lines.append(f"{EVERY_ROW[name].text:{_WIDTH}}{share.n:>6}{share.value:>10.1%}{heard[name].value:>10.1%}")
    return lines


def readme_table(rows: Mapping[str, Share], without: Mapping[str, Share]) -> list[str]:
    """What the README shows: the table, and the rows without the model."""
    return [*table(rows), "", "without the model, by the words alone", *table_without_model(without)[1:]]


def every_miss(answered: Iterable[Answered]) -> list[str]:
    """Every line that was answered wrongly, by kind, for a reader: the state, the words, the labels, what was said."""
    kinds: dict[str, list[Answered]] = {}
    for one in answered:
        if not one.right:
            kinds.setdefault(_kind(one), []).append(one)
    order = [*(kind for kind in _HARM if kind in kinds), *sorted(kind for kind in kinds if kind not in _HARM)]
    lines: list[str] = []
    for kind in order:
        some = sorted(kinds[kind], key=lambda one: (one.line.flag, one.line.labels, one.line.state))
        lines += [f"== {kind}: {len(some)}", *(_miss(one) for one in some), ""]
    return lines


_HEAD = f"{'what':{_WIDTH}}{'n':>6}{'count':>7}{'share':>8}   {'95 % interval':15}{'goal':>9}"


def _line(row: Row, share: Share, goal: float | None) -> str:
    low, high = share.interval
    interval = f"{low:.1%} - {high:.1%}"
    shown = f"{row.text:{_WIDTH}}{share.n:>6}{share.right:>7.0f}{share.value:>8.1%}   {interval:15}"
    if goal is None:
        return shown.rstrip()
    met = share.value <= goal if row.fewer else share.value >= goal
    bound = f"{'<=' if row.fewer else '>='} {goal * 100:.3g}%"
    return f"{shown}{bound:>9}  {'met' if met else 'NOT MET'}"


def _counted(some: Sequence[Answered], yes: Sequence[bool]) -> str:
    return f"{sum(yes)} ({sum(yes) / len(some):.1%})"


def _kind(one: Answered) -> str:
    if one.line.sign is not Sign.NONE:
        return one.line.sign.value
    return "alarm" if one.urgent else group(one.line)


def _miss(one: Answered) -> str:
    line, heard = one.line, one.heard
    sign = "" if line.sign is Sign.NONE else f"  {line.sign.value} {line.flag}"
    net = ", safety net" if heard.net else ""
    return (
        f"{line.writer}:{line.number} [{line.state}] {line.text}\n"
        f"    wanted {'|'.join(line.labels)}{sign}\n"
        f"    [{told(heard)}, {'closed' if heard.closed else 'open'}{net}] {heard.speech}"
    )

"""The picture of the curve, as SVG: legible on a light page and on a dark one."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from benchmarks.understanding.curve import Curve, Point

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 64, 64
_ALARMS = (0.0005, 0.4)
"""Ends of the horizontal axis, which is logarithmic: from one false alarm in two thousand lines on."""
_MISSED = (0.5, 0.001)
"""Ends of the vertical axis, which is logarithmic in the signs that are missed, so that the last of a hundred show."""
_ALARM_TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
_RECALL_TICKS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998)
_COLOURS = ("#0b7285", "#b35900", "#6741d9")
_DARK_COLOURS = ("#4fc3d9", "#f0a64a", "#b197fc")
_DASHES = ("7 4", "2 3", "none")
"""Lines differ in more than colour."""


def picture(curves: Mapping[str, Curve], decided: Point, goal: Point) -> str:
    """The SVG.

    Args:
        curves: at most three, by name.
        decided: what the skill decides.
        goal: the corner of what is wanted: the most false alarms, and the least recall.
    """
    parts = [_head(), _axes(), _goal(goal)]
    for number, (name, points) in enumerate(curves.items()):
        parts += [_line(points, number), _key(name, number)]
    x, y = _place(decided)
    parts += [
        f'<circle class="ink" cx="{x:.1f}" cy="{y:.1f}" r="5"/>',
        f'<text x="{_WIDTH - _RIGHT}" y="24" text-anchor="end">\u25cf what is decided: '
        f"{decided.recall:.1%} heard, {decided.alarms:.1%} false alarms</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head() -> str:
    light = " ".join(f".c{number} {{ stroke: {colour}; }}" for number, colour in enumerate(_COLOURS))
    dark = " ".join(f".c{number} {{ stroke: {colour}; }}" for number, colour in enumerate(_DARK_COLOURS))
    title = "Signs of danger that are heard, against false alarms"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">
<style>
text {{ font: 13px system-ui, sans-serif; fill: #24292f; }} .strong {{ font-weight: 600; }}
.paper {{ fill: #ffffff; }} .ink {{ fill: #24292f; }} .grid {{ stroke: #d0d7de; }}
.goal {{ fill: #2da44e; opacity: .22; }}
.curve {{ fill: none; stroke-width: 2.5; }} {light}
@media (prefers-color-scheme: dark) {{
text, .ink {{ fill: #e6edf3; }} .paper {{ fill: #161b22; }} .grid {{ stroke: #3d444d; }}
.goal {{ fill: #56d364; }} {dark}
}}
</style>
<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}" rx="8"/>"""


def _axes() -> str:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    lines = []
    for alarms in _ALARM_TICKS:
        x = _across(alarms)
        lines.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>')
        lines.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{alarms * 100:g} %</text>')
    for recall in _RECALL_TICKS:
        y = _down(recall)
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{recall * 100:g} %</text>')
    middle = (_LEFT + right) / 2
    lines.append(
        f'<text x="{middle:.0f}" y="{_HEIGHT - 16}" text-anchor="middle">harmless lines that raise the alarm</text>'
    )
    lines.append(f'<text class="strong" x="{_LEFT}" y="24">signs of danger that are heard</text>')
    return "\n".join(lines)


def _goal(goal: Point) -> str:
    x, y = _place(goal)
    return (
        f'<rect class="goal" x="{_LEFT}" y="{_TOP}" width="{x - _LEFT:.1f}" height="{y - _TOP:.1f}"/>'
        f'<text x="{_LEFT + 8}" y="{_TOP + 18}">wanted</text>'
    )


def _line(points: Sequence[Point], number: int) -> str:
    places = [_place(point) for point in points if 1 - point.recall <= _MISSED[0] and point.alarms <= _ALARMS[1]]
    corners = [f"{x:.1f},{y:.1f}" for x, y in _without_repeats(places)]
    return f'<polyline class="curve c{number}" stroke-dasharray="{_DASHES[number]}" points="{" ".join(corners)}"/>'


def _key(name: str, number: int) -> str:
    x = _LEFT + number * 190
    return (
        f'<line class="curve c{number}" stroke-dasharray="{_DASHES[number]}" x1="{x}" x2="{x + 34}" y1="44" y2="44"/>'
        f'<text x="{x + 42}" y="48">{escape(name)}</text>'
    )


def _without_repeats(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of places nearer than half a pixel, the first."""
    kept: list[tuple[float, float]] = []
    for place in places:
        if not kept or math.dist(kept[-1], place) >= 0.5:
            kept.append(place)
    return kept


def _place(point: Point) -> tuple[float, float]:
    return _across(point.alarms), _down(point.recall)


def _across(alarms: float) -> float:
    least, most = _ALARMS
    share = math.log(min(max(alarms, least), most) / least) / math.log(most / least)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _down(recall: float) -> float:
    most, least = _MISSED
    share = math.log(min(max(1 - recall, least), most) / most) / math.log(least / most)
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

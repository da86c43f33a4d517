"""The picture of the speed, as SVG: what each turn and each start takes beside the hello world's; light and dark."""

import math
from collections.abc import Mapping
from html import escape
from pathlib import Path

from benchmarks.speed.committed import Measured, Part

PICTURE = Path(__file__).parents[2] / "docs/speed.svg"
"""Where the README shows it."""

_WIDTH, _LEFT, _RIGHT = 760, 350, 76
_TOP, _ROW, _BOTTOM = 56, 30, 62
_LEAST, _MOST = 0.02, 5.0
"""Ends of the axis, which is logarithmic: from a fiftieth of the hello world's time to five times as long."""
_TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_TITLE = "Time that Back Coach takes, beside a hello-world skill on the stock SDK"


def picture(parts: Mapping[str, Part]) -> str:
    """The SVG of all that was measured, a row each.

    Of what is better the more there is of it, such as requests a second, the inverse is drawn.
    """
    measured = [figure for part in parts.values() for figure in part.measured]
    machines = "; ".join(dict.fromkeys(part.machine for part in parts.values()))
    height = _TOP + _ROW * len(measured) + _BOTTOM
    drawn = [_head(height), _axis(height, machines)]
    drawn += [_row(figure, _TOP + _ROW * number + _ROW / 2) for number, figure in enumerate(measured)]
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _head(height: int) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_TITLE}">
<style>
text {{ font: 13px system-ui, sans-serif; fill: #24292f; }} .strong {{ font-weight: 600; }}
.paper {{ fill: #ffffff; }} .grid {{ stroke: #d0d7de; }} .one {{ stroke: #24292f; stroke-width: 1.5; }}
.goal {{ fill: #2da44e; opacity: .22; }} .range {{ stroke: #0b7285; stroke-width: 2.5; }} .middle {{ fill: #0b7285; }}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e6edf3; }} .paper {{ fill: #161b22; }} .grid {{ stroke: #3d444d; }} .one {{ stroke: #e6edf3; }}
.goal {{ fill: #56d364; }} .range {{ stroke: #4fc3d9; }} .middle {{ fill: #4fc3d9; }}
}}
</style>
<rect class="paper" width="{_WIDTH}" height="{height}" rx="8"/>"""


def _axis(height: int, machine: str) -> str:
    bottom = height - _BOTTOM
    lines = [f'<text class="strong" x="16" y="24">{escape(_TITLE)}</text>']
    for tick in _TICKS:
        x, kind = _across(tick), "one" if tick == 1 else "grid"
        lines.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{bottom}"/>')
        lines.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{tick:g}</text>')
    lines.append(
        f'<text x="{_across(1):.1f}" y="{_TOP - 14}" text-anchor="middle">hello world</text>'
        f'<text x="16" y="{bottom + 18}">green: wanted</text>'
        f'<text x="16" y="{height - 14}">{escape(machine)}</text>'
    )
    return "\n".join(lines)


def _row(one: Measured, y: float) -> str:
    ends = sorted(_time(one, ratio) for ratio in (one.least, one.most))
    least, most, middle, goal = (_across(value) for value in (*ends, _time(one, one.middle), _time(one, one.goal)))
    return (
        f'<rect class="goal" x="{_LEFT}" width="{goal - _LEFT:.1f}" y="{y - _ROW / 2 + 4:.1f}" height="{_ROW - 8}"/>'
        f'<text x="16" y="{y + 4:.1f}">{escape(one.name)}</text>'
        f'<line class="range" x1="{least:.1f}" x2="{most:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<circle class="middle" cx="{middle:.1f}" cy="{y:.1f}" r="5"/>'
        f'<text x="{_WIDTH - 16}" y="{y + 4:.1f}" text-anchor="end">{_shown(one)}</text>'
    )


def _time(one: Measured, ratio: float) -> float:
    return 1 / ratio if one.more_is_better else ratio


def _shown(one: Measured) -> str:
    return f"{one.middle:.2g} : 1"


def _across(ratio: float) -> float:
    share = math.log(min(max(ratio, _LEAST), _MOST) / _LEAST) / math.log(_MOST / _LEAST)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

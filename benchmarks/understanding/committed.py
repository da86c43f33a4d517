"""`evaluation.json`: the committed figures, and how fresh ones compare with them."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from benchmarks.understanding.intervals import Share

COMMITTED = Path(__file__).with_name("evaluation.json")
TOLERANCE = 0.005
"""How far a row may get worse than its committed share: half a point."""
MEND = "run 'make evaluate WRITE=1', look at what changed, and give the reason in the commit"

Rows = Mapping[str, Share]
"""Row id to share."""


def read() -> dict[str, Any]:
    """The committed figures; empty if there are none yet."""
    if not COMMITTED.exists():
        return {}
    found: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return found


def write(**parts: Any) -> None:
    """Replace `parts` of the committed figures and keep the others."""
    text = json.dumps({**read(), **parts}, indent=1, sort_keys=True) + "\n"
    COMMITTED.write_text(text, encoding="utf-8")


def as_json(rows: Rows) -> dict[str, dict[str, float]]:
    """Rows as they are committed: n, and the share to four places."""
    return {name: {"n": share.n, "share": round(share.value, 4)} for name, share in rows.items()}


def complaints(
    rows: Rows, committed: Mapping[str, Mapping[str, float]], fewer: Collection[str] = frozenset()
) -> list[str]:
    """What keeps `rows` from standing beside the committed ones; empty if nothing does.

    Args:
        rows: measured now.
        committed: measured before.
        fewer: ids of the rows that count what must not happen, so that they must not rise.
    """
    found = [f"{name}: measured no more, but committed; {MEND}" for name in committed if name not in rows]
    for name, share in rows.items():
        before = committed.get(name)
        if before is None:
            found.append(f"{name}: not committed yet; {MEND}")
        elif before["n"] != share.n:
            found.append(f"{name}: {share.n} utterances, where {before['n']:.0f} were committed; {MEND}")
        elif _worse(share.value, before["share"], name in fewer):
            found.append(f"{name}: {share.value:.1%}, where {before['share']:.1%} was committed; mend it, or {MEND}")
    return found


def _worse(now: float, before: float, fewer: bool) -> bool:
    return now > before + TOLERANCE if fewer else now < before - TOLERANCE

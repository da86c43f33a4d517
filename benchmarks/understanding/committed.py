"""`evaluation.json`: the committed figures, and how fresh ones compare with them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.understanding.intervals import Share

COMMITTED = Path(__file__).with_name("evaluation.json")
TOLERANCE = 0.005
"""How far a row may fall below its committed share: half a point."""
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


def complaints(rows: Rows, committed: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What keeps `rows` from standing beside the committed ones; empty if nothing does."""
    found = [f"{name}: measured no more, but committed; {MEND}" for name in committed if name not in rows]
    for name, share in rows.items():
        before = committed.get(name)
        if before is None:
            found.append(f"{name}: not committed yet; {MEND}")
        elif before["n"] != share.n:
            found.append(f"{name}: {share.n} utterances, where {before['n']:.0f} were committed; {MEND}")
        elif share.value < before["share"] - TOLERANCE:
            found.append(f"{name}: {share.value:.1%}, where {before['share']:.1%} was committed; mend it, or {MEND}")
    return found

"""`python -m benchmarks.speed`: the skill beside a hello-world skill on the stock SDK, and the goals beside both.

Two cores are meant, and nothing else running: shared processors make every figure larger and the ranges wider. The
ratios come from turns made alternately in one run, so that both sides suffer alike. A goal is met where every round
meets it, and missed where none does, each with what the machine adds to work that is always the same taken off either
side; between the two, the machine hides it.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed import cold, committed, growth, in_process, package, portions, throughput
from benchmarks.speed.authority import Signer
from benchmarks.speed.figures import Row, table
from benchmarks.speed.page import PAGE, page
from benchmarks.speed.picture import PICTURE, picture

PARTS = ("turns", "throughput", "cold", "package", "growth", "portions")
"""What can be measured on its own."""


def main() -> int:
    """Measure and print. Returns 0 whether or not the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be repeated")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write speed.json, the tables of docs/speed.md and the picture that the README shows",
    )
    options = parser.parse_args()
    wanted: list[str] = options.only or list(PARTS)
    began = time.monotonic()
    found: dict[str, list[Row]] = {}
    shares: committed.Portions = {}
    with tempfile.TemporaryDirectory(prefix="back-coach-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _say("making keys and both skills")
        both = in_process.pair(folder, Signer())
        parts: dict[str, tuple[str, Callable[[], list[Row]]]] = {
            "turns": ("turns in this process, alternately", lambda: in_process.measure(both)),
            "throughput": ("requests a second", lambda: throughput.measure(folder, both)),
            "cold": ("cold starts, alternately", lambda: cold.measure(both)),
            "package": ("the package", package.measure),
            "growth": ("documents of 30 and 3,000 statements", lambda: growth.measure(folder, both.signer)),
        }
        for part, (title, measure) in parts.items():
            if part in wanted:
                _say(title)
                found[part] = measure()
        if "portions" in wanted:
            _say("where a turn's time goes")
            shares = portions.measure(both)
    _say(f"done in {time.monotonic() - began:.0f} s")
    print(f"{_machine()}, one BLAS thread. What else runs here shows in the ranges.")
    print()
    print("Medians (smallest to largest) of several rounds.")
    print(table([row for rows in found.values() for row in rows]))
    if shares:
        print("\nWhere a turn's time goes, means, each part without the parts inside it.")
        print(portions.table(shares))
    if options.write:
        _write(found, shares)
    return 0


def _write(found: dict[str, list[Row]], shares: committed.Portions) -> None:
    parts = {name: committed.Part(_machine(), committed.compared(rows)) for name, rows in found.items()}
    written = committed.write(parts, shares)
    PICTURE.write_text(picture(written.parts), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), written), encoding="utf-8")
    print(f"\nwritten to {committed.COMMITTED}, {PICTURE} and {PAGE}")


def _machine() -> str:
    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {platform.python_version()}, {cores} core{'' if cores == 1 else 's'}, load {load:.1f}"


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks.soak SECONDS`: the deployed service under steady, signed traffic, and what it weighs.

Ends with an error if memory grows, if a turn fails, or if the log names a fault. `make soak` runs ten minutes.
"""

import argparse
import itertools
import math
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.service import Person, Service

WORKERS = 2
SENDERS = 4
USERS = 500
PAUSE_SECONDS = 0.01
"""Between two turns of a sender: load, but no race."""
SAMPLES = 60
ALLOWED_GROWTH = 0.05
"""Of the resident memory, from the second quarter of the run to the last. Noise, not a leak."""
_QUESTIONS = (
    "why does walking help my back",
    "how much exercise do i need",
    "is swimming any good",
    "what should i have for breakfast",
    "should i take painkillers",
    "i have chest pain",
)
_STEPS = ("ReadyIntent", "AMAZON.NextIntent", "SlowerIntent", "AMAZON.RepeatIntent", "AMAZON.NextIntent")


@dataclass
class Tally:
    """What the senders saw."""

    turns: int = 0
    """Answered."""
    seconds: list[float] = field(default_factory=list)
    """How long each took, the last hundred thousand."""
    problems: list[str] = field(default_factory=list)
    """What was not answered well."""

    def add(self, seconds: float) -> None:
        """Count a turn."""
        self.turns += 1
        self.seconds.append(seconds)
        del self.seconds[:-100_000]


def visit(person: Person, chance: random.Random) -> list[Callable[[], dict[str, Any]]]:
    """What one person says in one visit."""
    kind = chance.randrange(3)
    if kind == 0:
        return [lambda: person.say("AskQuestionIntent", question=chance.choice(_QUESTIONS))]
    if kind == 1:
        steps = [lambda name=name: person.say(name) for name in _STEPS]
        start = [person.launch, lambda: person.say("StartRoutineIntent", stretch="neck stretch")]
        return [*start, *steps, lambda: person.say("AMAZON.StopIntent")]
    return [person.launch, lambda: person.say("AMAZON.NoIntent"), lambda: person.say("ForgetMeIntent")]


def send(service: Service, seed: int, over: threading.Event, tally: Tally) -> None:
    """One sender: visit after visit until it is over."""
    chance = random.Random(seed)  # noqa: S311
    for _ in itertools.takewhile(lambda _: not over.is_set(), itertools.count()):
        person = Person(service, f"amzn1.ask.account.{chance.randrange(USERS)}")
        for say in visit(person, chance):
            began = time.perf_counter()
            try:
                outcome = say().get("sessionAttributes", {}).get("outcome", "")
            except (OSError, RuntimeError) as error:
                outcome = type(error).__name__
                tally.problems.append(outcome)
                return
            tally.add(time.perf_counter() - began)
            if outcome == "fault":
                tally.problems.append(outcome)
            over.wait(PAUSE_SECONDS)


def resident(service: Service) -> float:
    """What the service's processes have in memory of their own, MiB: what they share is counted once."""
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text().split()
    total = 0
    for pid in (str(service.process.pid), *children):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def main() -> int:
    """Run it, and say what it weighed; 1 if it grew or failed."""
    seconds = _seconds(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name, Service(Path(name), WORKERS) as service:
        over, tally = threading.Event(), Tally()
        senders = [threading.Thread(target=send, args=(service, n, over, tally)) for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        weights = []
        for number in range(SAMPLES):
            over.wait(seconds / SAMPLES)
            weights.append(resident(service))
            if (number + 1) % (SAMPLES // 6) == 0:
                passed = (number + 1) * seconds / SAMPLES
                print(
                    f"{passed:5.0f} s, {seconds - passed:.0f} s left  {weights[-1]:6.1f} MiB  {tally.turns} turns",
                    flush=True,
                )
        over.set()
        for sender in senders:
            sender.join()
        stored = sum(path.stat().st_size for path in (Path(name) / "state").iterdir()) / 2**20
        status = service.stop()
        log = service.log()
    return judged(weights, tally, stored, status, log)


def _seconds(arguments: list[str]) -> float:
    """How long it lasts: the first argument."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="The service under steady traffic.")
    parser.add_argument("seconds", type=_positive, nargs="?", default=600.0, help="how long, 600 unless given")
    return float(parser.parse_args(arguments).seconds)


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; give DURATION=600")
    return seconds


def judged(weights: list[float], tally: Tally, stored: float, status: int, log: str) -> int:
    """Print what came of it; 1 if something is not as it should be."""
    quarter = len(weights) // 4
    before, after = statistics.median(weights[quarter : 2 * quarter]), statistics.median(weights[-quarter:])
    times = sorted(tally.seconds)
    print(f"{tally.turns} turns; memory {before:.1f} -> {after:.1f} MiB; state {stored:.2f} MiB")
    print(
        f"median {times[len(times) // 2] * 1000:.1f} ms, 99 in 100 within {times[len(times) * 99 // 100] * 1000:.1f} ms"
    )
    problems = list(tally.problems)
    if after > before * (1 + ALLOWED_GROWTH):
        problems.append(f"memory grew by {(after / before - 1) * 100:.1f} %")
    if status != 0:
        problems.append(f"it ended with status {status}")
    for word in ('"outcome": "fault"', "state_failed", "skill_failed", "Traceback"):
        if word in log:
            problems.append(f"the log has {word}")
    for problem in problems:
        print(f"PROBLEM: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

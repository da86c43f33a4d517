"""How long one turn of understanding takes: on one core, with one thread, in a process of its own.

python -m benchmarks.understanding.latency < TEXTS     a JSON list of texts in, a JSON object out
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.understanding.replies import ONE_THREAD, ROOT
from skill.content.digests import INDEX
from skill.content.store import load_content
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.recognizer import Recognizer
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.subjects import Subjects

GOAL_MS = 12.0
"""The goal for the 99th percentile, in milliseconds."""
_WARM_UP = 50
_TRIES = 3
"""How often each text is timed; its fastest try counts, for the others measure what else the machine was doing."""


@dataclass(frozen=True)
class Latency:
    """Times of one turn of understanding, in milliseconds, over many utterances."""

    p50: float
    """Half are faster."""
    p99: float
    """All but one in a hundred are faster."""
    longest: float
    """The slowest."""
    first: float
    """The very first, in which the model is loaded."""


def latency(texts: Sequence[str]) -> Latency:
    """Time the understanding of `texts`, as `Recognizer.hear` does it, from the words to the meaning."""
    # numpy reads the number of threads when it is loaded, so the environment has to be set before Python starts.
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.understanding.latency"],
        input=json.dumps(list(texts)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
    )
    return Latency(**json.loads(done.stdout))


def main() -> int:
    """Time the texts on standard input; returns the exit status."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    recognizer = _ear()
    texts: list[str] = json.load(sys.stdin)
    first = _milliseconds(recognizer, texts[0])
    for text in texts[:_WARM_UP]:
        recognizer.recognize(recognizer.of_words(text))
    # Round after round, never the same text twice in a row: the recognizer remembers the last.
    rounds = [[_milliseconds(recognizer, text) for text in texts] for _ in range(_TRIES)]
    times = sorted(min(tries) for tries in zip(*rounds, strict=True))
    found = Latency(times[len(times) // 2], times[len(times) * 99 // 100], times[-1], first)
    print(json.dumps(asdict(found)))
    return 0


def _milliseconds(recognizer: Recognizer, text: str) -> float:
    start = time.perf_counter()
    recognizer.recognize(recognizer.of_words(text))
    return (time.perf_counter() - start) * 1000


def _ear() -> Recognizer:
    compiled = SPEECH / "compiled"
    commands = Commands(compiled, Voices.load(compiled).numbers)
    content = load_content(compiled / "content.json")
    subjects = Subjects(content.ids, compiled / INDEX)
    return Recognizer(commands, SafetyLexicon(compiled / "safety.json"), SPEECH / "model" / "encoder.onnx", subjects)


if __name__ == "__main__":
    sys.exit(main())

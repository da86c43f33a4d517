"""`python -m authoring.hearing`: speak blind lines, add a room's noise, and write down what a recogniser hears."""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from audio.environment import environment
from audio.piper import Piper
from audio.recogniser import Recogniser
from authoring.document.heard_lines import HEADER, heard_row, words_wrong
from authoring.document.spoken_lines import Sign, SpokenLine, read_spoken_lines
from authoring.document.utterances import Split
from authoring.hearing.listening import Listening
from authoring.hearing.sampling import Quota, sample
from authoring.hearing.voices import Flite, Joe, Voice
from skill.errors import BackCoachError
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.words import normalise

_SEED = 20261130
_DECIBELS = 25.0
_FLITE = ("slt", "rms")
_EVERY = 10
"""Lines between two words about progress."""


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; returns the exit status: 0, or 2 if it cannot run."""
    options = _parser().parse_args(arguments)
    try:
        lines = _sample(options)
        found = environment()
        recogniser = Recogniser(found.whisper)
        with tempfile.TemporaryDirectory() as name, closing(Piper(found)) as piper:
            joe = Joe(piper)
            voices: list[Voice] = [joe, joe, *(Flite(voice, Path(name)) for voice in _FLITE)]
            listening = Listening(voices, options.decibels, recogniser, options.seed)
            _write(lines, listening, options.out or options.root / f"speech/heard/{options.split}.tsv", options)
    except BackCoachError as error:
        print(f"heard: {error}", file=sys.stderr)
        return 2
    return 0


def _sample(options: argparse.Namespace) -> list[SpokenLine]:
    speech = options.root / "speech"
    lexicon = SafetyLexicon(speech / "compiled/safety.json")

    def told(line: SpokenLine) -> bool:
        return line.sign is Sign.TOLD

    def alike(line: SpokenLine) -> bool:
        return line.sign is Sign.NONE and bool(lexicon.pattern(normalise(line.text)))

    wanted = ((told, options.told), (alike, options.alike))
    quotas: list[Quota] = [(fits, count) for fits, count in wanted if count is not None]
    return sample(read_spoken_lines(speech / "blind")[Split(options.split)], options.lines, quotas, options.seed)


def _write(lines: Sequence[SpokenLine], listening: Listening, out: Path, options: argparse.Namespace) -> None:
    """Write each line as soon as it is heard: whoever stops early keeps what there is."""
    pairs: dict[str, list[tuple[SpokenLine, SpokenLine]]] = defaultdict(list)
    began, spent, done = time.monotonic(), 0.0, 0
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        print(HEADER, file=file, flush=True)
        for done, line in enumerate(lines, 1):
            voice, heard = listening.hear(line)
            if heard:
                print(heard_row(line, heard), file=file, flush=True)
                pairs[voice].append((line, replace(line, text=heard)))
            spent = time.monotonic() - began
            if done % _EVERY == 0:
                left = spent * (len(lines) - done) / done
                print(f"{done} of {len(lines)} lines, {spent:.0f} s, {left:.0f} s left", file=sys.stderr, flush=True)
            if spent > 60 * options.minutes:
                break
    every = [pair for name in pairs for pair in pairs[name]]
    for name in sorted(pairs):
        print(f"{name}: {len(pairs[name])} lines, {words_wrong(pairs[name]):.1%} of words wrong")
    print(f"all: {words_wrong(every):.1%} of words wrong; {done - len(every)} of {done} lines were heard as nothing")
    print(f"written to {out} in {spent:.0f} s")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m authoring.hearing", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--split", choices=list(Split), default=Split.DEVELOPMENT, help="whose lines")
    parser.add_argument("--lines", type=int, default=150, help="how many, drawn at random")
    parser.add_argument("--told", type=int, help="how many of them tell of a sign of danger; else as it falls")
    parser.add_argument(
        "--alike", type=int, help="how many of them are harmless, with alarming words; else as it falls"
    )
    parser.add_argument("--decibels", type=float, default=_DECIBELS, help="how far the noise is below the voice")
    parser.add_argument("--seed", type=int, default=_SEED, help="what chance begins with")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--out", type=Path, help="the file to write; speech/heard/SPLIT.tsv if not given")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

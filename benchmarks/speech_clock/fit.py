"""Fit the speech clock's shape to audio of our own sentences, and write what was measured.

    .venv/bin/python -m benchmarks.speech_clock.fit            measure, write measured.json, report
    .venv/bin/python -m benchmarks.speech_clock.fit --check    report on the stored measurements

Measuring needs espeak-ng. Every fifth sentence is kept out of the fit and reported on separately.
The fitted numbers are printed for `SHAPE` and `REFERENCE_WORDS_PER_SECOND` in
skill/speech/clock.py: they are pasted by hand, so that a change of the clock is a change somebody
made.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from authoring.document.folders import find_folders
from benchmarks.speech_clock.reference import reference_seconds, reference_version
from skill.speech.clock import REFERENCE_WORDS_PER_SECOND, SHAPE, seconds
from skill.speech.spoken_words import Pause, read_token

ROOT = Path(__file__).resolve().parents[2]
MEASURED = ROOT / "tests" / "speech_clock" / "measured.json"
TAGGED = Path(__file__).with_name("tagged.txt")
RARE = Path(__file__).with_name("rare.txt")
HELD_OUT_EVERY = 5
PARTS = ("word", "syllable", "consonant", "weak", "letter", "comma", "colon", "stop", "start")

Floats = npt.NDArray[np.float64]

_SPOKEN_FIELDS = ("Brief", "Setup", "Caution", "Finish", "Move", "Hold", "How", "Easier")
_FIELD = re.compile(r"- (\w+): (.+)")
_WORDS = re.compile(r"\{\{\s*words\.(\w+)\s*\}\}|\{([a-z ]+)\}")

_OPEN = re.compile(r"\{%|\{\{(?!\s*words\.)|<")
"""A prompt with this in it is not spoken as it stands."""


def main(arguments: list[str]) -> int:
    """Run from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Fit the speech clock to audio of our own sentences.")
    parser.add_argument("--check", action="store_true", help="report on the stored measurements only")
    if not parser.parse_args(arguments).check:
        MEASURED.write_text(json.dumps(measure(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    report(measured)
    return 0


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (where from, text) of everything of ours that is spoken as it stands."""
    folders = find_folders(ROOT / "speech")
    for path in [folders.document / "article.md", *sorted((folders.document / "stretches").glob("*.md"))]:
        name = path.relative_to(folders.document).as_posix()
        _, _, body = path.read_text(encoding="utf-8").partition("\n- " if path.parent.name == "stretches" else "\n## ")
        for line in f"- {body}".splitlines():
            text = _spoken_line(line)
            if text:
                yield name, text
    prompts = folders.language / "prompts.yaml"
    if prompts.exists():
        for value in yaml.safe_load(prompts.read_text(encoding="utf-8")).values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and text[-1:] in (".", "?") and not _OPEN.search(text):
                    yield "prompts.yaml", text
    for text in RARE.read_text(encoding="utf-8").splitlines():
        if text and text[0] != "#":
            yield RARE.name, text


def _spoken_line(line: str) -> str:
    """Return what a line of a document has spoken, or nothing."""
    field = _FIELD.match(line)
    if field:
        return field[2].split("|")[0].strip() if field[1] in _SPOKEN_FIELDS else ""
    if not line or line[0] in "#- " or line.startswith("Source:"):
        return ""
    # Statements have their numbers in words; figures mean a title in the list of studies.
    return "" if re.search(r"\d", line) else line.removeprefix("More:").strip()


def _locale_word(found: re.Match[str]) -> str:
    """Return what an American hears for a word in braces; a movement is read for the left side."""
    word = (found[1] or found[2]).replace("_", " ")
    return "left" if word == "side" else word


def measure() -> dict[str, Any]:
    """Have every sentence, and every piece of tagged speech, spoken and timed."""
    plain: dict[str, dict[str, Any]] = {}
    for source, template in sentences():
        text = " ".join(_WORDS.sub(_locale_word, template).split())
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        if key not in plain:
            plain[key] = {
                "id": key,
                "source": source,
                "text": text,
                "seconds": reference_seconds(text),
            }
    tagged = [line for line in TAGGED.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {
        "reference": reference_version(),
        "plain": [entry | {"held_out": index % HELD_OUT_EVERY == 0} for index, entry in enumerate(plain.values())],
        "tagged": [{"ssml": ssml, "seconds": reference_seconds(ssml)} for ssml in tagged],
    }


def counts(text: str) -> list[float]:
    """Return how often each of `PARTS` occurs; the pause after the last word is not heard."""
    readings = [read_token(token) for token in text.replace("\u2014", " \u2014 ").split()]
    heard = [reading.pause for reading in readings[:-1]]
    return [
        sum(reading.words for reading in readings),
        sum(reading.syllables for reading in readings),
        sum(reading.consonants for reading in readings),
        sum(reading.weak for reading in readings),
        sum(reading.letters for reading in readings),
        heard.count(Pause.COMMA),
        heard.count(Pause.COLON),
        heard.count(Pause.STOP),
        1,
    ]


def fit(rows: Floats, lengths: Floats) -> Floats:
    """Return the seconds of each part that leave the smallest absolute relative error.

    By reweighted least squares, so that a few odd sentences do not bend the rest.
    """
    relative = rows / lengths[:, None]
    weights: Floats = np.ones(len(lengths))
    solution = np.zeros(rows.shape[1])
    for _ in range(50):
        root = np.sqrt(weights)
        solution = np.asarray(np.linalg.lstsq(relative * root[:, None], root, rcond=None)[0], float)
        weights = 1.0 / np.maximum(np.abs(relative @ solution - 1.0), 0.01)
    return solution


def report(measured: dict[str, Any]) -> None:
    """Print the fitted shape, how near the clock comes, and what it says of tagged speech."""
    plain = measured["plain"]
    fitted = [entry for entry in plain if not entry["held_out"]]
    kept_out = [entry for entry in plain if entry["held_out"]]
    write = sys.stdout.write
    write(f"{measured['reference']}: {len(plain)} sentences, {len(kept_out)} kept out of the fit\n\n")
    for part, value in zip(PARTS, fit(*_table(fitted)), strict=True):
        write(f"    {part}={value:.3f},   in use {getattr(SHAPE, part):.3f}\n")
    rows, lengths = _table(plain)
    speed = rows[:, 0].sum() / lengths.sum()
    write(f"    words a second {speed:.2f},   in use {REFERENCE_WORDS_PER_SECOND:.2f}\n\n")
    for name, entries in (("fitted", fitted), ("kept out", kept_out)):
        errors = np.array([_error(entry["text"], entry["seconds"]) for entry in entries])
        middle, most, worst = np.percentile(np.abs(errors), [50, 90, 100])
        write(f"{name:9} median {middle:.1%}  p90 {most:.1%}  worst {worst:.1%}")
        write(f"  mean {errors.mean():+.1%}\n")
    for entry in sorted(plain, key=lambda entry: -abs(_error(entry["text"], entry["seconds"])))[:12]:
        write(f"    {_error(entry['text'], entry['seconds']):+.1%}  {entry['text'][:90]}\n")
    write("\ntagged\n")
    for entry in measured["tagged"]:
        error = _error(entry["ssml"], entry["seconds"])
        write(f"    {error:+6.1%} {entry['seconds']:6.2f} s  {entry['ssml'][:110]}\n")


def _table(entries: list[dict[str, Any]]) -> tuple[Floats, Floats]:
    """Return the parts of each sentence, a row each, and the measured seconds."""
    rows: Floats = np.array([counts(entry["text"]) for entry in entries], dtype=np.float64)
    return rows, np.array([entry["seconds"] for entry in entries], dtype=np.float64)


def _error(ssml: str, measured: float) -> float:
    """Return by what share the clock, at the reference's speed, is too long."""
    return seconds(ssml, REFERENCE_WORDS_PER_SECOND) / measured - 1.0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

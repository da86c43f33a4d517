"""`python -m authoring.training`: train the sentence encoder, by a larger teacher, and write it to `speech/model/`."""

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path

from authoring.compiler.sources import read_sources
from authoring.document.folders import find_folders
from authoring.document.heard_lines import intelligible, read_heard
from authoring.document.load import load_document
from authoring.document.spoken_lines import read_spoken_lines
from authoring.document.utterances import Split
from authoring.training.dataset import read_dataset
from authoring.training.examples import of_line, of_utterances
from authoring.training.export import export
from authoring.training.finetune import COURSE, OTHERS, SEED, STUDENTS_SEED, Material, finetune
from authoring.training.phrases import command_phrases, command_utterances
from authoring.training.reader import begin
from authoring.training.teacher import COURSE as TEACHERS_COURSE
from authoring.training.teacher import OTHERS as TEACHERS_OTHERS
from authoring.training.teacher import begin_teacher, judge
from skill.understanding.words import normalise


def main() -> int:
    """Train and export. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--out", type=Path, default=Path("speech/model/encoder.onnx"))
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    speech = arguments.root / "speech"
    dataset = read_dataset(speech, arguments.document)
    lines = read_spoken_lines(speech / "blind")[Split.TRAIN]
    folders = find_folders(speech, arguments.document)
    content = load_document(folders.document)
    listed = [
        (entry.id, normalise(question))
        for group in (content.statements, content.gaps, content.referrals)
        for entry in group
        for question in entry.questions
    ]
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    phrases = command_utterances(command_phrases(read_sources(folders)), chance)
    others = of_utterances((*dataset.train, *phrases), lines, chance)
    heard = [line for _, line in intelligible(read_heard(speech / "heard" / "train.tsv", lines))]
    print(f"{len(dataset.train)} utterances, {len(lines)} blind lines, {len(heard)} of them heard too", flush=True)
    material = Material([of_line(line) for line in (*lines, *heard)], others, listed)
    teacher = finetune(begin_teacher(), material, TEACHERS_COURSE, TEACHERS_OTHERS)
    material = replace(material, judged=judge(teacher, material.everything))
    export(finetune(begin(), material, COURSE, OTHERS, STUDENTS_SEED), arguments.root / arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m authoring.training.leave_out`: encoders that do not know a part of the article's statements.

Each fold takes some statements for written after training: every line, utterance and question that means one of them is
left out, and an encoder is trained on the rest. What such encoders make of the left-out statements is what a new
document can hope for: `authoring.training.fit_unseen` fits to it, and `benchmarks.understanding.leave_out` measures it.
"""

import argparse
import random
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from authoring.compiler.sources import read_sources
from authoring.document.folders import find_folders
from authoring.document.heard_lines import intelligible, read_heard
from authoring.document.load import load_document
from authoring.document.spoken_lines import SpokenLine, read_spoken_lines
from authoring.document.utterances import Split, Utterance
from authoring.training.dataset import read_dataset
from authoring.training.examples import of_line, of_utterances
from authoring.training.export import export
from authoring.training.finetune import COURSE, OTHERS, SEED, Material, finetune
from authoring.training.parts import encoder_of, parts
from authoring.training.phrases import command_phrases, command_utterances
from authoring.training.reader import begin
from skill.understanding.words import normalise

_SHORT = replace(COURSE, passes=1)
"""One pass, and no teacher, where the whole course has four: five encoders are trained, and only compared."""
_SHARE = 0.5
"""Share of the whole course's lines that the pass goes over."""


@dataclass(frozen=True)
class Known:
    """All that an encoder may be taught, before anything is left out."""

    lines: Sequence[SpokenLine]
    """Blind lines, and some of them as they were heard."""
    utterances: Sequence[Utterance]
    """Those of the first writers, and phrases of commands."""
    questions: Sequence[tuple[str, str]]
    """Id and normalised text of what the document lists."""

    def without(self, left_out: Collection[str], chance: random.Random) -> Material:
        """What is left to learn from when nothing may mean one of `left_out`."""
        lines = [line for line in self.lines if not {*line.labels, line.flag} & {*left_out}]
        utterances = [utterance for utterance in self.utterances if utterance.label not in left_out]
        questions = [(name, text) for name, text in self.questions if name not in left_out]
        some = chance.sample(lines, round(_SHARE * len(lines)))
        return Material([of_line(line) for line in some], of_utterances(utterances, lines, chance), questions)


def read_known(speech: Path, document: str) -> Known:
    """What the whole encoder is trained on.

    Raises:
        DocumentError: a document or a line is faulty.
    """
    folders = find_folders(speech, document)
    content = load_document(folders.document)
    lines = read_spoken_lines(speech / "blind")[Split.TRAIN]
    heard = [line for _, line in intelligible(read_heard(speech / "heard" / "train.tsv", lines))]
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    phrases = command_utterances(command_phrases(read_sources(folders)), chance)
    questions = [
        (entry.id, normalise(question))
        for group in (content.statements, content.gaps, content.referrals)
        for entry in group
        for question in entry.questions
    ]
    return Known((*lines, *heard), (*read_dataset(speech, document).train, *phrases), questions)


def main() -> int:
    """Train the encoders that are not there yet. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training.leave_out", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    speech = arguments.root / "speech"
    known = read_known(speech, arguments.document)
    statements = load_document(find_folders(speech, arguments.document).document).statements
    for number, left_out in enumerate(parts([statement.id for statement in statements])):
        path = encoder_of(arguments.root, number)
        if path.exists():
            print(f"{path}: is there", flush=True)
            continue
        material = known.without(left_out, random.Random(SEED))  # noqa: S311 - reproducible, not secret
        print(f"{path}: without {', '.join(left_out)}; {len(material.examples)} lines", flush=True)
        # Half the bits: twice as fast where the processor multiplies matrices of bfloat16. Weights change at each step:
        # what they are in half the bits is not to be kept.
        with torch.autocast("cpu", dtype=torch.bfloat16, cache_enabled=False):
            trained = finetune(begin(), material, _SHORT, OTHERS * _SHARE)
        export(trained, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

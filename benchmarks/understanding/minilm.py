"""Plain MiniLM: the statement whose words lie nearest to the question's, without any training of ours.

    python -m benchmarks.understanding.minilm          measure
    python -m benchmarks.understanding.minilm --write  measure, and record it in evaluation.json

Needs requirements-train.txt; the report shows the recorded figures where that is not installed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.spoken_lines import SpokenLine
from authoring.training.reader import PRETRAINED
from benchmarks.understanding import committed
from benchmarks.understanding.baselines import Figures, measure, passages
from benchmarks.understanding.strangers import split_lines
from skill.content.model import Statement

_BATCH = 64
_SPEECH = Path(__file__).resolve().parents[2] / "speech"


def main(arguments: Sequence[str]) -> int:
    """Measure on the test split; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding.minilm")
    parser.add_argument("--write", action="store_true", help="record the figures in evaluation.json")
    options = parser.parse_args(arguments)
    lines = split_lines("test")
    figures = minilm(load_document(find_folders(_SPEECH).document).statements, lines)
    print(figures.as_json())
    if options.write:
        committed.write(minilm={"lines": len(lines), "figures": figures.as_json()})
    return 0


def minilm(statements: Sequence[Statement], lines: Sequence[SpokenLine]) -> Figures:
    """Measure MiniLM on the questions among blind `lines`."""
    tokenizer = AutoTokenizer.from_pretrained(PRETRAINED)
    encoder = AutoModel.from_pretrained(PRETRAINED).eval()

    def vectors(texts: Sequence[str]) -> torch.Tensor:
        parts = []
        for start in range(0, len(texts), _BATCH):
            batch = tokenizer(list(texts[start : start + _BATCH]), padding=True, truncation=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1)
            parts.append((encoder(**batch).last_hidden_state * mask).sum(1) / mask.sum(1))
        return torch.nn.functional.normalize(torch.cat(parts), dim=1)

    owners = [one.id for one in statements for _ in passages(one)]
    read = [text for one in statements for text in passages(one)]
    with torch.no_grad():
        known = vectors(read)

        def best(texts: Sequence[str]) -> list[tuple[str, float]]:
            scores, numbers = (vectors(texts) @ known.T).max(dim=1)
            return [(owners[int(number)], float(score)) for score, number in zip(scores, numbers, strict=True)]

        return measure(best, lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

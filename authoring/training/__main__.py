"""`python -m authoring.training`: train the sentence encoder and write it to `speech/model/`."""

import argparse
import sys
from pathlib import Path

from authoring.training.dataset import read_dataset
from authoring.training.distil import distil
from authoring.training.export import export
from authoring.training.finetune import SEED, finetune

_TEACHERS = 2
"""Fine-tuned with a seed each. What they agree on is steadier than what either says."""


def main() -> int:
    """Train and export. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.training", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--out", type=Path, default=Path("speech/model/encoder.bin"))
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    dataset = read_dataset(arguments.root / "speech", arguments.document)
    print(
        f"{len(dataset.train)} training, {len(dataset.development)} development and {len(dataset.test)} test "
        f"utterances; {dataset.dropped} near-repetitions dropped",
        flush=True,
    )
    teachers = [finetune(dataset.train, SEED + number) for number in range(_TEACHERS)]
    export(distil(teachers, dataset.train), arguments.root / arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

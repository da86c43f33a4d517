"""`python -m authoring.training`: train the sentence encoder and write it to `speech/model/`."""

import argparse
import sys
from pathlib import Path

from authoring.training.dataset import read_split
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
    arguments = parser.parse_args()
    split = read_split(arguments.root / "speech")
    print(
        f"{len(split.train)} training, {len(split.development)} development and {len(split.test)} test "
        f"utterances; {split.dropped} near-repetitions dropped",
        flush=True,
    )
    teachers = [finetune(split.train, SEED + number) for number in range(_TEACHERS)]
    export(distil(teachers, split.train), arguments.root / arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

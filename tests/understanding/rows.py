"""Labelled lines beside the tests."""

from pathlib import Path

_HERE = Path(__file__).parent


def read_rows(name: str) -> list[tuple[str, str]]:
    """Label and text of each line of the file `name`, which has a tab between them."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, text in (line.split("\t") for line in lines)]

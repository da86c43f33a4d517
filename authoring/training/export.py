"""The trained encoder to one ONNX file of eight-bit weights."""

from pathlib import Path

from authoring.training.teaching import Classifier


def export(trained: Classifier, path: Path) -> None:
    """Write the model and, beside it, its hash as `<name>.sha256`."""
    raise NotImplementedError

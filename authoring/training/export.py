"""The trained encoder to one ONNX file of eight-bit weights, as the skill reads it."""

import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from authoring.training.reader import MOMENT_ROWS, MiniLM
from authoring.training.teaching import Classifier
from skill.understanding.pieces import LONGEST

_OPSET = 17
"""The version of ONNX's operators: one that the pinned exporter, quantiser and run time all read."""
_STEPS = 127
"""Steps of an eight-bit integer to either side of nought."""


class _Sentence(nn.Module):
    """What is exported: the rows of one sentence's word pieces, and its moment, to label scores and its vector."""

    def __init__(self, trained: Classifier[MiniLM]) -> None:
        super().__init__()
        self.encoder = trained.reader.encoder
        self.head = trained.head
        words = self.encoder.embeddings.word_embeddings.weight.detach()
        scale = (words.abs().amax(dim=1, keepdim=True) / _STEPS).clamp_min(1e-12)
        # A scale for each word piece; the quantiser leaves them as they are.
        self.register_buffer("words", torch.round(words / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, pieces: torch.Tensor, moment: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        embeddings = self.encoder.embeddings
        words = self.words[pieces].float() * self.scale[pieces]
        places = embeddings.position_embeddings.weight[:LONGEST][: pieces.shape[1]]
        hidden = embeddings.LayerNorm(words + places + embeddings.token_type_embeddings(moment))
        # Nothing is masked: there is one sentence, and no filling after it.
        mean = self.encoder.encoder(hidden).last_hidden_state.mean(dim=1)
        return self.head(mean)[0], nn.functional.normalize(mean, dim=-1)[0]


def export(trained: Classifier[MiniLM], path: Path, temperature: float = 1.0) -> None:
    """Write the model and, beside it, its hash as `<name>.sha256`.

    Args:
        trained: the encoder and its head.
        path: of the ONNX file. Labels, word pieces, moments and temperature are its metadata.
        temperature: what to divide the scores by, so that the probabilities are as often right as they say.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        floats, small, fast = (Path(folder) / f"{name}.onnx" for name in ("floats", "small", "fast"))
        _write_floats(trained, floats)
        # A scale for every 32 weights (MatMulNBits) moves probabilities a sixth as far, to no better hearing, in twice
        # the time.
        quantize_dynamic(
            floats,
            small,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            # One bit less: processors without VNNI add up pairs of products in sixteen bits, which must not run over.
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        _optimise(small, fast)
        model = onnx.load(fast)
    pieces = sorted(trained.reader.pieces, key=trained.reader.pieces.__getitem__)
    known = {"labels": trained.labels, "pieces": pieces, "moments": MOMENT_ROWS, "temperature": temperature}
    onnx.helper.set_model_props(model, {name: json.dumps(value) for name, value in known.items()})
    data = model.SerializeToString(deterministic=True)
    path.write_bytes(data)
    path.with_suffix(".sha256").write_text(f"{hashlib.sha256(data).hexdigest()}\n", encoding="ascii")


def _write_floats(trained: Classifier[MiniLM], path: Path) -> None:
    """The model in ONNX, its weights floats as they were trained."""
    with torch.no_grad():
        torch.onnx.export(
            _Sentence(trained).eval(),
            (torch.zeros(1, 5, dtype=torch.long), torch.zeros(1, 1, dtype=torch.long)),
            str(path),
            input_names=["pieces", "moment"],
            output_names=["scores", "vector"],
            dynamic_axes={"pieces": {1: "length"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _optimise(path: Path, to: Path) -> None:
    """What onnxruntime would otherwise do at each start; nothing that depends on the processor."""
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(to)
    InferenceSession(path, options, providers=["CPUExecutionProvider"])

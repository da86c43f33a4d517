"""The trained encoder to one file of eight-bit weights that numpy alone can use."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from transformers import AutoTokenizer

from authoring.training.finetune import PRETRAINED
from authoring.training.teaching import Classifier
from skill.understanding.weights import ALIGNMENT, MAGIC

_SPOKEN_PIECE = re.compile(r"^(?:##)?[a-z0-9]+$|^'$")
_SPECIAL = ("[UNK]", "[CLS]", "[SEP]")


def export(trained: Classifier, path: Path) -> None:
    """Write the model and, beside it, its hash as `<name>.sha256`."""
    pieces = AutoTokenizer.from_pretrained(PRETRAINED).get_vocab()
    kept = [*_SPECIAL, *sorted(one for one in pieces if _SPOKEN_PIECE.match(one))]
    arrays = _arrays(trained, [pieces[piece] for piece in kept])
    header: dict[str, Any] = {
        "labels": trained.labels,
        "pieces": kept,
        "layers": trained.encoder.config.num_hidden_layers,
        "heads": trained.encoder.config.num_attention_heads,
        "arrays": {},
    }
    offset = 0
    for name, array in arrays.items():
        entry = {"dtype": array.dtype.str, "shape": array.shape, "offset": offset}
        header["arrays"][name] = entry
        offset += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    text = json.dumps(header).encode()
    start = -(-(len(MAGIC) + 8 + len(text)) // ALIGNMENT) * ALIGNMENT
    blob = bytearray(start + offset)
    blob[: len(MAGIC)] = MAGIC
    blob[len(MAGIC) : len(MAGIC) + 8] = len(text).to_bytes(8, "little")
    blob[len(MAGIC) + 8 : len(MAGIC) + 8 + len(text)] = text
    for name, array in arrays.items():
        at = start + header["arrays"][name]["offset"]
        blob[at : at + array.nbytes] = array.tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(blob)
    digest = hashlib.sha256(blob).hexdigest()
    path.with_suffix(".sha256").write_text(f"{digest}\n", encoding="ascii")


def _arrays(trained: Classifier, kept: list[int]) -> dict[str, npt.NDArray[np.generic]]:
    weights = {name: tensor.detach().float().numpy() for name, tensor in trained.encoder.state_dict().items()}
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][kept]
    weights["embeddings.position_embeddings.weight"] = (
        weights["embeddings.position_embeddings.weight"][:64]
        + weights.pop("embeddings.token_type_embeddings.weight")[0]
    )
    weights["head.weight"] = trained.head.weight.detach().numpy()
    weights["head.bias"] = trained.head.bias.detach().numpy()
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, array in weights.items():
        if name.startswith("pooler") or name.endswith("position_ids"):
            continue
        if array.ndim == 2 and array.size > 50_000:
            scale = np.abs(array).max(axis=1, keepdims=True) / 127
            arrays[name] = np.round(array / np.maximum(scale, 1e-12)).astype(np.int8)
            arrays[f"{name}.scale"] = scale.astype(np.float32)
        else:
            arrays[name] = array.astype(np.float32)
    return arrays

"""The sentence encoder in numpy: a six-layer transformer, then one score a label.

Architecture: Devlin and others 2019 (BERT), in the size of MiniLM (Wang and others 2020).
"""

import math
from pathlib import Path

import numpy as np

from skill.understanding.pieces import split_pieces
from skill.understanding.weights import Floats, Weights, load_weights

_EPSILON = 1e-12


class Encoder:
    """Gives each label of an utterance a probability."""

    def __init__(self, path: Path) -> None:
        """Load the model file.

        Raises:
            CompiledFilesError: it is missing or damaged.
        """
        self._weights: Weights = load_weights(path)
        self.labels = self._weights.labels

    def probabilities(self, text: str) -> Floats:
        """One probability a label, in the order of `labels`. `text` is normalised already."""
        dense = self._weights.dense
        rows = split_pieces(text, self._weights.pieces)
        hidden: Floats = self._weights.embeddings[rows] * self._weights.embedding_scale[rows]
        hidden = hidden + dense["embeddings.position_embeddings.weight"][: len(rows)]
        hidden = self._normal(hidden, "embeddings.LayerNorm")
        for layer in range(self._weights.layers):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        scores = hidden.mean(axis=0) @ dense["head.weight"] + dense["head.bias"]
        exponent = np.exp(scores - scores.max())
        result: Floats = exponent / exponent.sum()
        return result

    def _layer(self, hidden: Floats, name: str) -> Floats:
        attended = self._attend(hidden, f"{name}.attention")
        hidden = self._normal(hidden + attended, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        narrow = self._linear(wide, f"{name}.output.dense")
        return self._normal(hidden + narrow, f"{name}.output.LayerNorm")

    def _attend(self, hidden: Floats, name: str) -> Floats:
        length, width = hidden.shape
        heads = self._weights.heads
        three = self._linear(hidden, f"{name}.self").reshape(length, 3, heads, -1)
        query, key, value = three.transpose(1, 2, 0, 3)
        scores = query @ key.swapaxes(1, 2) / math.sqrt(width / heads)
        exponent = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = exponent / exponent.sum(axis=-1, keepdims=True)
        together = (shares @ value).swapaxes(0, 1).reshape(length, width)
        return self._linear(together, f"{name}.output.dense")

    def _linear(self, values: Floats, name: str) -> Floats:
        dense = self._weights.dense
        result: Floats = values @ dense[f"{name}.weight"] + dense[f"{name}.bias"]
        return result

    def _normal(self, values: Floats, name: str) -> Floats:
        dense = self._weights.dense
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        result: Floats = centred / spread * dense[f"{name}.weight"] + dense[f"{name}.bias"]
        return result


def _gelu(values: Floats) -> Floats:
    """Hendrycks and Gimpel 2016, in its tanh form, which the model is trained with."""
    cube = values * values * values  # far faster than a power
    curve = np.tanh((values + cube * 0.044715) * 0.7978845608)
    return np.asarray(values * (curve + 1.0) * 0.5, dtype=np.float32)

"""The sentence encoder in numpy: a transformer, then one score a label.

Architecture: Devlin and others 2019 (BERT), in the size of MiniLM (Wang and others 2020). A word piece is a column, not
a row: weights times columns is a fifth to a third faster on one core for the few pieces of an utterance.
"""

import math
from pathlib import Path

import numpy as np

from skill.understanding.pieces import split_pieces
from skill.understanding.weights import Floats, Weights, load_weights

_EPSILON = 1e-12
_LANES = 4
"""Columns come in multiples of this many, the last ones empty: a ragged edge makes products up to a third slower."""


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
        length = len(rows)
        embedded = self._weights.embeddings[rows] * self._weights.embedding_scale[rows]
        embedded += dense["embeddings.position_embeddings.weight"][:length]
        hidden = np.zeros((embedded.shape[1], -(-length // _LANES) * _LANES), dtype=np.float32)
        hidden[:, :length] = embedded.T
        hidden = self._normal(hidden, "embeddings.LayerNorm")
        for layer in range(self._weights.layers):
            hidden = self._layer(hidden, length, f"encoder.layer.{layer}")
        scores = dense["head.weight"] @ hidden[:, :length].mean(axis=1) + dense["head.bias"][:, 0]
        exponent = np.exp(scores - scores.max())
        result: Floats = exponent / exponent.sum()
        return result

    def _layer(self, hidden: Floats, length: int, name: str) -> Floats:
        attended = self._attend(hidden, length, f"{name}.attention")
        attended += hidden
        hidden = self._normal(attended, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        narrow = self._linear(wide, f"{name}.output.dense")
        narrow += hidden
        return self._normal(narrow, f"{name}.output.LayerNorm")

    def _attend(self, hidden: Floats, length: int, name: str) -> Floats:
        heads = self._weights.heads
        query, key, value = self._linear(hidden, f"{name}.self").reshape(3, heads, -1, hidden.shape[1])
        scores = query.swapaxes(1, 2) @ key
        scores *= 1 / math.sqrt(len(hidden) / heads)
        scores[:, :, length:] = -np.inf  # nobody attends to an empty column
        scores -= scores.max(axis=-1, keepdims=True)
        shares = np.exp(scores, out=scores)
        shares /= shares.sum(axis=-1, keepdims=True)
        together = (value @ shares.swapaxes(1, 2)).reshape(hidden.shape)
        return self._linear(together, f"{name}.output.dense")

    def _linear(self, values: Floats, name: str) -> Floats:
        dense = self._weights.dense
        result: Floats = dense[f"{name}.weight"] @ values
        result += dense[f"{name}.bias"]
        return result

    def _normal(self, values: Floats, name: str) -> Floats:
        dense = self._weights.dense
        values -= values.mean(axis=0)
        values /= np.sqrt(np.einsum("wl,wl->l", values, values) / len(values) + _EPSILON)
        values *= dense[f"{name}.weight"]
        values += dense[f"{name}.bias"]
        return values


def _gelu(values: Floats) -> Floats:
    """Hendrycks and Gimpel 2016, in its tanh form, which the model is trained with."""
    curve = values * values
    curve *= 0.044715
    curve += 1.0
    curve *= values
    curve *= 0.7978845608
    np.tanh(curve, out=curve)
    curve += 1.0
    curve *= values
    curve *= 0.5
    return curve

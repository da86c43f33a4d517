"""The sentence encoder: words and their moment to a probability a label, and a vector.

Architecture: Devlin and others 2019 (BERT), in the size of MiniLM (Wang and others 2020).
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from skill.content.digests import sealed
from skill.errors import CompiledFilesError
from skill.understanding.moment import Moment
from skill.understanding.pieces import split_pieces
from skill.understanding.reading import Reading

_REBUILD = "restore it, or run 'make train'"
_FATAL = 4
"""The least severe of onnxruntime's messages that goes to the log: our own lines say what failed."""


class Encoder:
    """Reads one sentence after the other. Threads may share it, processes may not: make it after a fork."""

    def __init__(self, path: Path) -> None:
        """Load the model file, whose hash stands beside it.

        Raises:
            CompiledFilesError: it is missing or damaged, or of another version.
        """
        model = sealed(path, _REBUILD)
        self._session = onnxruntime.InferenceSession(model, _options(), providers=["CPUExecutionProvider"])
        known = {name: json.loads(text) for name, text in self._session.get_modelmeta().custom_metadata_map.items()}
        if set(known["moments"]) != set(Moment):
            raise CompiledFilesError(f"{path} was trained for other moments; {_REBUILD}")
        self.labels: tuple[str, ...] = tuple(known["labels"])
        self._pieces = {piece: row for row, piece in enumerate(known["pieces"])}
        self._moments = {Moment(name): row for row, name in enumerate(known["moments"])}
        self._temperature: float = known["temperature"]

    def read(self, text: str, moment: Moment) -> Reading:
        """Read `text`, normalised already, as it was said at `moment`."""
        pieces = np.array([split_pieces(text, self._pieces)], dtype=np.int64)
        row = np.array([[self._moments[moment]]], dtype=np.int64)
        scores, vector = self._session.run(["scores", "vector"], {"pieces": pieces, "moment": row})
        if not np.isfinite(scores).all():
            raise ArithmeticError("the scores are no numbers")
        exponent = np.exp((scores - scores.max()) / self._temperature)
        return Reading(tuple((exponent / exponent.sum()).tolist()), vector)


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    # An utterance is a few milliseconds of work: threads would spend them waiting for each other.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # It was optimised when it was exported. To do that here took longer than all else of loading.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = _FATAL
    return options

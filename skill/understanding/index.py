"""The index of a document: how like an utterance is to what each statement, gap and referral is asked and says.

Vectors of the encoder's own, made by the compiler, so that what the encoder was never trained on is found all the same
(dense retrieval: Karpukhin and others 2020). One product of a matrix; a document has too few rows for anything else.
"""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skill.content.digests import sealed
from skill.content.store import REBUILD
from skill.errors import CompiledFilesError


class Index:
    """Finds what is most like a sentence's vector."""

    def __init__(self, path: Path) -> None:
        """Load the index, whose hash stands beside it. `authoring.compiler.index` writes it, and says what is in it.

        Raises:
            CompiledFilesError: it is missing or damaged, or of another version.
        """
        data = sealed(path, REBUILD)
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                self.encoder = str(file["encoder"])
                """Digest of the encoder that its vectors are of. Those of another cannot be compared with them."""
                self.made_from = str(file["made_from"])
                """Digest of the encoder and the texts."""
                self._ids: list[str] = file["ids"].tolist()
                self._starts: npt.NDArray[np.int32] = file["starts"]
                self.calibration: tuple[float, ...] = tuple(file["calibration"].tolist())
                """How it is believed by itself, as `Unseen` takes it; empty for a document too small to tell."""
                self._vectors = file["vectors"] * file["scales"][:, np.newaxis]
        except (OSError, ValueError, KeyError) as error:
            raise CompiledFilesError(f"{path} is of another version; {REBUILD}") from error

    def likeness(self, vector: npt.NDArray[np.float32]) -> Mapping[str, float]:
        """The greatest cosine of each id's rows with `vector`, of length one."""
        nearest = np.maximum.reduceat(self._vectors @ vector, self._starts)
        return dict(zip(self._ids, nearest.tolist(), strict=True))

"""The index of a document: how like an utterance is to what each statement, gap and referral is asked and says.

Vectors of the encoder's own, made by the compiler, so that what the encoder was never trained on is found all the same
(dense retrieval: Karpukhin and others 2020), and the words themselves beside them.
"""

import io
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from skill.content.digests import sealed
from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.fitted_unseen import WORDS
from skill.understanding.search import Search, Vector, greatest, nearest_two
from skill.understanding.shared_words import SharedWords


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
                self.ids: list[str] = file["ids"].tolist()
                """What it finds, in order."""
                near = float(file["near_miss"])
                self.near_miss = None if math.isnan(near) else near
                """How like a near miss is to the nearest statement; None for a document too small to tell."""
                rows = file["vectors"] * file["scales"][:, np.newaxis]
                self._search = Search(rows, file["starts"], file.get("axes"))
                self._words = SharedWords(file, len(self.ids))
        except (OSError, ValueError, KeyError) as error:
            raise CompiledFilesError(f"{path} is of another version; {REBUILD}") from error

    def likeness(self, vector: Vector) -> Mapping[str, float]:
        """The greatest cosine of each id's rows with `vector`, of length one."""
        return dict(zip(self.ids, self._search.entries(vector, greatest).tolist(), strict=True))

    def likeness_alone(self, vector: Vector, words: str) -> Mapping[str, float]:
        """How like each id is to what was said, where nothing else tells: a cosine, and more where words are shared.

        Args:
            vector: of the sentence, of length one.
            words: the same, normalised.
        """
        near, shares = self.parts(vector, words)
        return dict(zip(self.ids, (near + WORDS * shares).tolist(), strict=True))

    def parts(self, vector: Vector, words: str) -> tuple[Vector, Vector]:
        """The cosines, and the shares of words, that a likeness is made of, in the order of the ids."""
        return self._search.entries(vector, nearest_two), self._words.shares(words)

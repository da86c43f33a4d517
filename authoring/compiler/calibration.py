"""How near a near miss comes to a document, found out from the gaps that it lists, without any training.

Texts of one subject are alike in one document and less so in another: what is near here is far there. Each question
listed under a gap stands for those near the subject that the document does not answer; how like they are to the
nearest statement, on average, is where the likeness of this document begins to tell.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FEWEST = 20
"""Questions of gaps below which nothing is found out: a handful of them cannot be told from luck."""
_MOST = 400
"""Questions that are asked at most; of more, as many that lie evenly among them."""


def evenly(rows: Sequence[int]) -> list[int]:
    """As many of the rows of questions as are asked, which lie evenly among them."""
    return [rows[round(place)] for place in np.linspace(0, len(rows) - 1, min(len(rows), _MOST))]


def near_misses(likeness: npt.NDArray[np.float32], gaps: npt.NDArray[np.bool_]) -> float | None:
    """How like a near miss is to the nearest statement; None with too few questions, or without a statement.

    Args:
        likeness: of each question that is listed under a gap, to each id.
        gaps: which ids are of no statement.
    """
    if len(likeness) < FEWEST or gaps.all():
        return None
    return float(likeness[:, ~gaps].max(axis=1).mean())

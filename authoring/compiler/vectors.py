"""The encoder's vectors of texts, each read once: who compiles after every edit reads no more than what was edited."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skill.understanding.encoder import Encoder
from skill.understanding.moment import Moment


@lru_cache(maxsize=1)
def reader(
    path: Path,
    seal: str,  # noqa: ARG001 - another encoder in the same place reads otherwise
    moment: Moment,
) -> Callable[[str], npt.NDArray[np.float32]]:
    """Reads normalised texts with the encoder in the file `path`.

    Args:
        path: the encoder.
        seal: its digest.
        moment: when they are said.
    """
    encoder = Encoder(path)
    return cache(lambda text: encoder.read(text, moment).vector)

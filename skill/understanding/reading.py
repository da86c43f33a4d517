"""What the encoder makes of one sentence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands do without numpy, which takes a moment to import
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Reading:
    """A sentence, read."""

    probabilities: tuple[float, ...]
    """One a label, in the order of the encoder's labels. They add up to one."""
    vector: "npt.NDArray[np.float32]"
    """What the sentence means, of length one: the product of two is how alike they are."""

"""Sound as numbers."""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""One channel of sound, between minus one and one."""

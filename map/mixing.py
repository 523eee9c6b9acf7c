"""Mixing of colours as arrays."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def mixed(under: ArrayLike, over: ArrayLike, share: Floats | float) -> Floats:
    """(…, 3) RGB of `over` laid on `under`; `share` broadcast, 0..1."""
    a = np.asarray(under, dtype=np.float64)[..., :3]
    result: Floats = a + (np.asarray(over, dtype=np.float64)[..., :3] - a) * share
    return result

"""A frame, and the kinds of image that pass through a watch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""(height, width, 3) BGR."""
Floats = NDArray[np.float64]
Boxes = NDArray[np.float32]
"""(n, 4) left, top, right, bottom."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a camera. `taken`: monotonic seconds at which it was read; `number` counts from 1 a source."""

    image: Image
    taken: float
    number: int

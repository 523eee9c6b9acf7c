"""How large type on a wall must be: from the width of the wall and the distance of its farthest reader."""

from __future__ import annotations

import math
from dataclasses import dataclass

ARC_MINUTES = 16.0
"""The height of a letter at the eye, at least (design: look.md, after ISO 9241-303's 16′ for reading)."""
CAPITAL = 0.73
"""Height of a capital in the interface's face, as a share of its size in pixels."""
STEPS = (1.0, 1.3, 2.0, 2.6, 4.0)
"""Sizes of type on a wall, each as a share of the least."""
LEAST_PX = 12
NARROWEST_M, WIDEST_M = 0.4, 40.0
NEAREST_M, FARTHEST_M = 0.5, 60.0
USUAL_M = (4.0, 5.0)
"""Width of a wall, and distance of its farthest reader, before anybody said."""


@dataclass(frozen=True)
class WallType:
    """`px`: the sizes in pixels of the wall, smallest first."""

    px: tuple[int, ...]

    @classmethod
    def of(cls, width_px: int, width_m: float, distance_m: float) -> WallType:
        """For a picture `width_px` wide that is `width_m` metres wide, read from `distance_m` metres.

        A letter h high is seen under the angle a = 2·atan(h / 2d): h = 2·d·tan(a / 2).
        """
        width_m = min(max(width_m, NARROWEST_M), WIDEST_M)
        distance_m = min(max(distance_m, NEAREST_M), FARTHEST_M)
        height_m = 2 * distance_m * math.tan(math.radians(ARC_MINUTES / 60) / 2)
        least = max(height_m / width_m * width_px / CAPITAL, LEAST_PX)
        return cls(tuple(math.ceil(least * step) for step in STEPS))

"""A camera's tile: what of its picture a seat may see, ready to be shown. Drawn in `draw_tile`, off the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 480, 270


class PictureState(StrEnum):
    """What is known of a camera's picture. FROZEN: frames come, and all are the same to the last bit."""

    OPENING = "opening"
    LIVE = "live"
    FROZEN = "frozen"
    LOST = "lost"


@dataclass(frozen=True, eq=False)
class Tile:
    """`pixels` (270, 480, 4) BGRX, contiguous; None while there is no picture. `taken` monotonic seconds. `people`:
    how many are in the picture, `in_zone` how many of them stand in the zone."""

    camera: str
    state: PictureState
    taken: float
    pixels: NDArray[np.uint8] | None = None
    people: int = 0
    in_zone: int = 0

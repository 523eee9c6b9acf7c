"""A base map: an image of the ground under everything, given piece by piece – what each source of one promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from map.raster import Image
from map.view import Bounds, View

Floats = NDArray[np.float64]
Piece = tuple[Image, Floats]
"""(h, w, 4) blue, green, red, alpha – colours already multiplied by it – and the (2, 3) affine that carries pixels
(pixel edges at whole numbers, as in Qt) to metres east, north of the local frame."""


class Base(Protocol):
    """An opened base map. `tiles` is called by the render thread alone; files are read there and nowhere else."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def attribution(self) -> str:
        """Whose it is, one line; the name where the file does not say."""

    @property
    def bounds(self) -> Bounds:
        """What it may cover, metres of the local frame."""

    def tiles(self, view: View) -> Iterator[Piece]:
        """What lies in `view` (which counts physical pixels, as a Sheet does), from the pyramid level that fits it.

        Never raises for a piece that cannot be read: that one is missing, and the log says so once.
        """


@dataclass(frozen=True)
class Underlay:
    """A base map on show, at `opacity` 0 … 1."""

    base: Base
    opacity: float = 1.0


class Unfit(Enum):
    """Why a file or folder is no base map here."""

    MISSING = "missing"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    VECTOR = "vector"
    NO_GROUND = "no ground"
    PROJECTION = "projection"
    AWAY = "away"


class UnfitError(Exception):
    """A base map was refused; nothing was changed. `km`: how far away it lies, where that is the reason."""

    def __init__(self, why: Unfit, name: str, km: float = 0.0) -> None:
        super().__init__(f"{name}: {why.value}")
        self.why, self.name, self.km = why, name, km

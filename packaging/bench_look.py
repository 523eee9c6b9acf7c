"""Looking at a timed picture: what must be on it is on it, where it must be; a quick picture of nothing is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from map.palette import RGBA

Pixels = npt.NDArray[np.int16]
Points = npt.NDArray[np.float64]

NEAR = 70.0
"""Colours this close (Euclid, of 441) count as the same: soft rims and halos mix them with the ground."""
EDGE_STEP = 14
"""Least difference of lightness across the edge of a building."""


@dataclass(frozen=True)
class Check:
    """One thing looked for: how many of how many were found, and the share that must be."""

    what: str
    found: int
    of: int
    least: float

    @property
    def passed(self) -> bool:
        """Enough of them; nothing to look for is nothing found."""
        return self.of > 0 and self.found >= self.least * self.of

    def __str__(self) -> str:
        return f"{self.what} {self.found}/{self.of}"


def pixels_of(image: QImage) -> Pixels:
    """(height, width, 3) red, green, blue."""
    shown = image.convertToFormat(QImage.Format.Format_RGB888)
    line = shown.bytesPerLine()
    raw = np.frombuffer(shown.constBits(), dtype=np.uint8).reshape(shown.height(), line)
    return raw[:, : shown.width() * 3].reshape(shown.height(), shown.width(), 3).astype(np.int16)


def in_sight(picture: Pixels, points: Points, margin: int) -> Points:
    """Those of the points (n, 2), pixels x and y, that have `margin` pixels of picture on every side."""
    height, width = picture.shape[:2]
    low, high = (points >= margin).all(axis=1), (points < (width - margin, height - margin)).all(axis=1)
    kept: Points = points[low & high & np.isfinite(points).all(axis=1)]
    return kept


def _around(picture: Pixels, points: Points, radius: int) -> Pixels:
    """(n, k, 3) the squares around points that are in sight."""
    step = np.arange(-radius, radius + 1)
    dx, dy = (grid.ravel() for grid in np.meshgrid(step, step))
    at = points.astype(np.int64)
    around: Pixels = picture[at[:, 1, None] + dy, at[:, 0, None] + dx]
    return around


def coloured(picture: Pixels, points: Points, colour: RGBA, radius: int, *, what: str, least: float) -> Check:
    """Points that have this colour within `radius` pixels."""
    seen = in_sight(picture, points, radius)
    if not len(seen):
        return Check(what, 0, 0, least)
    gap = np.linalg.norm(_around(picture, seen, radius) - np.array(colour[:3]), axis=2)
    return Check(what, int((gap.min(axis=1) < NEAR).sum()), len(seen), least)


def edged(picture: Pixels, points: Points, *, what: str = "building edges", least: float = 0.75) -> Check:
    """Points in whose neighbourhood the lightness changes, as it does across the edge of a roof."""
    seen = in_sight(picture, points, 4)
    if not len(seen):
        return Check(what, 0, 0, least)
    light = _around(picture, seen, 3).sum(axis=2) / 3
    return Check(what, int((np.ptp(light, axis=1) >= EDGE_STEP).sum()), len(seen), least)


def filled(picture: Pixels, colour: RGBA, *, what: str, least: int) -> Check:
    """So many pixels of a colour anywhere."""
    gap = np.linalg.norm(picture - np.array(colour[:3], dtype=np.int16), axis=2)
    found = int((gap < NEAR / 2).sum())
    return Check(what, found, least, 1.0)

"""Small tests of a point against rings, paths and points."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def inside(ring: Floats, x: float, y: float) -> bool:
    """Even-odd test of a point in a (k, 2) ring."""
    a, b = ring, np.roll(ring, -1, axis=0)
    spans = (a[:, 1] > y) != (b[:, 1] > y)
    rise = np.where(spans, b[:, 1] - a[:, 1], 1.0)
    return bool(np.count_nonzero(spans & (x < a[:, 0] + (y - a[:, 1]) / rise * (b[:, 0] - a[:, 0]))) % 2)


def nearest(px: Floats, x: float, y: float, reach: float) -> int | None:
    """Row of the nearest of (n, 2) pixels within `reach`; the later one of equals, for it is drawn on top."""
    if not len(px):
        return None
    away = np.hypot(px[:, 0] - x, px[:, 1] - y)
    best = len(away) - 1 - int(np.argmin(away[::-1]))
    return best if away[best] <= reach else None


def near_path(px: Floats, x: float, y: float, reach: float, closed: bool) -> bool:
    """The pixel is within `reach` of a (k, 2) line."""
    a, b = (px, np.roll(px, -1, axis=0)) if closed else (px[:-1], px[1:])
    run = b - a
    t = np.clip(((x - a[:, 0]) * run[:, 0] + (y - a[:, 1]) * run[:, 1]) / np.maximum((run**2).sum(axis=1), 1e-9), 0, 1)
    away = np.hypot(a[:, 0] + t * run[:, 0] - x, a[:, 1] + t * run[:, 1] - y)
    return bool((away <= reach).any())

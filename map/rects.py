"""Upright rectangles as rows of left, top, right, bottom: which touch, which a line crosses, which fill a polygon."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BAND_PX = 14.0


def rows_of(boxes: Iterable[QRectF]) -> Floats:
    """(k, 4)."""
    rows = [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def about(points: Floats, half: float) -> Floats:
    """(k, 4) squares about (k, 2) points."""
    return np.concatenate([points - half, points + half], axis=1)


def at_corners(corners: Floats, size: Floats) -> Floats:
    """(…, 4) from top left corners (…, 2) and widths and heights that broadcast to them."""
    return np.concatenate([corners, corners + size], axis=-1)


def touching(a: Floats, b: Floats, apart: float = 0.0) -> Bools:
    """(…,): each of `a` (…, 4) comes nearer than `apart` to at least one of `b` (k, 4)."""
    if not len(b):
        return np.zeros(a.shape[:-1], dtype=np.bool_)
    a = a[..., None, :]
    beside = (a[..., 0] < b[:, 2] + apart) & (a[..., 2] > b[:, 0] - apart)
    level = (a[..., 1] < b[:, 3] + apart) & (a[..., 3] > b[:, 1] - apart)
    met: Bools = np.logical_or.reduce(beside & level, axis=-1)
    return met


def crossings(start: Floats, ends: Floats, boxes: Floats) -> NDArray[np.int64]:
    """(k,) how many of `boxes` (m, 4) the lines from `start` (2,) to `ends` (k, 2) run through."""
    if not len(boxes):
        return np.zeros(len(ends), dtype=np.int64)
    run = (ends - start)[:, None, :]
    run = np.where(np.abs(run) < 1e-9, 1e-9, run)
    t0, t1 = (boxes[None, :, :2] - start) / run, (boxes[None, :, 2:] - start) / run
    enter = np.minimum(t0, t1).max(axis=2)
    leave = np.maximum(t0, t1).min(axis=2)
    count: NDArray[np.int64] = np.count_nonzero((enter < leave) & (leave > 0) & (enter < 1), axis=1)
    return count


def along(start: Floats, end: Floats, half: float) -> Floats:
    """(k, 4) small squares that cover a line."""
    steps = max(int(np.hypot(*(end - start)) / (2 * half)) + 1, 2)
    return about(start + (end - start) * np.linspace(0, 1, steps)[:, None], half)


def bands(ring: Floats) -> Floats:
    """(k, 4) horizontal bands that cover a convex polygon (n, 2), so that its box's empty corners stay free."""
    low, high = ring[:, 1].min(), ring[:, 1].max()
    cuts = np.linspace(low, high, max(int((high - low) / BAND_PX), 1) + 1)
    a, b = ring, np.roll(ring, -1, axis=0)
    flat = np.abs(b[:, 1] - a[:, 1]) < 1e-9
    share = (cuts[:, None] - a[:, 1]) / np.where(flat, 1.0, b[:, 1] - a[:, 1])
    x = a[:, 0] + share * (b[:, 0] - a[:, 0])
    on = ~flat & (share >= -1e-9) & (share <= 1 + 1e-9)
    left, right = np.where(on, x, np.inf).min(axis=1), np.where(on, x, -np.inf).max(axis=1)
    rows = []
    for top, bottom, k in zip(cuts[:-1], cuts[1:], range(len(cuts)), strict=False):
        within = ring[(ring[:, 1] >= top) & (ring[:, 1] <= bottom), 0]
        rows.append((min(left[k], left[k + 1], *within), top, max(right[k], right[k + 1], *within), bottom))
    return np.array(rows, dtype=np.float64)

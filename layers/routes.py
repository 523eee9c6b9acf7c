"""Ways as polylines in metres: what is still ahead of a walker, and where a minute of walking ends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from layers.plan import Plan

Floats = NDArray[np.float64]

WALK_M_S = 1.4  # where no estimate is given
MINUTE_S = 60.0
OFF_ROUTE_M = 40.0  # farther from the way than this the walker has taken another one: all of it is still ahead


def metres(plan: Plan, route: Sequence[tuple[float, float]]) -> Floats:
    """A route of longitudes and latitudes in degrees -> (k, 2) metres; empty for no route."""
    if not len(route):
        return np.zeros((0, 2))
    degrees = np.asarray(route, dtype=np.float64).reshape(-1, 2)
    xy = plan.metres(degrees[:, 0], degrees[:, 1])
    return xy[~np.isnan(xy[:, 0])]


def length(path: Floats) -> float:
    """Metres."""
    return float(np.hypot(*np.diff(path, axis=0).T).sum()) if len(path) >= 2 else 0.0


def minute_ticks(path: Floats, foot_s: float) -> list[float]:
    """Metres along `path` at each full minute still to walk, counted from its start, `foot_s` seconds in all.

    The speed is the estimate's own (length / seconds), so that ticks and figures cannot disagree.
    """
    whole = length(path)
    if whole <= 0:
        return []
    minute = MINUTE_S * (whole / foot_s if foot_s > 0 else WALK_M_S)
    return (np.arange(1, int(whole / minute) + 1) * minute).tolist() if minute < whole else []


def ahead(path: Floats, at: Floats | None) -> tuple[Floats, float]:
    """The part of a way that lies ahead of a walker at `at` (2,), and which share of its length that is.

    The whole way and 1.0 where there is no fix, no way, or the walker is off it.
    """
    if at is None or len(path) < 2:
        return path, 1.0
    start, step = path[:-1], np.diff(path, axis=0)
    square = np.maximum((step**2).sum(axis=1), 1e-9)
    share = np.clip(((at - start) * step).sum(axis=1) / square, 0.0, 1.0)
    feet = start + step * share[:, None]
    away = np.hypot(*(feet - at).T)
    nearest = int(np.argmin(away))
    whole = length(path)
    if away[nearest] > OFF_ROUTE_M or whole <= 0:
        return path, 1.0
    rest = np.concatenate([feet[nearest : nearest + 1], path[nearest + 1 :]])
    return rest, length(rest) / whole

"""Grids for a place that has none: the land round its houses halved until every part holds about as many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPoint, Polygon, box

from app.sample.land import I32
from app.sample.shapes import F64, Geometry
from domain.register import Grids, Ragged
from map.frame import LocalFrame

_HOUSES_A_GRID = 14
_MOST_GRIDS = 10


def whole(middles: F64) -> F64:
    """The ring round all houses, local metres, not closed."""
    hull = MultiPoint(middles).convex_hull.buffer(40).simplify(4)
    return np.asarray(hull.exterior.coords)[:-1]


def cells_of(
    middles: F64, lived: npt.NDArray[np.bool_], community_row: I32, frame: LocalFrame
) -> tuple[Grids, I32]:  # fmt: skip
    """A Grids table without keepers, and each building's grid row."""
    homes = middles[lived]
    n = int(np.clip(round(len(homes) / _HOUSES_A_GRID), 1, _MOST_GRIDS))
    cells = _halved(Polygon(whole(middles)), homes, n)
    distance = np.array([shapely.distance(c, shapely.points(middles)) for c in cells])
    row = distance.argmin(axis=0).astype(np.int32)
    community = [_most(community_row[row == k]) for k in range(len(cells))]
    grids = Grids(
        ids=[f"g{k + 1:02d}" for k in range(len(cells))], name=[f"第{k + 1}网格" for k in range(len(cells))],
        community_row=np.array(community, dtype=np.int32), keeper=[""] * len(cells),
        outline=Ragged.of([frame.to_degrees(np.asarray(c.exterior.coords)[:-1]) for c in cells]),
    )  # fmt: skip
    return grids, row


def _halved(cell: Geometry, points: F64, n: int) -> list[Polygon]:
    """Cut across the longer side so that both parts hold their share of the points."""
    if n <= 1 or len(points) < 2:
        return [cell]
    first = n // 2
    axis = int(np.ptp(points[:, 1]) > np.ptp(points[:, 0]))
    order = np.argsort(points[:, axis], kind="stable")
    k = max(round(len(points) * first / n), 1)
    at = float(points[order[k - 1 : k + 1], axis].mean())
    low, high = _parts(cell, axis, at)
    if low is None or high is None:
        return [cell]
    return [*_halved(low, points[order[:k]], first), *_halved(high, points[order[k:]], n - first)]


def _parts(cell: Geometry, axis: int, at: float) -> tuple[Geometry | None, Geometry | None]:
    x0, y0, x1, y1 = cell.bounds
    boxes = (box(x0, y0, at, y1), box(at, y0, x1, y1)) if axis == 0 else (box(x0, y0, x1, at), box(x0, at, x1, y1))
    found = [cell.intersection(b) for b in boxes]
    low, high = (g if g.geom_type == "Polygon" and g.area > 1 else None for g in found)
    return low, high


def _most(rows: I32) -> int:
    """The commonest value, −1 of none."""
    values, counts = np.unique(rows, return_counts=True)
    return int(values[counts.argmax()]) if len(values) else -1

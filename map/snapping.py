"""Snapping: the point or edge nearest to the pointer on the screen, within a few pixels; pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from map.view import Bounds, View

Floats = NDArray[np.float64]

SNAP_PX = 10.0


@dataclass(frozen=True)
class Snap:
    """What was snapped to: `east`, `north` metres of the spot on it, `px` logical pixels away from the pointer."""

    east: float
    north: float
    px: float
    kind: Literal["point", "edge"]


@dataclass(frozen=True, eq=False)
class Targets:
    """What can be snapped to, in metres on the ground: `points` (n, 2), `edges` (m, 2, 2) from end to end."""

    points: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    edges: Floats = field(default_factory=lambda: np.zeros((0, 2, 2)))

    @classmethod
    def of(cls, rings: Sequence[ArrayLike] = (), lines: Sequence[ArrayLike] = ()) -> "Targets":
        """Corners and edges of rings (closed by themselves) and lines, (k, 2) metres each; rows not finite are left."""
        shapes = [(np.asarray(s, dtype=np.float64).reshape(-1, 2), True) for s in rings]
        shapes += [(np.asarray(s, dtype=np.float64).reshape(-1, 2), False) for s in lines]
        shapes = [(s, closed) for s, closed in shapes if len(s)]
        if not shapes:
            return cls()
        edges = [_edges(s, closed) for s, closed in shapes]
        points, joined = np.concatenate([s for s, _ in shapes]), np.concatenate(edges)
        return cls(points[np.isfinite(points).all(axis=1)], joined[np.isfinite(joined).all(axis=(1, 2))])

    def with_edges(self, edges: Floats) -> "Targets":
        """These and more edges, (m, 2, 2), and their ends."""
        kept = edges[np.isfinite(edges).all(axis=(1, 2))]
        points = np.concatenate([self.points, kept.reshape(-1, 2)])
        return Targets(points, np.concatenate([self.edges, kept]))

    def within(self, bounds: Bounds) -> "Targets":
        """Those that lie in bounds, or may."""
        low, high = np.array(bounds[:2]), np.array(bounds[2:])
        points = self.points[((self.points >= low) & (self.points <= high)).all(axis=1)]
        reach = ((self.edges.max(axis=1) >= low) & (self.edges.min(axis=1) <= high)).all(axis=1)
        return Targets(points, self.edges[reach])


def snap(view: View, at: tuple[float, float], targets: Targets, within_px: float = SNAP_PX) -> Snap | None:
    """The nearest point within `within_px` of a pixel, else the nearest spot of an edge; None where neither is.

    A point goes before an edge, or none could ever be met: the edges that end in it are as near. Distances are those
    of the screen; the ground's projection is affine, so shares of an edge are the same there as on the ground.
    """
    return _nearest_point(view, at, targets.points, within_px) or _nearest_edge(view, at, targets.edges, within_px)


def _nearest_point(view: View, at: tuple[float, float], points: Floats, within_px: float) -> Snap | None:
    if not len(points):
        return None
    away = np.hypot(*(view.project(points) - at).T)
    row = int(np.argmin(away))
    found = Snap(float(points[row, 0]), float(points[row, 1]), float(away[row]), "point")
    return found if found.px <= within_px else None


def _nearest_edge(view: View, at: tuple[float, float], edges: Floats, within_px: float) -> Snap | None:
    if not len(edges):
        return None
    ends = view.project(edges)
    start, step = ends[:, 0], ends[:, 1] - ends[:, 0]
    square = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip(((at - start) * step).sum(axis=1) / square, 0.0, 1.0)
    away = np.hypot(*(start + step * share[:, None] - at).T)
    row = int(np.argmin(away))
    spot = edges[row, 0] + (edges[row, 1] - edges[row, 0]) * share[row]
    found = Snap(float(spot[0]), float(spot[1]), float(away[row]), "edge")
    return found if found.px <= within_px else None


def _edges(shape: Floats, closed: bool) -> Floats:
    ends = np.roll(shape, -1, axis=0) if closed else shape[1:]
    return np.stack([shape if closed else shape[:-1], ends], axis=1)

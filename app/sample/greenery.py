"""Trees of the sample estate: rows along streets, loose groups on lawns, a grove round the pond."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.ops import unary_union

from app.sample.ground import Surfaces
from app.sample.plan import Plan
from app.sample.shapes import F64, Geometry

MOST_TREES = 2400


def plant(plan: Plan, surfaces: Surfaces, rng: np.random.Generator) -> tuple[F64, F64]:
    """(n, 2) plan metres and (n,) crown diameters in metres, at most MOST_TREES."""
    groves = (
        (_avenue(plan, rng), (4.6, 6.4)),
        (_scattered(surfaces.greens, 760, rng), (2.6, 5.0)),
        (_scattered(_yards(plan, surfaces), 330, rng), (2.8, 5.2)),
        (_grove(plan, rng), (3.4, 7.4)),
        (_along_trail(plan, rng), (2.4, 3.8)),
        (_scattered(plan.banks.difference(plan.creek.buffer(1)), 160, rng), (3.5, 6.5)),
    )
    spots = [xy for xy, _ in groves]
    sizes = [rng.uniform(low, high, len(xy)) for xy, (low, high) in groves]
    xy, size = np.vstack(spots), np.concatenate(sizes)
    hard = surfaces.hard.buffer(0.6)
    shapely.prepare(hard)
    free = ~shapely.contains_xy(hard, xy[:, 0], xy[:, 1])
    xy, size = xy[free], size[free]
    apart = _apart(xy, 2.6)
    xy, size = xy[apart], size[apart]
    chosen = np.sort(rng.permutation(len(xy))[:MOST_TREES])
    return xy[chosen], size[chosen]


def _avenue(plan: Plan, rng: np.random.Generator) -> F64:
    """Both sides of streets and roads, a tree about every nine metres."""
    rows = []
    for way in (*plan.streets, *plan.roads):
        for side in (-1, 1):
            kerb = way.line.offset_curve(side * (way.width / 2 + 2.0))
            at = np.arange(4.0, kerb.length, 9.0 if way.width > 8 else 11.0)
            points = shapely.get_coordinates(shapely.line_interpolate_point(kerb, at + rng.uniform(-1, 1, len(at))))
            rows.append(points)
    xy = np.vstack(rows) + rng.uniform(-0.4, 0.4, (sum(map(len, rows)), 2))
    near = unary_union(plan.outlines).buffer(26)
    return np.asarray(xy[shapely.contains_xy(near, xy[:, 0], xy[:, 1])])


def _yards(plan: Plan, surfaces: Surfaces) -> Geometry:
    """What is neither built, paved nor lawn."""
    return unary_union([o.buffer(-4) for o in plan.outlines]).difference(surfaces.hard.buffer(2)).difference(plan.park)


def _scattered(area: Geometry, n: int, rng: np.random.Generator) -> F64:
    """n random places inside an area."""
    x0, y0, x1, y1 = area.bounds
    shapely.prepare(area)
    found = np.empty((0, 2))
    while len(found) < n:
        xy = rng.uniform((x0, y0), (x1, y1), (n * 6, 2))
        found = np.vstack([found, xy[shapely.contains_xy(area, xy[:, 0], xy[:, 1])]])
    return found[:n]


def _grove(plan: Plan, rng: np.random.Generator) -> F64:
    """The park: denser away from the water, in groups."""
    inside = plan.park.buffer(-12).difference(plan.pond.buffer(11))
    hearts = _scattered(inside, 26, rng)
    group = hearts[rng.integers(0, len(hearts), 260)] + rng.normal(0, 7.0, (260, 2))
    keep = shapely.contains_xy(inside, group[:, 0], group[:, 1])
    return np.vstack([group[keep], _scattered(inside, 90, rng), _scattered(plan.lawn.buffer(-3), 26, rng)])


def _along_trail(plan: Plan, rng: np.random.Generator) -> F64:
    """Inside the wall."""
    line = plan.trail.buffer(2.6).exterior
    at = np.arange(0, line.length, 6.5)
    spots = np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(line, at)))
    return np.asarray(spots + rng.uniform(-0.5, 0.5, spots.shape))


def _apart(xy: F64, least: float) -> npt.NDArray[np.int64]:
    """Rows that have a square of `least` metres to themselves, the first one there."""
    _, first = np.unique(np.floor(xy / least).astype(np.int64), axis=0, return_index=True)
    return np.sort(first)

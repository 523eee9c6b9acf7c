"""Trees of the sample estate: rows along streets, loose groups on lawns, a grove round the pond."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.ops import unary_union

from app.sample.ground import Surfaces
from app.sample.plan import Plan
from app.sample.shapes import F64, Geometry

MOST_TREES = 2400


def plant(plan: Plan, surfaces: Surfaces, rng: np.random.Generator) -> tuple[F64, F64]:
    """(n, 2) plan metres and (n,) crown diameters in metres, at most MOST_TREES."""
    spots = [_avenue(plan, rng), _scattered(surfaces.greens, 900, rng), _grove(plan, rng), _along_trail(plan, rng),
             _scattered(plan.banks.difference(plan.creek.buffer(1)), 160, rng)]  # fmt: skip
    sizes = [rng.uniform(low, high, len(xy)) for xy, (low, high) in
             zip(spots, ((4.6, 6.4), (2.6, 5.0), (3.4, 7.4), (2.4, 3.8), (3.5, 6.5)), strict=True)]  # fmt: skip
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
    return xy[shapely.contains_xy(near, xy[:, 0], xy[:, 1])]


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
    return shapely.get_coordinates(shapely.line_interpolate_point(line, at)) + rng.uniform(-0.5, 0.5, (len(at), 2))


def _apart(xy: F64, least: float) -> F64:
    """Rows that keep `least` metres from all kept before them, by a coarse grid."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for row, (i, j) in enumerate(np.floor(xy / least).astype(int)):
        if not any((i + di, j + dj) in seen for di in (0, 1, -1) for dj in (0,)) and (i, j) not in seen:
            seen.add((int(i), int(j)))
            kept.append(row)
    return np.array(kept, dtype=np.int64)

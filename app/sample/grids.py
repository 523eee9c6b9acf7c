"""Grids 网格 of the sample estate: the two communities cut along their roads."""

from __future__ import annotations

import numpy as np
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, unary_union

from app.sample.plan import OPEN, WALLED, Plan
from app.sample.shapes import F64

_PLACES: tuple[tuple[int, tuple[tuple[float, float], ...]], ...] = (
    (WALLED, ((-300, -180),)),
    (WALLED, ((-120, -180),)),
    (WALLED, ((-212, 40),)),
    (WALLED, ((-212, 200), (-120, 200), (-300, 200))),
    (OPEN, ((110, -220),)),
    (OPEN, ((320, -200),)),
    (OPEN, ((118, 40), (320, 40))),
    (OPEN, ((110, 220),)),
    (OPEN, ((320, 220),)),
)
"""Community, and points of the faces that make one grid."""


def cut(plan: Plan) -> list[tuple[int, F64]]:
    """Community and ring (open, plan metres) of each grid; together they fill both outlines and do not overlap."""
    lines = {way.name: way.line for way in plan.roads}
    axis = next(w.line for w in plan.roads if not w.name and w.line.centroid.y < 0)
    walled = [_longer(lines["云杉中路"], 90), _longer(lines["云杉北路"], 90), _longer(axis, 120)]
    open_ = [_longer(lines[name], 60) for name in ("听潮南巷", "听潮北巷", "潮声巷")]
    faces = {WALLED: _faces(plan.outlines[WALLED], walled), OPEN: _faces(plan.outlines[OPEN], open_)}
    return [(community, _joined(faces[community], points)) for community, points in _PLACES]


def _longer(line: LineString, metres: float) -> LineString:
    """The line carried straight on at both ends."""
    p = np.asarray(line.coords)
    start, end = p[0] - p[min(2, len(p) - 1)], p[-1] - p[-min(3, len(p))]
    return LineString(np.vstack([
        p[0] + start / np.hypot(*start) * metres, p, p[-1] + end / np.hypot(*end) * metres,
    ]))  # fmt: skip


def _faces(outline: Polygon, cuts: list[LineString]) -> list[Polygon]:
    return [f for f in polygonize(unary_union([outline.exterior, *cuts])) if outline.contains(f.representative_point())]


def _joined(faces: list[Polygon], points: tuple[tuple[float, float], ...]) -> F64:
    """The faces nearest to the points as one ring."""
    places = [Point(p) for p in points]
    chosen = unary_union([faces[int(np.argmin([f.distance(p) for f in faces]))] for p in places])
    return np.asarray(chosen.exterior.coords)[:-1]

"""Curves, rings and rectangles in plan metres: what the sample estate is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon

F64 = npt.NDArray[np.float64]
Points: TypeAlias = Sequence[tuple[float, float]]
Geometry: TypeAlias = Any
"""A shapely geometry (shapely ships no types)."""


def turned(xy: npt.ArrayLike, degrees: float, about: tuple[float, float] = (0.0, 0.0)) -> F64:
    """(n, 2) points turned anticlockwise about a point."""
    angle = np.radians(degrees)
    c, s = np.cos(angle), np.sin(angle)
    centre = np.asarray(about)
    return np.asarray((np.asarray(xy, dtype=np.float64) - centre) @ np.array([[c, s], [-s, c]]) + centre)


def curve(points: Points, step: float = 14.0, *, closed: bool = False) -> LineString:
    """A Catmull-Rom curve through the points, a vertex about every `step` metres (a closed one ends where it began)."""
    p = np.asarray(points, dtype=np.float64)
    padded = np.vstack([p[-1], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    parts = [_span(*padded[i : i + 4], step=step) for i in range(len(padded) - 3)]
    return LineString(np.vstack([*parts, padded[-2]]))


def _span(a: F64, b: F64, c: F64, d: F64, *, step: float) -> F64:
    """Catmull-Rom between b and c, without c (Catmull and Rom 1974, uniform)."""
    n = max(int(np.hypot(*(c - b)) / step), 1)
    t = (np.arange(n) / n)[:, None]
    bend: F64 = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return bend / 2


def blob(
    x: float, y: float, rx: float, ry: float, *, rng: np.random.Generator, rough: float = 0.16
) -> Polygon:  # fmt: skip
    """An irregular rounded area about (x, y) with radii rx, ry; `rough` is the share by which the rim wanders."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    rim = np.ones(48)
    for wave in (2, 3, 4):
        rim += rough / wave * rng.uniform(0.6, 1.0) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    return Polygon(np.column_stack([x + rx * rim * np.cos(angle), y + ry * rim * np.sin(angle)]))


def rectangle(x: float, y: float, width: float, depth: float, degrees: float = 0.0) -> F64:
    """(4, 2) anticlockwise rectangle about its middle, `width` along x before it is turned."""
    w, d = width / 2, depth / 2
    return turned([(x - w, y - d), (x + w, y - d), (x + w, y + d), (x - w, y + d)], degrees, (x, y))


def wobbled(points: Points, rng: np.random.Generator, metres: float) -> Points:
    """The points moved by up to `metres` each way, so that no two seeds give the same roads."""
    p = np.asarray(points, dtype=np.float64)
    moved = p + rng.uniform(-metres, metres, p.shape)
    return [(float(x), float(y)) for x, y in moved]


def rings_of(geometry: Geometry, least_m2: float = 12.0) -> list[F64]:
    """Outer rings of all polygons in a geometry, not closed; slivers under `least_m2` are left out."""
    polygons = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon" and g.area >= least_m2]
    return [np.asarray(g.exterior.coords)[:-1] for g in polygons]


def lines_of(geometry: Geometry, least_m: float = 0.0) -> list[LineString]:
    """All line strings in a geometry that are longer than `least_m`."""
    return [g for g in shapely.get_parts(geometry) if g.geom_type == "LineString" and g.length > least_m]

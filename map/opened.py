"""The geometry of an opened block on screen: its glass, the floor that is out, and the plate that slid out of it."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from map.rects import bands
from map.shapes import Opened
from map.slide import slid_out
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]

CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, eq=False)
class OpenedPlan:
    """All in logical pixels. `foot`, `roof` (k, 2) rings; `walls` (j, 4, 2) facing the eye: top a, top b, foot b,
    foot a; `slab` (k, 2) the floor where it belongs, `gap` (j, 4, 2) its walls up to the ceiling; `cut` (4, 2) the box
    around the slab; `plate` (4, 2) where that was slid to, same corners; `cells` (n, 4, 2); `dots` (m, 2); `hot` (2,);
    `silhouette` (j, 2) the convex hull of the whole block; `side`: which way the plate went (see `map.slide`).
    """

    foot: Floats
    roof: Floats
    walls: Floats
    levels: int
    slab: Floats
    gap: Floats
    cut: Floats
    plate: Floats
    cells: Floats
    dots: Floats
    hot: Floats
    silhouette: Floats
    side: int

    def shifted(self, by: ArrayLike) -> "OpenedPlan":
        """All of it dragged by (dx, dy) logical pixels."""
        names = [one.name for one in fields(self) if one.name not in ("levels", "side")]
        arrays: dict[str, Any] = {name: getattr(self, name) + by for name in names}
        return replace(self, **arrays)

    @cached_property
    def plate_bands(self) -> Floats:
        """(k, 4) what the plate covers."""
        return bands(self.plate)

    @cached_property
    def silhouette_bands(self) -> Floats:
        """(k, 4) what the whole block covers."""
        return bands(self.silhouette)


def plan_of(shape: Opened, stage: Stage, view: View, slide: float = 1.0, side: int | None = None) -> OpenedPlan | None:
    """Where everything is; `slide` 0 shut … 1 out. `side`: where the plate was before. None: no such block."""
    row = stage.row_by_key.get(shape.block)
    if row is None:
        return None
    low, high = _storey(stage, row, shape.floor)
    up = np.array([0.0, -view.px_per_m * view.rise])
    lift = up * low

    def on_floor(uv: ArrayLike) -> Floats:
        return view.project(stage.boxes.at(row, uv)) + lift

    cut = on_floor(CORNERS)
    foot, roof = _rings(stage, view, row)
    silhouette = _hull(np.concatenate([foot, roof]))
    out = slid_out(cut, silhouette, view, side)
    move, grow = out.move * slide, 1 + (out.grow - 1) * slide
    middle = cut.mean(axis=0)

    def on_plate(uv: ArrayLike) -> Floats:
        placed: Floats = (on_floor(uv) - middle) * grow + middle + move
        return placed

    c = shape.cells
    corners = np.stack([c[:, [0, 1]], c[:, [2, 1]], c[:, [2, 3]], c[:, [0, 3]]], axis=1)
    return OpenedPlan(
        foot=foot,
        roof=roof,
        walls=_walls(stage, view, row, float(stage.base[row]), float(stage.top[row])),
        levels=_levels(stage, row),
        slab=view.project(stage.scene.blocks.footprints.part(row)) + lift,
        gap=_walls(stage, view, row, low, high),
        cut=cut,
        plate=on_plate(CORNERS),
        cells=on_plate(corners).reshape(-1, 4, 2),
        dots=on_plate(shape.dots),
        hot=on_plate([shape.hot or (0.5, 0.5)])[0],
        silhouette=silhouette,
        side=out.side,
    )


def reach(block: str, floor: int, stage: Stage, view: View) -> Floats:
    """(k, 2) corners of a block and of the plate that will slide out of it, logical pixels.

    Without the plate where it has no such floor; nothing where there is no such block.
    """
    row = stage.row_by_key.get(block)
    if row is None:
        return np.zeros((0, 2))
    silhouette = _hull(np.concatenate(_rings(stage, view, row)))
    if not 1 <= floor <= _levels(stage, row):
        return silhouette
    lift = np.array([0.0, -view.px_per_m * view.rise]) * _storey(stage, row, floor)[0]
    cut = view.project(stage.boxes.at(row, CORNERS)) + lift
    out, middle = slid_out(cut, silhouette, view), cut.mean(axis=0)
    return np.concatenate([silhouette, (cut - middle) * out.grow + middle + out.move])


def _levels(stage: Stage, row: int) -> int:
    return max(int(stage.scene.blocks.levels[row]), 1)


def _storey(stage: Stage, row: int, floor: int) -> tuple[float, float]:
    """Metres above the ground of a floor and of its ceiling."""
    levels = _levels(stage, row)
    high = float(stage.scene.blocks.height[row]) / levels
    low = float(stage.base[row]) + (min(max(floor, 1), levels) - 1) * high
    return low, low + high


def _rings(stage: Stage, view: View, row: int) -> tuple[Floats, Floats]:
    """Foot and roof."""
    ring = view.project(stage.scene.blocks.footprints.part(row))
    up = np.array([0.0, -view.px_per_m * view.rise])
    return ring + up * stage.base[row], ring + up * stage.top[row]


def _hull(points: Floats) -> Floats:
    hull: Floats = shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(points)))[:-1]
    return hull


def _walls(stage: Stage, view: View, row: int, low: float, high: float) -> Floats:
    """Those that face the eye, from `low` to `high` metres."""
    edges = np.flatnonzero((stage.wall_block == row) & (view.depth(stage.normal) < -1e-6))
    if not view.rise:
        edges = edges[:0]
    a, b = view.project(stage.wall_a[edges]), view.project(stage.wall_b[edges])
    up = np.array([0.0, -view.px_per_m * view.rise])
    return np.stack([a + up * high, b + up * high, b + up * low, a + up * low], axis=1)

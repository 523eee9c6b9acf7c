"""The geometry of an opened block on screen: its glass, the cut of the floor, and the plate that slid out of it."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from map.shapes import Opened
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]

PLATE_PX = 270.0  # the plate grows until it is about so wide …
MOST_GROWTH = 2.6  # … but not more than this
GAP_PX = 24.0


@dataclass(frozen=True, eq=False)
class OpenedPlan:
    """All in logical pixels. `foot`, `roof` (k, 2) rings; `walls` (j, 4, 2) facing the eye: top a, top b, foot b,
    foot a; `cut` (4, 2) the floor where it belongs; `plate` (4, 2) where it was slid to, same corners; `cells`
    (n, 4, 2); `dots` (m, 2); `hot` (2,); `silhouette` (j, 2) the convex hull of the whole block.
    """

    foot: Floats
    roof: Floats
    walls: Floats
    levels: int
    cut: Floats
    plate: Floats
    cells: Floats
    dots: Floats
    hot: Floats
    silhouette: Floats


def plan_of(shape: Opened, stage: Stage, view: View, slide: float = 1.0) -> OpenedPlan | None:
    """Where everything is; `slide` 0 shut … 1 out. None: the scene has no such block."""
    row = stage.row_by_key.get(shape.block)
    if row is None:
        return None
    blocks = stage.scene.blocks
    levels = max(int(blocks.levels[row]), 1)
    storey = float(blocks.height[row]) / levels
    up = np.array([0.0, -view.px_per_m * view.rise])
    lift = up * (float(stage.base[row]) + (min(max(shape.floor, 1), levels) - 1) * storey)

    def on_floor(uv: ArrayLike) -> Floats:
        return view.project(stage.boxes.at(row, uv)) + lift

    cut = on_floor([(0, 0), (1, 0), (1, 1), (0, 1)])
    move, grow = _slide(cut, slide)
    middle = cut.mean(axis=0)

    def on_plate(uv: ArrayLike) -> Floats:
        placed: Floats = (on_floor(uv) - middle) * grow + middle + move
        return placed

    c = shape.cells
    corners = np.stack([c[:, [0, 1]], c[:, [2, 1]], c[:, [2, 3]], c[:, [0, 3]]], axis=1)
    ring = view.project(blocks.footprints.part(row))
    foot, roof = ring + up * stage.base[row], ring + up * stage.top[row]
    return OpenedPlan(
        foot=foot, roof=roof, walls=_walls(stage, view, row),
        levels=levels, cut=cut, plate=on_plate([(0, 0), (1, 0), (1, 1), (0, 1)]),
        cells=on_plate(corners).reshape(-1, 4, 2),
        dots=on_plate(shape.dots), hot=on_plate([shape.hot or (0.5, 0.5)])[0],
        silhouette=_hull(np.concatenate([foot, roof])),
    )


def _hull(points: Floats) -> Floats:
    hull: Floats = shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(points)))[:-1]
    return hull


def _walls(stage: Stage, view: View, row: int) -> Floats:
    edges = np.flatnonzero((stage.wall_block == row) & (view.depth(stage.normal) < -1e-6))
    if not view.rise:
        edges = edges[:0]
    a, b = view.project(stage.wall_a[edges]), view.project(stage.wall_b[edges])
    up = np.array([0.0, -view.px_per_m * view.rise])
    top, foot = up * stage.top[row], up * stage.base[row]
    return np.stack([a + top, b + top, b + foot, a + foot], axis=1)


def _slide(cut: Floats, slide: float) -> tuple[Floats, float]:
    """Shift in pixels and growth of the plate: out along one of the block's own axes, the nearest way, rather right."""
    axes = np.array([cut[1] - cut[0], cut[3] - cut[0]])
    lengths = np.maximum(np.hypot(axes[:, 0], axes[:, 1]), 1e-6)
    width = float(np.ptp(cut[:, 0]))
    full = min(max(PLATE_PX / max(width, 1.0), 1.0), MOST_GROWTH)
    travel = lengths * (1 + full) / 2 + GAP_PX

    def cost(k: int, sign: int) -> float:
        leftward, downward = sign * axes[k, 0] <= 0, sign * axes[k, 1] >= 0
        steep = 1 + 0.8 * abs(float(axes[k, 1])) / float(lengths[k])  # sideways leaves the block itself in sight
        return float(travel[k]) * steep * (1.3 if leftward else 1.0) * (1.6 if downward else 1.0)

    _, k, sign = min((cost(k, sign), k, sign) for k in (0, 1) for sign in (1, -1))
    move: Floats = axes[k] / lengths[k] * sign * travel[k] * slide
    return move, 1 + (full - 1) * slide

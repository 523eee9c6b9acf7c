"""What is drawn at a pixel: panes and blocks by their exact silhouettes, frontmost first, then areas."""

import numpy as np
from numpy.typing import NDArray

from map.draw_panes import ALL_FROM_PX, pane_corners
from map.order import painters_order
from map.polygons import inside
from map.ragged import Ragged
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PANE_LEAST_PX = 3.0  # logical height below which a pane cannot be aimed at and its block is meant
SLACK_PX = 1.5


def pick_block(stage: Stage, view: View, x: float, y: float, without: frozenset[str] = frozenset()) -> int | None:
    """Row of the frontmost block whose roof or visible wall covers the logical pixel."""
    near = _candidates(stage, view, x, y)
    near = near[~np.isin(near, [stage.row_by_key.get(key, -1) for key in without])]
    for row in painters_order(stage.boxes, stage.base, stage.top, near, view)[::-1].tolist():
        if _covers(stage, view, row, x, y):
            return int(row)
    return None


def _candidates(stage: Stage, view: View, x: float, y: float) -> Ints:
    """Rows whose projected box, foot to top, contains the pixel."""
    corners = stage.boxes.corners()
    if not len(corners):
        return np.zeros(0, dtype=np.int64)
    px = view.project(corners.reshape(-1, 2)).reshape(corners.shape)
    lift = view.rise * view.px_per_m
    low, high = px.min(axis=1), px.max(axis=1)
    top, foot = low[:, 1] - stage.top * lift, high[:, 1] - stage.base * lift
    return np.flatnonzero((low[:, 0] <= x) & (high[:, 0] >= x) & (top <= y) & (foot >= y))


def _covers(stage: Stage, view: View, row: int, x: float, y: float) -> bool:
    rings: Ragged = stage.scene.blocks.footprints
    ring = view.project(rings.part(row))
    lift = view.rise * view.px_per_m
    if inside(ring - np.array([0.0, stage.top[row] * lift]), x, y):
        return True
    return any(inside(quad, x, y) for quad in _walls(stage, view, row, lift))


def _walls(stage: Stage, view: View, row: int, lift: float) -> Floats:
    rings = stage.scene.blocks.footprints
    edges = np.arange(rings.starts[row], rings.starts[row + 1])
    edges = edges[view.depth(stage.normal[edges]) < -1e-6] if lift else edges[:0]
    a, b = view.project(stage.wall_a[edges]), view.project(stage.wall_b[edges])
    top, foot = np.array([0.0, -stage.top[row] * lift]), np.array([0.0, -stage.base[row] * lift])
    return np.stack([a + top, b + top, b + foot, a + foot], axis=1)


def pick_window(stage: Stage, view: View, row: int, x: float, y: float) -> int | None:
    """Row in Windows of the pane of block `row` at the pixel; None between panes or when they are too small."""
    if not len(stage.scene.blocks.windows) or not view.rise:
        return None
    panes = stage.panes
    first, last = np.searchsorted(panes.block, [row, row + 1])
    chosen = np.arange(first, last)
    chosen = chosen[view.depth(stage.normal[panes.edge[chosen]]) < -1e-6]
    if view.px_per_m < ALL_FROM_PX:
        chosen = chosen[panes.first[chosen]]
    quads = pane_corners(stage, view, chosen)
    tall = np.hypot(*(quads[:, 3] - quads[:, 0]).T) >= PANE_LEAST_PX
    low, high = quads.min(axis=1) - SLACK_PX, quads.max(axis=1) + SLACK_PX
    near = np.flatnonzero(tall & (low[:, 0] <= x) & (x <= high[:, 0]) & (low[:, 1] <= y) & (y <= high[:, 1]))
    for k in near.tolist():
        if inside(quads[k], x, y):
            return int(panes.window[chosen[k]])
    return None


def pick_area(stage: Stage, view: View, x: float, y: float) -> str | None:
    """Key of the topmost area under the pixel that has one."""
    areas = stage.scene.areas
    if areas.keys is None or not len(areas.rings):
        return None
    east, north = view.unproject([x, y])
    box = areas.rings.boxes
    hit = np.flatnonzero((box[:, 0] <= east) & (box[:, 2] >= east) & (box[:, 1] <= north) & (box[:, 3] >= north))
    for i in hit[::-1].tolist():
        if areas.keys[i] and inside(areas.rings.part(i), float(east), float(north)):
            return str(areas.keys[i])
    return None

"""Which way a floor slides out of its block: clear of the block's own silhouette, to the side that has room."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from map.view import View

Floats = NDArray[np.float64]

PLATE_PX = 270.0  # the plate grows until it is about so wide …
MOST_GROWTH = 2.6  # … but not more than this
GAP_PX = 24.0
EDGE_PX = 14.0  # kept from the window's edge
OUTSIDE = 8.0  # a pixel beyond the window's edge costs as much as so many of the way
LEFTWARD, DOWNWARD, STEEP = 1.2, 1.6, 1.0
STICKY = 0.75  # what the way taken before costs, so that a pan does not make the plate jump to and fro
SIDEWAYS, WAYS = 4, 6  # out along the block's own axes, and from SIDEWAYS on straight to the right or left


@dataclass(frozen=True, eq=False)
class SlidOut:
    """`move` (2,) pixels of the plate's middle; `grow` its size against the floor's; `side` 0 … WAYS - 1, the way."""

    move: Floats
    grow: float
    side: int


def slid_out(cut: Floats, silhouette: Floats, view: View, before: int | None = None) -> SlidOut:
    """`cut` (4, 2) the floor in its block, `silhouette` (k, 2) the whole block, logical pixels."""
    width = float(np.ptp(cut[:, 0]))
    grow = min(max(PLATE_PX / max(width, 1.0), 1.0), MOST_GROWTH)
    plate = (cut - cut.mean(axis=0)) * grow + cut.mean(axis=0)
    costs, moves = [], []
    for k, way in enumerate(_ways(cut)):
        move = way * _travel(plate, silhouette, way)
        if k >= SIDEWAYS:
            move = move + _held_level(plate + move, view)
        moves.append(move)
        costs.append(_cost(move, plate + move, view) * (STICKY if k == before else 1.0))
    side = int(np.argmin(costs))
    return SlidOut(moves[side], grow, side)


def _ways(cut: Floats) -> Floats:
    """(WAYS, 2) unit vectors."""
    axes = np.array([cut[1] - cut[0], cut[3] - cut[0]])
    axes /= np.maximum(np.hypot(axes[:, 0], axes[:, 1]), 1e-6)[:, None]
    return np.concatenate([axes, -axes, [(1.0, 0.0), (-1.0, 0.0)]])


def _travel(plate: Floats, silhouette: Floats, way: Floats) -> float:
    """The least way along `way` after which the two, both convex, are GAP_PX apart (by their separating axes)."""
    edges = np.roll(plate, -1, axis=0) - plate
    normals = np.concatenate([np.column_stack([-edges[:, 1], edges[:, 0]]), [(1.0, 0.0), (-1.0, 0.0)]])
    normals /= np.maximum(np.hypot(normals[:, 0], normals[:, 1]), 1e-6)[:, None]
    pace = normals @ way
    ahead = pace > 0.05
    behind = (plate @ normals[ahead].T).min(axis=0)
    front = (silhouette @ normals[ahead].T).max(axis=0)
    return float(max(((front - behind + GAP_PX) / pace[ahead]).min(), 0.0))


def _held_level(plate: Floats, view: View) -> Floats:
    """Up or down into the window, by three quarters of the plate's height at most: beside its block that is free."""
    low, high = plate[:, 1].min(), plate[:, 1].max()
    shift = max(EDGE_PX - low, 0.0) - max(high - view.height + EDGE_PX, 0.0)
    most = 0.75 * (high - low)
    return np.array([0.0, min(max(shift, -most), most)])


def _cost(move: Floats, plate: Floats, view: View) -> float:
    x, y = move.tolist()
    length = float(np.hypot(x, y))
    outside = np.maximum(EDGE_PX - plate.min(axis=0), 0) + np.maximum(
        plate.max(axis=0) - (view.width - EDGE_PX, view.height - EDGE_PX), 0
    )
    steep = 1 + STEEP * abs(y) / max(length, 1e-6)  # sideways leaves the block itself in sight
    bias = (LEFTWARD if x <= 0 else 1.0) * (DOWNWARD if y >= 1 else 1.0)
    return float(length * steep * bias + OUTSIDE * outside.sum())

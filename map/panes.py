"""Homes become panes: each home's windows as rectangles on the walls of its block, computed once for a scene."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from map.boxes import Boxes
from map.ragged import Ragged
from map.scene import Blocks

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CELL_M = 3.4  # one pane about every so many metres of wall
WIDEST_M = 1.9
SILL, LINTEL = 0.26, 0.80  # share of the floor's height


@dataclass(frozen=True, eq=False)
class Panes:
    """n panes, sorted by block and then colour.

    `edge` (n,) row of the footprint point where its wall begins; `t` (n, 2) share of that wall; `z` (n, 2) metres;
    `window` (n,) row in Windows; `first` (n,) the one that stands for its home on this wall when the map is small;
    `block` (n,); `colour` (n,) row of `colours` (c, 4) uint8.
    """

    edge: Ints
    t: Floats
    z: Floats
    window: Ints
    first: NDArray[np.bool_]
    block: Ints
    colour: Ints
    colours: NDArray[np.uint8]


def panes_of(blocks: Blocks, boxes: Boxes) -> Panes:
    """Panes of all homes: on both long walls that a home reaches, and on the end wall for homes at an end."""
    homes, edges, spans = _walls(blocks, boxes)
    return _split(blocks, homes, edges, spans)


def _walls(blocks: Blocks, boxes: Boxes) -> tuple[Ints, Ints, Floats]:
    """Home rows, wall rows, and (k, 2) shares of the wall that the home takes."""
    w, rings = blocks.windows, blocks.footprints
    block = w.block.astype(np.int64)
    half = _spans(blocks) / 2
    local = rings.points - boxes.origin[rings.owner]
    along = np.einsum("ij,ij->i", local, boxes.u[rings.owner])
    across = np.einsum("ij,ij->i", local, boxes.v[rings.owner])
    length = boxes.length[block]
    rows = np.arange(len(w))
    low, high = (w.along - half) * length, (w.along + half) * length
    front, back, near, far = _crossed(rings, along, across, block, w.along * length)
    found = [(rows, edge, _share(along, rings, edge, low, high)) for edge in (front, back)]
    west, east, _, _ = _crossed(rings, across, along, block, (near + far) / 2)
    for edge, at_end in ((west, w.along - half < 0.02), (east, w.along + half > 0.98)):
        at, inset = np.where(at_end, edge, -1), 0.08 * (far - near)
        found.append((rows, at, _share(across, rings, at, near + inset, far - inset)))
    homes, edges, spans = (np.concatenate(parts) for parts in zip(*found, strict=True))
    real = (edges >= 0) & (spans[:, 1] - spans[:, 0] > 1e-6)
    return homes[real], edges[real], spans[real]


def _spans(blocks: Blocks) -> Floats:
    """(n,) share of the long side of each home; by default its floor's homes share it evenly."""
    w = blocks.windows
    if w.span is not None:
        return w.span
    floors = w.block.astype(np.int64) * 1000 + w.floor
    _, index, count = np.unique(floors, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[index], dtype=np.float64)


def _crossed(
    rings: Ragged, along: Floats, across: Floats, block: Ints, value: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """The lowest and the highest wall (in `across`) that the line along = value meets, and where; -1 where none."""
    count = np.diff(rings.starts)[block]
    query = np.repeat(np.arange(len(block)), count)
    within = np.arange(len(query)) - np.repeat(np.cumsum(count) - count, count)
    edge = rings.starts[block][query] + within
    end = rings.following[edge]
    a0, a1, at = along[edge], along[end], value[query]
    meets = (np.minimum(a0, a1) <= at) & (at < np.maximum(a0, a1))
    query, edge, end = query[meets], edge[meets], end[meets]
    t = (value[query] - along[edge]) / (along[end] - along[edge])
    height = across[edge] + t * (across[end] - across[edge])
    order = np.lexsort((height, query))
    back = order[::-1]  # the last assignment wins: the lowest
    low, high = np.full(len(block), -1), np.full(len(block), -1)
    near, far = np.zeros(len(block)), np.zeros(len(block))
    low[query[back]], near[query[back]] = edge[back], height[back]
    high[query[order]], far[query[order]] = edge[order], height[order]
    return low, high, near, far


def _share(along: Floats, rings: Ragged, edge: Ints, low: Floats, high: Floats) -> Floats:
    """(n, 2) the stretch low..high as sorted shares of each wall."""
    a0, a1 = along[edge], along[rings.following[edge]]
    run = np.where(np.abs(a1 - a0) < 1e-9, np.inf, a1 - a0)
    t = np.column_stack([(low - a0) / run, (high - a0) / run])
    return np.clip(np.sort(t, axis=1), 0.0, 1.0)


def _split(blocks: Blocks, homes: Ints, edges: Ints, spans: Floats) -> Panes:
    """Each stretch of wall cut into cells of about CELL_M with one pane in the middle."""
    w, rings = blocks.windows, blocks.footprints
    wall = np.hypot(*(rings.points[rings.following[edges]] - rings.points[edges]).T)
    width = spans[:, 1] - spans[:, 0]
    count = np.clip(np.rint(width * wall / CELL_M), 1, 5).astype(np.int64)
    stretch = np.repeat(np.arange(len(homes)), count)
    nth = np.arange(len(stretch)) - np.repeat(np.cumsum(count) - count, count)
    cell = (width / count)[stretch]
    middle = spans[stretch, 0] + cell * (nth + 0.5)
    half = np.minimum(cell * 0.29, WIDEST_M / 2 / np.maximum(wall[stretch], 1e-6))
    home = homes[stretch]
    block = w.block[home].astype(np.int64)
    storey = blocks.height[block] / np.maximum(blocks.levels[block], 1)
    foot = blocks.base[block] + (w.floor[home] - 1) * storey
    colours, colour = np.unique(w.rgba, axis=0, return_inverse=True)
    order = np.lexsort((colour.ravel()[home], block))
    t = np.column_stack([middle - half, middle + half])
    z = np.column_stack([foot + SILL * storey, foot + LINTEL * storey])
    chosen = nth == (home + edges[stretch]) % count[stretch]
    return Panes(
        edges[stretch][order],
        t[order],
        z[order],
        home[order],
        chosen[order],
        block[order],
        colour.ravel()[home][order].astype(np.int64),
        colours.reshape(-1, 4),
    )

"""The picture of a crowd near enough to lie under its clusters: density as soft colour, dots as single points.

By numpy and cv2 in short calls, off the GUI thread. Pictures are premultiplied BGRA, so that QImage takes them as they
are (Format_ARGB32_Premultiplied).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from map.crowd_index import CrowdIndex
from map.palette import Palette
from map.raster import Image
from map.view import View

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

GRAIN_PX = 3.0  # logical pixels of a cell of the density at least, and less than twice as many
BLUR_PX = 4.5  # logical pixels (sigma): the cells themselves are not seen
DENSEST = 0.86  # strength of the colour where very many lie
USUAL = 0.75  # of one point in the square of the usual spacing: 1 - e^-0.75 is half the strength
SPARSEST = 1e6  # cells in the square of the spacing: a handful of points has no spacing
DOT_SHARE, LEAST_DOT, MOST_DOT = 0.27, 1.4, 3.6  # radius: of the spacing; logical pixels
RIM_PX, RIM_ALPHA = 1.0, 0.55  # around a dot, in the colour of the ground
HARDLY = 0.04  # a share that is not seen, nor worth as much time as the rest
AT_ONCE = 1 << 14  # points a call: it holds the GIL


def crowd_picture(
    index: CrowdIndex, rgba: Bytes, view: View, palette: Palette, *, spacing_m: float, dots: float
) -> Image:
    """(h, w, 4) of a view (give it a margin), in physical pixels. `dots`: their share; the rest is density."""
    sight = view.scaled(view.dpr)
    if dots >= 1.0 - HARDLY:
        return _dotted(index, rgba, sight, palette, spacing_m)
    dense = _density(index, rgba, sight, spacing_m)
    if dots <= HARDLY:
        return dense
    single = _dotted(index, rgba, sight, palette, spacing_m)
    return np.asarray(cv2.addWeighted(single, dots, dense, 1.0 - dots, 0.0, dst=dense), dtype=np.uint8)


def _density(index: CrowdIndex, rgba: Bytes, sight: View, spacing_m: float) -> Image:
    """Counts of small cells on the ground, blurred, coloured, and laid into the view."""
    level = index.held(int(np.ceil(np.log2(GRAIN_PX * sight.dpr / sight.px_per_m))))
    size = 2.0**level
    bounds = sight.visible(4 * BLUR_PX * sight.dpr)
    e0, n0, e1, n1 = np.floor_divide(bounds, size).astype(np.int64).tolist()
    grid = np.zeros((n1 - n0 + 1, e1 - e0 + 1, 4), dtype=np.float32)
    for ij, counts in index.counts_near(bounds, level):
        _put(grid, ij - (e0, n0), counts.astype(np.float32), rgba)
    spread = max(BLUR_PX * sight.dpr / (size * sight.px_per_m), 0.3)
    cv2.GaussianBlur(grid, (0, 0), spread, dst=grid)
    small = _coloured(grid, min((spacing_m / size) ** 2, SPARSEST))
    m = sight.matrix()
    onto = np.column_stack([m[:, :2] * size, m[:, :2] @ ((e0 + 0.5) * size, (n0 + 0.5) * size) + m[:, 3] - 0.5])
    return np.asarray(cv2.warpAffine(small, onto, (sight.width, sight.height), flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _put(grid: NDArray[np.float32], ij: NDArray[np.int64], counts: NDArray[np.float32], rgba: Bytes) -> None:
    """Blue, green, red times count, and the count, of the cells that the grid has."""
    i, j = ij.T
    seen = (i >= 0) & (j >= 0) & (i < grid.shape[1]) & (j < grid.shape[0])
    grid[j[seen], i[seen], :3] = counts[seen] @ rgba[:, 2::-1].astype(np.float32)
    grid[j[seen], i[seen], 3] = counts[seen].sum(axis=1)


def _coloured(grid: NDArray[np.float32], per_count: float) -> Image:
    """Premultiplied: the mean colour of what lies there, the stronger the more; `per_count` turns a cell's count into
    points in the square of the usual spacing."""
    count = grid[..., 3:]
    alpha = DENSEST * (1.0 - np.exp(-USUAL * per_count * count))
    colour = grid[..., :3] / np.maximum(count, 1e-6)
    return np.concatenate([colour * alpha, 255.0 * alpha], axis=2).astype(np.uint8)


def dot_radius(px_per_m: float, spacing_m: float) -> float:
    """Logical pixels of a dot at a zoom."""
    return float(min(max(DOT_SHARE * spacing_m * px_per_m, LEAST_DOT), MOST_DOT))


def _dotted(index: CrowdIndex, rgba: Bytes, sight: View, palette: Palette, spacing_m: float) -> Image:
    """The same small stamp at every point, its outermost pixels first: no rim covers the middle of a neighbour."""
    radius = dot_radius(sight.px_per_m / sight.dpr, spacing_m) * sight.dpr
    reach = int(np.ceil(radius + RIM_PX * sight.dpr))
    offsets, inks = _stamp(radius, reach, rgba, palette)
    width = sight.width + 2 * reach
    image = np.zeros((sight.height + 2 * reach, width), dtype=np.uint32)
    flat = image.reshape(-1)
    places = [_pixels(index, part, sight, reach) for part in _parts(index, sight, reach)]
    for (dx, dy), ink in zip(offsets.tolist(), inks, strict=True):
        for at, kind in places:
            flat[at + (dy * width + dx)] = ink[kind]
    inner = np.ascontiguousarray(image[reach : reach + sight.height, reach : reach + sight.width])
    return inner.view(np.uint8).reshape(sight.height, sight.width, 4)


def _parts(index: CrowdIndex, sight: View, reach: int) -> list[slice]:
    """What lies in sight, in pieces that keep each call short."""
    return [
        slice(a, min(a + AT_ONCE, piece.stop))
        for piece in index.near(sight.visible(reach))
        for a in range(piece.start, piece.stop, AT_ONCE)
    ]


def _pixels(index: CrowdIndex, part: slice, sight: View, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Where the points of a part lie in the widened picture, those out of sight left out, and their classes."""
    x, y = np.floor(sight.project(index.xy[part])).astype(np.int64).T
    seen = (x >= 0) & (y >= 0) & (x < sight.width) & (y < sight.height)
    at = (y[seen] + reach) * (sight.width + 2 * reach) + x[seen] + reach
    return at, index.kind[part][seen]


def _stamp(radius: float, reach: int, rgba: Bytes, palette: Palette) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """(m, 2) right and down of the stamp's pixels, outermost first, and (m, k) what each class puts there."""
    line = np.arange(-reach, reach + 1)
    across, down = (grid.ravel() for grid in np.meshgrid(line, line))
    away = np.hypot(across, down)
    order = np.argsort(-away)
    order = order[away[order] < reach + 0.5]
    core = np.clip(radius + 0.5 - away[order], 0.0, 1.0)[:, None]
    rim = np.clip(reach + 0.5 - away[order], 0.0, 1.0)[:, None] * RIM_ALPHA * (1 - core)
    own = core * (rgba[:, 3] / 255.0)  # (m, k)
    bgr = own[..., None] * rgba[None, :, 2::-1] + rim[..., None] * np.array(palette.ground[2::-1])
    whole = np.concatenate([bgr, 255.0 * (own + rim)[..., None]], axis=2).astype(np.uint8)
    inks = np.ascontiguousarray(whole).view(np.uint32)[..., 0]
    return np.column_stack([across[order], down[order]]), inks

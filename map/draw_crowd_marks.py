"""The clusters of one level as sprites in one picture: a round mark, its ring the classes, its number inside."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from map.chips import font
from map.crowd_cells import Cells
from map.crowd_index import CrowdIndex
from map.palette import Palette
from map.view import Bounds, View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Floats32 = NDArray[np.float32]

LEAST_R, MOST_R = 14.0, 28.0  # logical pixels
DIGIT_PX, DIGIT_ROOM = 12, 3.6  # logical pixels: of the number; half the width of a digit
RING_PX, CHIP_ALPHA = 4.0, 0.92
HELD_IN = 0.85  # of its radius a mark is kept off the edges of its cell, so that neighbours stand side by side
COLUMNS = 32  # of the picture with the sprites
STEPS = 256  # around a ring: finer than its pixels


@dataclass(frozen=True, eq=False)
class Marks:
    """Clusters of one level within `bounds` metres, the smallest first. `rows`: theirs in `cells`; `means` (m, 2):
    metres, the middle of their points; `radii` logical pixels; `corners` (m, 2) and `sides` (m,): of each sprite in
    `image`, physical pixels. All sides are odd, or all even: a middle lies on the same place of its pixel."""

    cells: Cells
    bounds: Bounds
    rows: Ints
    means: Floats
    radii: Floats
    corners: Floats
    sides: Floats
    image: QImage

    def places(self, px_per_m: float) -> Floats:
        """(m, 2) metres: the mean of the cluster's points, kept a little off the edges of its cell."""
        low = self.cells.ij[self.rows] * self.cells.size_m
        off = np.minimum(HELD_IN * self.radii / px_per_m, self.cells.size_m / 2)[:, None]
        return np.clip(self.means, low + off, low + self.cells.size_m - off)


@dataclass(frozen=True, eq=False)
class _Look:
    rgba: NDArray[np.uint8]
    palette: Palette
    slot: int
    dpr: float
    _masks: dict[tuple[int, float], tuple[Ints, Floats32, Floats32]] = field(default_factory=dict)

    def masks(self, side: int, radius: float) -> tuple[Ints, Floats32, Floats32]:
        """(side, side) how many of STEPS each pixel is from the top, clockwise; (side, side, 4) strength of the ring,
        and the disc within it, of a mark of a radius, physical pixels; every edge is a ramp one pixel wide."""
        known = self._masks.get((side, radius))
        if known is None:
            line = np.arange(side) + 0.5 - side / 2
            turn = np.arctan2(line[None, :], -line[:, None]) / (2 * np.pi) % 1.0
            away = np.hypot(line[None, :], line[:, None])[..., None]
            whole = np.clip(radius + 0.5 - away, 0, 1)
            inner = np.clip(radius - RING_PX * self.dpr + 0.5 - away, 0, 1)
            disc = (inner * CHIP_ALPHA * np.array([*self.palette.chip[2::-1], 255])).astype(np.float32)
            ring = np.repeat(whole - inner, 4, axis=2).astype(np.float32)
            steps: Ints = np.minimum((turn * STEPS).astype(np.int64), STEPS - 1)
            known = self._masks[side, radius] = (steps, ring, disc)
        return known


def draw_marks(index: CrowdIndex, level: int, view: View, rgba: NDArray[np.uint8], palette: Palette) -> Marks:
    """The clusters in sight of a view (give it a margin). Off the GUI thread; about 50 µs each."""
    cells, bounds = index.cells(level), view.visible()
    totals = cells.totals
    rows = cells.within(bounds)
    rows = rows[np.argsort(totals[rows], kind="stable")]
    radii = _radii(totals[rows], int(totals.max(initial=1)))
    slot = math.ceil((2 * float(radii.max(initial=LEAST_R)) + 3) * view.dpr)
    where = np.arange(len(rows))
    corners: Floats = np.column_stack([where % COLUMNS, where // COLUMNS]).astype(np.float64) * slot
    spare = np.floor((slot - 2 * radii * view.dpr - 3) / 2)  # around a smaller mark: it need not be painted
    sides = slot - 2 * spare
    image = _sprites(cells.counts[rows], radii, sides, _Look(rgba, palette, slot, view.dpr))
    return Marks(cells, bounds, rows, cells.places[rows], radii, corners + spare[:, None], sides, image)


def _radii(totals: Ints, most: int) -> Floats:
    """The area grows evenly with the count, from a mark that is still read to that of the level's greatest cluster;
    but no number is wider than its mark."""
    area = LEAST_R**2 + (MOST_R**2 - LEAST_R**2) * totals / most
    digits = np.floor(np.log10(np.maximum(totals, 1))) + 1
    radii: Floats = np.maximum(np.sqrt(area), digits * DIGIT_ROOM + RING_PX + 2)
    return radii


def _sprites(counts: Ints, radii: Floats, sides: Floats, look: _Look) -> QImage:
    """All in rows of COLUMNS, each in the middle of its slot."""
    high, slot = max(math.ceil(len(counts) / COLUMNS), 1), look.slot
    pixels = np.zeros((high * slot, COLUMNS * slot, 4), dtype=np.uint8)
    around = _around(counts, look.rgba)
    for k, (radius, side) in enumerate(zip(radii.tolist(), sides.astype(int).tolist(), strict=True)):
        steps, ring, disc = look.masks(side, round(radius * look.dpr * 4) / 4)
        spare = (slot - side) // 2
        y, x = k // COLUMNS * slot + spare, k % COLUMNS * slot + spare
        pixels[y : y + side, x : x + side] = around[k][steps] * ring + disc
    wide, tall = COLUMNS * slot, high * slot
    image = QImage(pixels.data, wide, tall, wide * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
    _write(image, counts.sum(axis=1), look)
    return image


def _around(counts: Ints, rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(m, STEPS, 4) opaque BGRA of each ring, parted by class; a step in which classes meet is of their mixture."""
    ends = STEPS * np.cumsum(counts, axis=1) / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    upto = np.clip(ends[:, None, :] - np.arange(STEPS)[None, :, None], 0, 1)  # (m, STEPS, k)
    share = np.diff(upto, axis=2, prepend=0.0)
    colours = np.column_stack([rgba[:, 2::-1], np.full(len(rgba), 255)])
    mixture: NDArray[np.float32] = (share @ colours).astype(np.float32)
    return mixture


def _write(image: QImage, totals: Ints, look: _Look) -> None:
    """The numbers. Text alone is for a painter."""
    painter = QPainter(image)
    painter.scale(look.dpr, look.dpr)
    painter.setFont(font(DIGIT_PX, bold=True))
    painter.setPen(QColor(*look.palette.text))
    side = look.slot / look.dpr
    for k, total in enumerate(totals.tolist()):
        box = QRectF(k % COLUMNS * side, k // COLUMNS * side, side, side)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(total))
    painter.end()

"""Outlines that belong to the ground: a faint fill and an edge, laid into the static picture beneath the buildings."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from map.draw_ground import in_sight
from map.raster import SHIFT, Fixed, bgr, fill_rings, fixed, stroke
from map.shapes import Outlines
from map.sheet import Sheet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DASH_PX, GAP_PX = 7.5, 6.0  # logical pixels, as the painter of outlines dashes a line of 1.5
BLUR_PX = 1.41  # measured: a smoothed line of 1 weighs this much, one of an even width this much more than it
BAND = 128  # rows of pixels in one call
WHITE = (255.0, 255.0, 255.0, 255.0)


class Mark(NamedTuple):
    """Outlines (`grounded`) and how strongly they show, 0..1."""

    shape: Outlines
    opacity: float


def draw_marks(sheet: Sheet, marks: tuple[Mark, ...]) -> Iterator[None]:
    """Every mark that has not been left for a larger zoom, the lowest first."""
    for shape, opacity in marks:
        if sheet.zoom < shape.from_px_per_m:
            continue
        rows = in_sight(shape.rings, sheet.view)
        for colour in np.unique(shape.rgba[rows], axis=0).tolist():
            same = rows[np.all(shape.rgba[rows] == colour, axis=1)]
            rings = [sheet.view.project(shape.rings.part(int(row))) for row in same]
            strength = float(colour[3]) / 255 * opacity
            if shape.closed and shape.fill > 0:
                yield from _fill(sheet, [fixed(ring) for ring in rings], colour, strength * shape.fill)
            yield from _edge(sheet, shape, rings, colour, strength)


def _fill(sheet: Sheet, rings: list[Fixed], colour: Sequence[float], strength: float) -> Iterator[None]:
    """The same faint colour over all rings, a band of rows at a time: only what is copied can be blended."""
    for y in range(0, len(sheet.image), BAND):
        band = sheet.image[y : y + BAND]
        veil = band.copy()
        fill_rings(veil, [ring - np.array([0, y << SHIFT], dtype=np.int32) for ring in rings], bgr(colour))
        cv2.addWeighted(veil, strength, band, 1 - strength, 0.0, dst=band)
        yield


def _edge(
    sheet: Sheet, shape: Outlines, rings: list[Floats], colour: Sequence[float], strength: float
) -> Iterator[None]:
    """Lines of whole pixels, over one another no stronger than one."""
    pixels, share_of_line = _pen(shape.width_px * sheet.view.dpr)
    mask = np.zeros(sheet.image.shape[:2], dtype=np.uint8)
    for ring in rings:
        if shape.dashed:
            stroke(mask, list(fixed(_dashes(sheet, _ended(ring, shape.closed), pixels))), WHITE, pixels)
        else:
            stroke(mask, [fixed(ring)], WHITE, pixels, closed=shape.closed)
        yield
    ink = np.array(bgr(colour)[:3], dtype=np.float64)
    for y in range(0, len(mask), BAND):
        band, part = sheet.image[y : y + BAND].reshape(-1, 4), mask[y : y + BAND].ravel()
        at = np.flatnonzero(part)
        share = (part[at] * (strength * share_of_line / 255))[:, None]
        band[at, :3] = np.rint(band[at, :3] * (1 - share) + ink * share)
        yield


def _pen(wide: float) -> tuple[int, float]:
    """cv2's thickness for a line, and how strongly it is drawn to weigh as much: smoothed, it is wider than it says."""
    pixels = 1 if wide < 1.7 * BLUR_PX else max(2, 2 * round((wide - BLUR_PX) / 2))
    real = BLUR_PX if pixels == 1 else pixels + BLUR_PX
    return pixels, min(wide / real, 1.0)


def _ended(ring: Floats, closed: bool) -> Floats:
    return np.concatenate([ring, ring[:1]]) if closed else ring


def _dashes(sheet: Sheet, line: Floats, pixels: int) -> Floats:
    """(k, 2, 2) ends of the dashes along a line, those that touch the picture. cv2 rounds the ends of a line: they are
    drawn as much shorter as it is wide."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    starts = np.arange(0.0, along[-1], (DASH_PX + GAP_PX) * sheet.view.dpr)
    at = np.column_stack([starts, np.minimum(starts + max(DASH_PX * sheet.view.dpr - pixels - 0.4, 1.0), along[-1])])
    ends = np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], axis=2)
    h, w = sheet.image.shape[:2]
    inside = np.all((ends > -8) & (ends < (w + 8, h + 8)), axis=2)
    seen: Floats = ends[np.any(inside, axis=1)]
    return seen

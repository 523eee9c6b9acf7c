"""Small strokes of the rasteriser: anti-aliased fills and lines on a BGRX array, short calls that free the GIL."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from map.palette import RGBA

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]  # (h, w, 4) blue, green, red, unused – the memory order of QImage.Format_RGB32
Fixed = NDArray[np.int32]  # pixel coordinates in sixteenths
Colour = tuple[float, float, float, float]

SHIFT = 4
cv2.setNumThreads(1)  # process-wide; the window needs the other core


def fixed(px: Floats) -> Fixed:
    """Pixels (pixel edges at whole numbers, as in Qt) -> sixteenths about pixel centres, as cv2 counts."""
    return np.rint(px * (1 << SHIFT) - (1 << (SHIFT - 1))).astype(np.int32)


def bgr(colour: Sequence[float] | Floats) -> Colour:
    """RGBA -> what cv2 wants for a BGRX array."""
    return float(colour[2]), float(colour[1]), float(colour[0]), 255.0


def fill_ring(image: Image, ring: Fixed, colour: Colour) -> None:
    """One polygon of any form."""
    cv2.fillPoly(image, [ring], colour, cv2.LINE_AA, SHIFT)


def fill_rings(image: Image, rings: Sequence[Fixed], colour: Colour) -> None:
    """Polygons that do not overlap, or one with holes (even-odd)."""
    cv2.fillPoly(image, rings, colour, cv2.LINE_AA, SHIFT)


def fill_convex(image: Image, ring: Fixed, colour: Colour) -> None:
    """One convex polygon."""
    cv2.fillConvexPoly(image, ring, colour, cv2.LINE_AA, SHIFT)


def stroke(image: Image, paths: Sequence[Fixed], colour: Colour, width: int = 1, closed: bool = False) -> None:
    """Lines of a whole number of pixels."""
    cv2.polylines(image, paths, closed, colour, width, cv2.LINE_AA, SHIFT)


def add_light(image: Image, light: Image, x: int, y: int) -> None:
    """Add a small picture (saturating) with its middle at (x, y); clipped at the rim."""
    h, w = light.shape[:2]
    x0, y0 = x - w // 2, y - h // 2
    left, top = max(0, -x0), max(0, -y0)
    right, low = min(w, image.shape[1] - x0), min(h, image.shape[0] - y0)
    if right <= left or low <= top:
        return
    part = image[y0 + top : y0 + low, x0 + left : x0 + right]
    cv2.add(part, light[top:low, left:right], dst=part)


def halo(radius: int, colour: RGBA, strength: float) -> Image:
    """A round light for `add_light`, (2r + 1, 2r + 1, 4), falling off like a soft lamp."""
    line = np.arange(-radius, radius + 1) / max(radius, 1)
    away = np.minimum(np.hypot(line[:, None], line[None, :]), 1.0)
    fall = (1 - away) ** 2 * strength
    light = np.zeros((*fall.shape, 4), dtype=np.uint8)
    pure = np.array(colour[2::-1], dtype=np.float64)
    light[..., :3] = fall[..., None] * np.maximum(pure - 0.35 * pure.max(), 0) / 0.65  # richer: the wall adds grey
    return light

"""The base map laid onto the ground of the picture, one warp a piece."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from map.base import Floats, Piece, Underlay
from map.raster import Image
from map.sheet import Sheet

BAND = 128  # rows blended in one call
MASK = 64  # pixels of the square that is warped to learn where a piece lies


def draw_base(sheet: Sheet, underlay: Underlay) -> Iterator[None]:
    """Every piece in sight, stretched onto its place; then, where it is not solid, all of them blended at once."""
    solid = underlay.opacity >= 1.0
    layer: Image | None = None if solid else np.zeros_like(sheet.image)
    flags = cv2.INTER_LINEAR if sheet.fine else cv2.INTER_NEAREST
    for piece in underlay.base.tiles(sheet.view):
        if layer is None and piece[0][..., 3].min() < 255:
            layer = np.zeros_like(sheet.image)  # what lies there already shows through from here on
        lay(sheet.image if layer is None else layer, piece, sheet.view.matrix(), flags)
        yield
    if layer is not None:
        yield from _blend(sheet.image, layer, min(max(underlay.opacity, 0.0), 1.0))


def lay(onto: Image, piece: Piece, matrix: Floats, flags: int) -> None:
    """Warp one piece onto its place; nothing else of `onto` is touched.

    A rim of one repeated pixel is put around it, so that neighbours meet without a gap; in a turned view it is cut off
    again, or it would lie over the neighbour.
    """
    pixels, to_metres = piece
    ground = matrix[:, :2] @ to_metres
    ground[:, 2] += matrix[:, 3]
    h, w = pixels.shape[:2]
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], dtype=np.float64) @ ground[:, :2].T + ground[:, 2]
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(np.int64), 0)
    right, low = np.minimum(np.ceil(corners.max(axis=0)).astype(np.int64), (onto.shape[1], onto.shape[0]))
    if right <= left or low <= top:
        return
    place = onto[top:low, left:right]
    rimmed = cv2.copyMakeBorder(pixels, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    warp = centred(ground, 1.0, (float(left), float(top)))
    size = (int(right - left), int(low - top))
    if abs(ground[0, 1]) < 1e-9 or flags == cv2.INTER_NEAREST:
        cv2.warpAffine(rimmed, warp, size, dst=place, flags=flags, borderMode=cv2.BORDER_TRANSPARENT)
        return
    warped = cv2.warpAffine(rimmed, warp, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    cv2.copyTo(warped, _inside(ground, (w, h), (float(left), float(top)), size), place)


def _inside(
    ground: Floats, shape: tuple[int, int], corner: tuple[float, float], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """255 where the middle of a pixel lies in the piece, or less than a hundredth of a pixel of it beside."""
    grown = ground.copy()
    grown[:, :2] *= 1 + 0.02 / np.array(shape)
    grown[:, 2] -= ground[:, :2] @ (0.01, 0.01)
    small = np.diag((shape[0] / MASK, shape[1] / MASK))
    grown[:, :2] = grown[:, :2] @ small
    whole = np.full((MASK, MASK), 255, dtype=np.uint8)
    return np.asarray(cv2.warpAffine(whole, centred(grown, 0.0, corner), size, flags=cv2.INTER_NEAREST), dtype=np.uint8)


def centred(affine: Floats, rim: float, corner: tuple[float, float]) -> Floats:
    """An affine between pixel edges as one between pixel centres, as cv2 counts; from a rim, to a cut at `corner`."""
    moved = affine.copy()
    moved[:, 2] += affine[:, :2] @ (0.5 - rim, 0.5 - rim) - 0.5 - np.array(corner)
    return moved


def _blend(image: Image, layer: Image, opacity: float) -> Iterator[None]:
    rest = np.rint(255 - np.arange(256) * opacity).astype(np.uint8)
    for y in range(0, len(image), BAND):
        under, over = image[y : y + BAND], layer[y : y + BAND]
        if over[..., 3].any():
            _blend_band(under, over, rest, opacity)
        yield


def _blend_band(under: Image, over: Image, rest: NDArray[np.uint8], opacity: float) -> None:
    left = cv2.LUT(np.ascontiguousarray(over[..., 3]), rest)
    faded = cv2.multiply(under, cv2.merge([left, left, left, left]), scale=1 / 255)
    cv2.addWeighted(faded, 1.0, over, opacity, 0.0, dst=under)

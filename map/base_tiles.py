"""A base map of Web Mercator tiles, whichever box they come in: the level that fits, and the tiles in sight."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

import numpy as np

from map.base import Piece
from map.base_cache import PieceCache, decode
from map.base_mercator import Span, affine_of, level_for, metres_of, span_of
from map.frame import LocalFrame
from map.raster import Image
from map.view import Bounds, View

log = logging.getLogger(__name__)

MOST_TILES = 512  # in one picture; a file without coarse levels, seen from far away, shows its middle
COARSER = 5  # levels that are looked through for the picture of a missing tile


class TileSource(Protocol):
    """A box of encoded tiles."""

    @property
    def label(self) -> "Label":
        """What the box says of itself."""

    def read(self, z: int, x: int, y: int) -> bytes | None:
        """PNG, JPEG or WebP of a tile, y counted from the north; None: there is none. Raises OSError."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True)
class Label:
    """Name, attribution, first and last zoom, and degrees west, south, east, north."""

    name: str
    attribution: str
    first: int
    last: int
    degrees: Bounds


class TileBase:
    """A `Base` on a TileSource. Made in any thread; `tiles` belongs to the render thread."""

    def __init__(self, source: TileSource, frame: LocalFrame, side: int) -> None:
        """`side`: pixels of a tile, 256 or 512 as a rule."""
        self._source, self._frame, self._side = source, frame, side
        self._label, self._cache, self._told = source.label, PieceCache(), False
        self._shares = lru_cache(maxsize=4096)(partial(affine_of, frame))
        self._bounds = metres_of(frame, self._label.degrees)

    @property
    def name(self) -> str:
        """The box's own name."""
        return self._label.name

    @property
    def attribution(self) -> str:
        """The box's own, or its name."""
        return self._label.attribution or self._label.name

    @property
    def bounds(self) -> Bounds:
        """Metres of the local frame."""
        return self._bounds

    def tiles(self, view: View) -> Iterator[Piece]:
        """See `Base`."""
        span = self._in_sight(view)
        if span is None:
            return
        for x, y in span.middle(MOST_TILES).outwards():
            pixels = self._nearest(span.z, x, y)
            if pixels is not None:
                affine = self._shares(span.z, x, y)
                affine = affine / np.array([pixels.shape[1], pixels.shape[0], 1.0])
                if np.isfinite(affine).all():
                    yield pixels, affine

    def _in_sight(self, view: View) -> Span | None:
        seen, mine = view.visible(), self._bounds
        low = np.maximum(seen[:2], mine[:2]) if np.isfinite(mine).all() else np.array(seen[:2])
        high = np.minimum(seen[2:], mine[2:]) if np.isfinite(mine).all() else np.array(seen[2:])
        if np.any(low >= high):
            return None
        z = level_for(view.px_per_m, self._frame.lat0, self._side)
        z = min(max(z, self._label.first), self._label.last)
        return span_of(self._frame, z, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    def _nearest(self, z: int, x: int, y: int) -> Image | None:
        """The tile, or its part of the nearest coarser one that is there."""
        for up in range(min(COARSER, z - self._label.first) + 1):
            pixels = self._tile(z - up, x >> up, y >> up)
            if pixels is not None:
                return pixels if not up else _part(pixels, x, y, up)
        return None

    def _tile(self, z: int, x: int, y: int) -> Image | None:
        return self._cache.get((z, x, y), partial(self._read, z, x, y))

    def _read(self, z: int, x: int, y: int) -> Image | None:
        try:
            data = self._source.read(z, x, y)
            pixels = decode(data) if data else None
        except Exception as error:  # noqa: BLE001 – whatever the box holds, no tile of it stops the picture
            self._tell(f"{self.name}: tile {z}/{x}/{y} cannot be read: {error}")
            return None
        if data and pixels is None:
            self._tell(f"{self.name}: tile {z}/{x}/{y} is no picture")
        return pixels

    def _tell(self, sentence: str) -> None:
        if not self._told:
            log.warning("base map %s; more of the kind are not told", sentence)
            self._told = True


def _part(pixels: Image, x: int, y: int, up: int) -> Image | None:
    """What a tile `up` levels coarser shows of the tile (x, y); None where that is less than a pixel."""
    h, w = pixels.shape[0] >> up, pixels.shape[1] >> up
    if not h or not w:
        return None
    column, row = x & ((1 << up) - 1), y & ((1 << up) - 1)
    return np.ascontiguousarray(pixels[row * h : (row + 1) * h, column * w : (column + 1) * w])

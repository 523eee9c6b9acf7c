"""The tile numbers of Web Mercator (z/x/y, y from the north) and where they lie in the local frame."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from map.base import Floats
from map.frame import LocalFrame
from map.view import Bounds

ROUND_M = 40_075_016.685578488  # the equator of the sphere on which these tiles are cut
MOST_LAT = 85.05112877980659
DEEPEST = 26


@dataclass(frozen=True)
class Span:
    """Columns x0 … x1 and rows y0 … y1 of one zoom, the last ones included."""

    z: int
    x0: int
    y0: int
    x1: int
    y1: int

    def __len__(self) -> int:
        return max(self.x1 - self.x0 + 1, 0) * max(self.y1 - self.y0 + 1, 0)

    def middle(self, most: int) -> "Span":
        """At most so many of its tiles, those nearest to its middle, as near to a square as it allows."""
        across, down = self.x1 - self.x0 + 1, self.y1 - self.y0 + 1
        if len(self) <= most:
            return self
        side = math.isqrt(most)
        across = min(across, max(side, most // down))
        down = min(down, max(side, most // across))
        x0, y0 = (self.x0 + self.x1 + 1 - across) // 2, (self.y0 + self.y1 + 1 - down) // 2
        return Span(self.z, x0, y0, x0 + across - 1, y0 + down - 1)

    def outwards(self) -> Iterator[tuple[int, int]]:
        """(x, y), the middle ones first. All of them are listed before the first is given: cut a wide span before."""
        cx, cy = (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2
        all_of_it = [(x, y) for y in range(self.y0, self.y1 + 1) for x in range(self.x0, self.x1 + 1)]
        return iter(sorted(all_of_it, key=lambda at: max(abs(at[0] - cx), abs(at[1] - cy))))


def lonlat(z: int, x: NDArray[np.float64] | float, y: NDArray[np.float64] | float) -> Floats:
    """(…, 2) degrees of a place counted in tiles of zoom z; the tile (x, y) has its north-west corner at x, y."""
    n = 2.0**z
    lon = np.asarray(x, dtype=np.float64) / n * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.asarray(y, dtype=np.float64) / n))))
    return np.stack(np.broadcast_arrays(lon, lat), axis=-1)


def tile_xy(z: int, degrees: Floats) -> Floats:
    """(n, 2) degrees -> (n, 2) places counted in tiles of zoom z; latitudes beyond the map's end are held at it."""
    n = 2.0**z
    lat = np.radians(np.clip(degrees[:, 1], -MOST_LAT, MOST_LAT))
    return np.column_stack([(degrees[:, 0] + 180) / 360 * n, (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2 * n])


def affine_of(frame: LocalFrame, z: int, x: float, y: float) -> Floats:
    """(2, 3) shares of a tile, right and down -> metres, of the tile at (x, y), by its four corners.

    Mercator's scale grows with the latitude within a tile: the best affine is off by about tan(lat) · tile / (4 R) of a
    tile, at 45° 0.6 pixels of 256 for z 9, 0.04 for z 13 and less at the zooms of an estate. Far from the frame it is
    not finite.
    """
    unit = np.array([(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)], dtype=np.float64)
    metres = frame.to_metres(lonlat(z, x + unit[:, 0], y + unit[:, 1]))
    if not np.isfinite(metres).all():
        return np.full((2, 3), np.nan)
    return np.asarray(np.linalg.lstsq(unit, metres, rcond=None)[0].T, dtype=np.float64)


def level_for(px_per_m: float, lat: float, side: int) -> int:
    """The zoom whose tiles of `side` pixels come nearest to so many pixels a metre (between 0.7 and 1.4 times)."""
    wanted = px_per_m * ROUND_M * math.cos(math.radians(lat)) / side
    return min(max(round(math.log2(max(wanted, 1.0))), 0), DEEPEST)


def span_of(frame: LocalFrame, z: int, bounds: Bounds) -> Span:
    """The tiles that a rectangle of metres touches."""
    e0, n0, e1, n1 = bounds
    rim = [(e, n) for e in (e0, (e0 + e1) / 2, e1) for n in (n0, (n0 + n1) / 2, n1)]
    places = np.floor(tile_xy(z, frame.to_degrees(rim))).astype(np.int64)
    (x0, y0), (x1, y1) = places.min(axis=0), places.max(axis=0)
    last = 2**z - 1
    return Span(z, max(int(x0), 0), max(int(y0), 0), min(int(x1), last), min(int(y1), last))


def metres_of(frame: LocalFrame, degrees: Bounds) -> Bounds:
    """The rectangle of metres around one of degrees (west, south, east, north)."""
    w, s, e, n = degrees
    rim = [(lon, lat) for lon in (w, (w + e) / 2, e) for lat in (s, (s + n) / 2, n)]
    metres = frame.to_metres(rim)
    (e0, n0), (e1, n1) = metres.min(axis=0), metres.max(axis=0)
    return float(e0), float(n0), float(e1), float(n1)

"""The coordinate systems of Chinese maps and devices, turned into WGS-84 and back exactly, and told apart."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from domain.geo import FloatArray, metres_from

_A = 6_378_245.0
_EE = 0.006_693_421_622_965_943_23
"""Semi-major axis (metres) and squared eccentricity of the Krasovsky 1940 ellipsoid, on which the offset is defined."""
_BD = np.pi * 3000 / 180
_ROUNDS = 30
_ENOUGH_DEG = 1e-12
"""One ten-millionth of a metre: the iteration contracts by about 1/300 a round and is there after four to six."""


class Datum(StrEnum):
    """What a source's degrees mean. CGCS2000 differs from WGS-84 by centimetres (Wei, 2008): here they are the same."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def named(text: str) -> Datum | None:
    """ "gcj02", "GCJ-02", "wgs84"… as people write them; None for what is no datum."""
    plain = text.upper().replace("-", "").replace("_", "").replace(" ", "")
    return next((datum for datum in Datum if datum.value.replace("-", "") == plain), None)


def to_wgs84(datum: Datum, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Degrees of `datum` as WGS-84 degrees, any shape. Round trip below a tenth of a millimetre; NaN stays NaN."""
    x, y = _degrees(lon, lat)
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return x, y
    return _inverse(datum, x, y)


def from_wgs84(datum: Datum, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """WGS-84 degrees as degrees of `datum`, any shape; outside the offset's reach GCJ-02 is WGS-84."""
    x, y = _degrees(lon, lat)
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return x, y
    x, y = _to_gcj(x, y)
    return _to_bd(x, y) if datum is Datum.BD09 else (x, y)


def likely(lon: npt.ArrayLike, lat: npt.ArrayLike, known_lon: npt.ArrayLike, known_lat: npt.ArrayLike) -> Datum | None:
    """Which datum brings points onto what is known to be right (a station's paths), if it is not WGS-84; else None.

    Points in GCJ-02 lie 300–700 m off, in BD-09 about 1 km. It is offered only where the points as they stand are far
    off (median over FAR_M) and another reading brings them at least NEARER times nearer.
    """
    known = np.stack(_degrees(known_lon, known_lat), axis=1)
    known = known[np.isfinite(known).all(axis=1)]
    x, y = (a.ravel() for a in _degrees(lon, lat))
    fine = np.isfinite(x) & np.isfinite(y)
    if len(known) < FEWEST or fine.sum() < FEWEST:
        return None
    lon0, lat0 = float(np.median(known[:, 0])), float(np.median(known[:, 1]))
    tree = cKDTree(metres_from(lon0, lat0, known[:, 0], known[:, 1]))
    off = {}
    for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09):
        away, _ = tree.query(metres_from(lon0, lat0, *to_wgs84(datum, x[fine], y[fine])))
        off[datum] = float(np.median(away))
    best = min(off, key=lambda datum: off[datum])
    sure = off[Datum.WGS84] > FAR_M and off[Datum.WGS84] >= NEARER * off[best]
    return best if sure and best is not Datum.WGS84 else None


FAR_M = 120.0
"""Metres: a half street block. Points of a wrong datum lie farther from every path than people walk from one."""
NEARER = 4.0
FEWEST = 8
"""Fewer points may lie anywhere."""


def _degrees(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    return np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)


def _to_gcj(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The published offset: sums of sines over the distance from 105° E, 35° N, on the Krasovsky ellipsoid."""
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + wave
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + wave
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - _EE * np.sin(phi) ** 2
    north = np.degrees(north / (_A * (1 - _EE) / (magic * np.sqrt(magic))))
    east = np.degrees(east / (_A / np.sqrt(magic) * np.cos(phi)))
    inside = _offset_reaches(lon, lat)
    return lon + np.where(inside, east, 0.0), lat + np.where(inside, north, 0.0)


def _offset_reaches(lon: FloatArray, lat: FloatArray) -> npt.NDArray[np.bool_]:
    """The rectangle within which maps published in China are offset (the one that map services use)."""
    return (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)


def _to_bd(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """GCJ-02 as BD-09, by the published polar formula."""
    far = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def _inverse(datum: Datum, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fixed-point iteration on the forward formula: the offset changes by about 1/300 of the way walked."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_ROUNDS):
        there_x, there_y = from_wgs84(datum, x, y)
        dx, dy = lon - there_x, lat - there_y
        x, y = x + dx, y + dy
        if not np.nanmax(np.abs([dx, dy]), initial=0.0) > _ENOUGH_DEG:
            break
    return x, y

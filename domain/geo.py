"""Metres near one place on the ground, from degrees: enough to compare distances inside a station's reach."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_A = 6_378_137.0
_E2 = 6.694_379_990_14e-3


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres in one degree of (longitude, latitude) at latitude `lat` (degrees, WGS-84 ellipsoid).

    Radii of curvature in the prime vertical and the meridian (Snyder, Map Projections, 1987, eq. 4-20 and 4-19).
    Within 5 km of `lat` the error of distances so measured stays below 0.1 %.
    """
    s2 = math.sin(math.radians(lat)) ** 2
    n = _A / math.sqrt(1 - _E2 * s2)
    m = _A * (1 - _E2) / (1 - _E2 * s2) ** 1.5
    return math.radians(1) * n * math.cos(math.radians(lat)), math.radians(1) * m


def metres_from(lon0: float, lat0: float, lon: npt.ArrayLike, lat: npt.ArrayLike) -> FloatArray:
    """East and north of (lon0, lat0) in metres, shape (n, 2), for points in degrees."""
    kx, ky = metres_per_degree(lat0)
    east = (np.asarray(lon, dtype=np.float64) - lon0) * kx
    north = (np.asarray(lat, dtype=np.float64) - lat0) * ky
    return np.stack([np.atleast_1d(east), np.atleast_1d(north)], axis=1)


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Ground distance of two points in degrees, metres (see `metres_per_degree` for its reach)."""
    kx, ky = metres_per_degree((lat_a + lat_b) / 2)
    return math.hypot((lon_a - lon_b) * kx, (lat_a - lat_b) * ky)

"""The local metric frame of a station: metres east and north of a fixed point, by a transverse Mercator of its own."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer


class LocalFrame:
    """Degrees <-> metres around one point; true to scale there (k0 = 1), about 1 : 10^7 off at 3 km.

    Web Mercator is 606 m off over 3 km at 33° N, so nothing here is ever measured in it. Safe to use from any thread.
    """

    def __init__(self, lon0: float, lat0: float) -> None:
        if not (-180.0 <= lon0 <= 180.0 and -90.0 <= lat0 <= 90.0):
            raise ValueError(f"not a longitude and latitude: {lon0}, {lat0}")
        self.lon0, self.lat0 = float(lon0), float(lat0)
        local = f"+proj=tmerc +lat_0={self.lat0!r} +lon_0={self.lon0!r} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m"
        self.crs = local  # as PROJ spells it: what an image is warped into
        self._there = Transformer.from_crs("EPSG:4326", local, always_xy=True)

    def to_metres(self, lonlat: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) degrees longitude, latitude (WGS84 / CGCS2000) -> (n, 2) metres east, north."""
        points = _pairs(lonlat)
        return np.column_stack(self._there.transform(points[:, 0], points[:, 1]))

    def to_degrees(self, metres: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) metres east, north -> (n, 2) degrees longitude, latitude."""
        points = _pairs(metres)
        return np.column_stack(self._there.transform(points[:, 0], points[:, 1], direction="INVERSE"))


def _pairs(values: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64).reshape(-1, 2)

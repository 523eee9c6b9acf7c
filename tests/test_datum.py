"""Coordinate systems: known points, exact round trips, and a track of another datum is noticed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datum import Datum, from_wgs84, likely, to_wgs84
from domain.geo import distance_m, metres_from

OFFSET = (Datum.GCJ02, Datum.BD09)


@pytest.mark.parametrize(
    ("datum", "there", "wgs"),
    [
        (Datum.GCJ02, (116.40391, 39.91485), (116.39767, 39.91345)),
        (Datum.GCJ02, (121.50412, 31.23969), (121.49966, 31.24165)),
        (Datum.BD09, (116.41024, 39.92117), (116.39767, 39.91345)),
    ],
)
def test_points_whose_places_are_known(datum: Datum, there: tuple[float, float], wgs: tuple[float, float]) -> None:
    """Landmarks as published map services draw them, to the metre that five digits carry."""
    lon, lat = to_wgs84(datum, *there)
    assert distance_m(float(lon), float(lat), *wgs) < 15


@pytest.mark.parametrize("datum", OFFSET)
def test_a_million_points_come_back_within_a_millimetre(datum: Datum) -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(73.5, 134.5, 1_000_000), rng.uniform(18.0, 53.5, 1_000_000)
    x, y = to_wgs84(datum, *from_wgs84(datum, lon, lat))
    assert float(np.max(np.abs(x - lon))) * 111_320 < 1e-4 and float(np.max(np.abs(y - lat))) * 111_320 < 1e-4


@given(st.sampled_from(OFFSET), st.floats(75, 134), st.floats(3, 54))
def test_either_way_round_is_the_same_place(datum: Datum, lon: float, lat: float) -> None:
    x, y = from_wgs84(datum, *to_wgs84(datum, lon, lat))
    assert abs(float(x) - lon) < 1e-9 and abs(float(y) - lat) < 1e-9
    moved = distance_m(lon, lat, *(float(v) for v in from_wgs84(datum, lon, lat)))
    assert 1 < moved < 2_000


def test_outside_its_reach_nothing_is_moved_and_what_is_no_number_stays_none() -> None:
    lon, lat = from_wgs84(Datum.GCJ02, [24.94, np.nan], [60.17, 39.0])
    assert (float(lon[0]), float(lat[0])) == (24.94, 60.17) and np.isnan(lon[1])
    back, _ = to_wgs84(Datum.GCJ02, [np.nan, 116.4], [39.0, 39.9])
    assert np.isnan(back[0]) and np.isfinite(back[1])


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.CGCS2000])
def test_wgs84_and_its_chinese_realisation_are_left_alone(datum: Datum) -> None:
    lon, lat = to_wgs84(datum, 116.4, 39.9)
    assert (float(lon), float(lat)) == (116.4, 39.9)


def _walk(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A grid of paths, and a track that follows it within 5 m (WGS-84)."""
    rng = np.random.default_rng(seed)
    east, north = np.meshgrid(np.arange(-300, 301, 20.0), np.arange(-300, 301, 20.0))
    kx, ky = metres_from(116.0, 40.0, 117.0, 41.0)[0]
    lon, lat = 116.0 + east.ravel() / kx, 40.0 + north.ravel() / ky
    on = rng.integers(0, len(lon), 60)
    return lon, lat, lon[on] + rng.normal(0, 5, 60) / kx, lat[on] + rng.normal(0, 5, 60) / ky


@pytest.mark.parametrize("datum", OFFSET)
@given(seed=st.integers(0, 1000))
def test_a_track_of_another_datum_is_noticed_and_the_right_one_offered(datum: Datum, seed: int) -> None:
    paths_lon, paths_lat, lon, lat = _walk(seed)
    assert likely(*from_wgs84(datum, lon, lat), paths_lon, paths_lat) is datum


@given(seed=st.integers(0, 1000))
def test_a_true_track_and_one_that_is_simply_elsewhere_are_left_alone(seed: int) -> None:
    paths_lon, paths_lat, lon, lat = _walk(seed)
    assert likely(lon, lat, paths_lon, paths_lat) is None
    assert likely(lon + 0.5, lat, paths_lon, paths_lat) is None
    assert likely(lon[:3], lat[:3], paths_lon, paths_lat) is None

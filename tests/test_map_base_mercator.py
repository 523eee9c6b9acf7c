"""The numbers of tiles there and back, their places in the frame, and which of many are asked for."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from map.base_mercator import Span, affine_of, level_for, lonlat, span_of, tile_xy
from map.frame import LocalFrame
from tests.base_files import FRAME

places = st.tuples(st.floats(-179.9, 179.9), st.floats(-84.0, 84.0))


@given(places, st.integers(0, 22))
def test_tile_numbers_there_and_back(degrees: tuple[float, float], z: int) -> None:
    xy = tile_xy(z, np.array([degrees]))
    assert np.allclose(lonlat(z, xy[:, 0], xy[:, 1]), [degrees], atol=1e-9)


@given(st.floats(-60, 60), st.floats(-170, 170), st.integers(10, 20), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_the_affine_of_a_tile_is_true_within_half_a_pixel(
    lat: float, lon: float, z: int, share: tuple[float, float]
) -> None:
    frame = LocalFrame(lon, lat)
    x, y = np.floor(tile_xy(z, np.array([[lon, lat]]))[0])
    affine = affine_of(frame, z, x, y)
    true = frame.to_metres(lonlat(z, x + share[0], y + share[1]))[0]
    drawn = affine[:, :2] @ share + affine[:, 2]
    pixel = np.hypot(*affine[:, 0]) / 256
    assert np.hypot(*(drawn - true)) / pixel < 0.5


@given(st.floats(-60, 60), st.floats(0.01, 60.0), st.sampled_from([256, 512]))
def test_the_level_is_the_nearest(lat: float, px_per_m: float, side: int) -> None:
    z = level_for(px_per_m, lat, side)
    tile_px_per_m = side * 2**z / (2 * np.pi * 6378137 * np.cos(np.radians(lat)))
    assert 0.7 < tile_px_per_m / px_per_m < 1.42


spans = st.builds(
    lambda z, x, y, across, down: Span(z, x, y, x + across, y + down),
    st.just(22), st.integers(0, 999), st.integers(0, 999), st.integers(-1, 90), st.integers(-1, 90),
)  # fmt: skip


@given(spans, st.integers(1, 600))
def test_the_middle_of_a_span_is_what_lies_nearest_to_its_middle(span: Span, most: int) -> None:
    middle = span.middle(most)
    assert len(middle) <= most
    assert len(middle) == len(span) or len(middle) > most - math.isqrt(most) * 2 - 2
    assert set(middle.outwards()) <= set(span.outwards())
    for low, high, inner_low, inner_high in (
        (span.x0, span.x1, middle.x0, middle.x1), (span.y0, span.y1, middle.y0, middle.y1),
    ):  # fmt: skip
        assert abs((low + high) - (inner_low + inner_high)) <= 1


def test_the_world_is_not_listed_tile_by_tile() -> None:
    world = Span(26, 0, 0, 2**26 - 1, 2**26 - 1)
    assert len(list(world.middle(512).outwards())) == 506
    assert len(Span(26, 0, 5, 2**26 - 1, 6).middle(512)) == 512


@given(st.integers(3, 20), st.floats(1, 5000), st.tuples(st.floats(-1, 1), st.floats(-1, 1)))
def test_every_place_in_a_rectangle_lies_in_its_span(z: int, reach: float, share: tuple[float, float]) -> None:
    span = span_of(FRAME, z, (-reach, -reach, reach, reach))
    x, y = tile_xy(z, FRAME.to_degrees([(share[0] * reach, share[1] * reach)]))[0]
    assert span.x0 - 1e-3 <= x <= span.x1 + 1 + 1e-3 and span.y0 - 1e-3 <= y <= span.y1 + 1 + 1e-3

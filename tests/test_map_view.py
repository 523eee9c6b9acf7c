"""The projection: round trips, anchors, fits, and the local frame."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from map.frame import LocalFrame
from map.motion import Flight
from map.view import View

views = st.builds(
    View,
    east=st.floats(-5e4, 5e4),
    north=st.floats(-5e4, 5e4),
    px_per_m=st.floats(0.02, 40.0),
    bearing_deg=st.floats(0, 359.9),
    tilt_deg=st.floats(25, 90),
    width=st.integers(50, 4000),
    height=st.integers(50, 3000),
    dpr=st.sampled_from([1.0, 1.25, 2.0]),
)
pixels = st.tuples(st.floats(-500, 4500), st.floats(-500, 3500))


@given(views, pixels, st.floats(0, 120))
def test_a_pixel_comes_back_from_the_ground(view: View, px: tuple[float, float], z: float) -> None:
    ground = view.unproject([px], z)
    there = view.project(np.column_stack([ground, [z]]))
    assert np.allclose(there, [px], atol=1e-4)


@given(views, pixels, st.floats(0.3, 3.0))
def test_a_zoom_holds_the_ground_under_the_pointer(view: View, px: tuple[float, float], factor: float) -> None:
    zoomed = view.zoomed(factor, *px)
    assert np.allclose(zoomed.project(view.unproject([px])), [px], atol=1e-3)


@given(views, st.floats(-300, 300), st.floats(-300, 300))
def test_a_pan_moves_the_ground_with_the_hand(view: View, dx: float, dy: float) -> None:
    point = view.unproject([(10.0, 20.0)])
    assert np.allclose(view.panned(dx, dy).project(point), [(10 + dx, 20 + dy)], atol=1e-3)


@given(views, views)
def test_the_ground_map_carries_one_view_to_another(a: View, b: View) -> None:
    ground = np.array([(a.east + 3, a.north - 7), (a.east, a.north)])
    m = a.ground_map(b)
    expected = b.project(ground)
    assert np.allclose(a.project(ground) @ m[:, :2].T + m[:, 2], expected, rtol=1e-6, atol=1e-2)


@given(views, st.floats(10, 2000), st.floats(10, 2000))
def test_a_fit_shows_all_of_it(view: View, width: float, height: float) -> None:
    bounds = (-width / 2, -height / 2, width / 2, height / 2)
    fitted = view.fit(bounds, padding=5.0, top_m=30.0)
    px = fitted.project([(e, n, z) for e in bounds[::2] for n in bounds[1::2] for z in (0, 30)])
    assert px.min() >= 4.9
    assert (px[:, 0] <= view.width - 4.9).all()
    assert (px[:, 1] <= view.height - 4.9).all()


def test_the_flat_plan_has_no_heights() -> None:
    flat = View(width=100, height=80, px_per_m=2.0)
    assert np.allclose(flat.project([(0, 0, 50.0)]), [(50, 40)])
    assert np.allclose(flat.project([(10, 5)]), [(70, 30)])


def test_the_bearing_points_up() -> None:
    east_up = View(width=100, height=100, bearing_deg=90.0)
    assert np.allclose(east_up.project([(10, 0)]), [(50, 40)])


def test_limits_hold() -> None:
    view = View().but(px_per_m=1e9, tilt_deg=3.0, bearing_deg=-30.0)
    assert (view.px_per_m, view.tilt_deg, view.bearing_deg) == (60.0, 25.0, 330.0)


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_metres_and_degrees(lon: float, lat: float, east: float, north: float) -> None:
    frame = LocalFrame(lon, lat)
    assert np.allclose(frame.to_metres(frame.to_degrees([(east, north)])), [(east, north)], atol=1e-3)
    assert np.allclose(frame.to_metres([(lon, lat)]), 0, atol=1e-3)


def test_a_degree_of_latitude_is_as_long_as_it_is() -> None:
    north = LocalFrame(120.0, 33.0).to_metres([(120.0, 33.01)])[0, 1]
    assert abs(north - 1109.06) < 0.1  # meridian arc of 0.01° at 33° on WGS84


def test_a_flight_starts_here_and_ends_there() -> None:
    a = View(px_per_m=1.0, bearing_deg=350.0, width=100, height=100)
    b = a.but(east=500.0, px_per_m=5.0, bearing_deg=20.0, tilt_deg=45.0)
    flight = Flight(a, b, start=10.0, seconds=0.4)
    assert flight.at(10.0) == a
    assert flight.at(10.4) == b
    turned = (flight.at(10.1).bearing_deg - 350) % 360
    assert turned < 30  # the short way round


def test_an_anchored_flight_holds_its_pixel() -> None:
    a = View(px_per_m=1.0, width=400, height=300, tilt_deg=40.0)
    flight = Flight(a, a.zoomed(3.0, 30, 40), 0.0, 0.2, (30.0, 40.0))
    for now in (0.05, 0.1, 0.15, 0.2):
        assert np.allclose(flight.at(now).project(a.unproject([(30, 40)])), [(30, 40)], atol=1e-6)

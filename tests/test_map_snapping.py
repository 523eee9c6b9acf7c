"""Snapping against brute force: on what it snapped to, the nearest of all, at any zoom, tilt, turn and pixel ratio."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from map.snapping import SNAP_PX, Targets, snap
from map.view import View

metres = st.floats(-300, 300, allow_nan=False).map(lambda x: round(x, 2))
spots = st.tuples(metres, metres)
shapes = st.lists(st.lists(spots, min_size=2, max_size=6), min_size=1, max_size=5)
views = st.builds(
    lambda e, n, zoom, bearing, tilt, dpr: View(e, n, zoom, bearing, tilt, 1366, 768, dpr),
    metres,
    metres,
    st.floats(0.05, 40),
    st.floats(0, 359),
    st.floats(25, 90),
    st.sampled_from([1.0, 1.25, 2.0]),
)


def off_px(view: View, at: tuple[float, float], a: np.ndarray, b: np.ndarray) -> float:
    """Pixels from `at` to an edge, by a fine walk along it (to within a 2000th of its length)."""
    walk = a + (b - a) * np.linspace(0, 1, 2001)[:, None]
    return float(np.hypot(*(view.project(walk) - at).T).min())


@given(rings=shapes, view=views, pixel=st.tuples(st.floats(0, 1366), st.floats(0, 768)))
def test_a_snapped_point_lies_on_what_it_was_snapped_to_and_nothing_is_nearer(
    rings: list[list[tuple[float, float]]], view: View, pixel: tuple[float, float]
) -> None:
    targets = Targets.of(rings=rings)
    found = snap(view, pixel, targets)
    points = np.hypot(*(view.project(targets.points) - pixel).T)
    edges = [off_px(view, pixel, a, b) for a, b in targets.edges]
    if found is None:
        assert points.min() > SNAP_PX
        return
    assert found.px <= SNAP_PX
    assert math.isclose(found.px, math.dist(view.project((found.east, found.north)), pixel), abs_tol=1e-6)
    if found.kind == "point":
        assert (targets.points == (found.east, found.north)).all(axis=1).any()
        assert math.isclose(found.px, points.min(), abs_tol=1e-6)
    else:
        assert points.min() > SNAP_PX, "a point goes before an edge"
        spot = np.array([found.east, found.north])
        start, step = targets.edges[:, 0], targets.edges[:, 1] - targets.edges[:, 0]
        share = np.clip(((spot - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12), 0, 1)
        assert np.hypot(*(start + step * share[:, None] - spot).T).min() < 1e-6, "on an edge"
        assert found.px <= min(edges) + 1e-6, "no edge is nearer"


@given(rings=shapes, view=views, pixel=st.tuples(st.floats(0, 1366), st.floats(0, 768)))
def test_what_is_out_of_sight_cannot_be_missed(
    rings: list[list[tuple[float, float]]], view: View, pixel: tuple[float, float]
) -> None:
    targets = Targets.of(rings=rings)
    near = targets.within(view.visible(2 * SNAP_PX))
    assert snap(view, pixel, near) == snap(view, pixel, targets)


def test_the_pixel_ratio_changes_nothing_and_ten_pixels_are_ten_pixels() -> None:
    targets = Targets.of(lines=[[(0.0, 0.0), (100.0, 0.0)]])
    for dpr in (1.0, 2.0):
        view = View(px_per_m=2.0, width=800, height=600, dpr=dpr)
        x, y = view.project((50.0, 0.0))
        assert snap(view, (x, y - 9.9), targets) is not None
        assert snap(view, (x, y - 10.1), targets) is None


def test_nothing_to_snap_to_and_places_that_are_not_known() -> None:
    view = View(width=100, height=100)
    assert snap(view, (50.0, 50.0), Targets()) is None
    lost = Targets.of(lines=[[(0.0, 0.0), (math.nan, 0.0)], []]).with_edges(np.full((1, 2, 2), np.nan))
    assert len(lost.points) == 1 and not len(lost.edges)

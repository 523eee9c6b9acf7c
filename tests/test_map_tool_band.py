"""The band: what is inside a lasso against shapely and against counting edges, and drags on the real canvas."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from map.canvas import MapCanvas
from map.tool_band import inside
from map.view import View

LEFT, SHIFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
spots = st.tuples(st.integers(-500, 500), st.integers(-500, 500))
rings = st.lists(spots, min_size=3, max_size=14)


def odd(ring: np.ndarray, x: float, y: float) -> bool:
    """Even-odd by counting the edges to the right of a spot."""
    n = 0
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            n += 1
    return n % 2 == 1


@example([(0, 0), (0, 1), (0, 0), (-1, 0), (0, 1), (-1, 0)], [(-1, 0)])
@given(rings, st.lists(spots, min_size=1, max_size=30))
def test_what_is_inside_a_lasso(ring: list[tuple[int, int]], points: list[tuple[int, int]]) -> None:
    line, spots_ = np.array(ring, dtype=float), np.array(points, dtype=float) + np.array([0.317, 0.271])
    found = inside(line, spots_)
    outline = shapely.linearrings(line)
    for (x, y), is_in in zip(spots_, found, strict=True):
        if shapely.distance(outline, shapely.Point(x, y)) > 1e-6:
            assert is_in == odd(line, x, y)
    area = shapely.Polygon(line)
    if area.is_valid:
        assert found.tolist() == [area.contains(shapely.Point(x, y)) for x, y in spots_]


def test_what_has_no_place_is_never_inside_and_a_city_is_sorted_at_once() -> None:
    ring = np.array([(np.cos(a) * 400, np.sin(a) * 300) for a in np.linspace(0, 6.2, 200)])
    assert not inside(ring, np.array([(np.nan, 0.0)]))[0] and inside(ring, np.zeros((1, 2)))[0]
    assert not inside(ring[:2], np.zeros((1, 2)))[0]
    many = np.random.default_rng(1).uniform(-1_000, 1_000, (200_000, 2))
    share = inside(ring, many).mean()
    assert share == pytest.approx(np.pi * 400 * 300 / 4e6, rel=0.05)


def drag(canvas: MapCanvas, held: Qt.KeyboardModifier, *way: tuple[int, int]) -> None:
    spots_ = [QPoint(x, y) for x, y in way]
    QTest.mousePress(canvas, LEFT, held, spots_[0])
    for spot in spots_[1:]:
        at = QPointF(spot)
        event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, held)
        QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("view", [View(px_per_m=2.0, bearing_deg=30.0), View(px_per_m=2.0, tilt_deg=40.0)])
def test_a_rectangle_as_the_window_stands_and_a_lasso(canvas: MapCanvas, view: View) -> None:
    canvas.set_view(view)
    before, panned = canvas.view, list[int]()
    rings_ = list[np.ndarray]()
    canvas.banded.connect(rings_.append)
    canvas.user_panned.connect(lambda: panned.append(1))
    drag(canvas, SHIFT, (100, 100), (180, 130), (300, 260))
    QTest.mouseRelease(canvas, LEFT, SHIFT, QPoint(300, 260))
    corners = [(100, 100), (300, 100), (300, 260), (100, 260)]
    assert np.allclose(canvas.view.project(rings_[0]), corners) and canvas.view == before and not panned
    way = [(100, 100), (200, 80), (310, 150), (240, 300), (120, 250)]
    drag(canvas, SHIFT | ALT, *way)
    QTest.mouseRelease(canvas, LEFT, SHIFT | ALT, QPoint(120, 250))
    assert np.allclose(canvas.view.project(rings_[1]), way)
    assert len(canvas.tools.band.ring), "it stays drawn"


def test_esc_in_the_middle_gives_up(canvas: MapCanvas) -> None:
    rings_: list[object] = []
    canvas.banded.connect(rings_.append)
    canvas.setFocus()
    drag(canvas, SHIFT, (100, 100), (300, 260))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, SHIFT, QPoint(300, 260))
    assert not rings_ and not len(canvas.tools.band.ring)

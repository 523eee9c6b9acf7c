"""Measuring: figures against shapely and the ellipsoid, and a hand on the real canvas, flat, tilted and turned."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from map.canvas import MapCanvas
from map.frame import LocalFrame
from map.measure import Measure, area_m2, area_words, length_m, length_words
from map.palette import PALETTES
from map.view import View

LEFT = Qt.MouseButton.LeftButton
FRAME = LocalFrame(120.1, 33.4)
NIGHT = PALETTES["night"]
spots = st.tuples(st.floats(-5_000, 5_000), st.floats(-5_000, 5_000))


@given(st.lists(spots, min_size=2, max_size=40))
def test_lengths_are_those_of_shapely(points: list[tuple[float, float]]) -> None:
    assert length_m(points) == pytest.approx(shapely.LineString(points).length, rel=1e-9, abs=1e-9)


@given(st.lists(spots, min_size=3, max_size=12))
def test_areas_are_those_of_shapely_or_none_where_edges_cross(points: list[tuple[float, float]]) -> None:
    found, ring = area_m2(points), shapely.Polygon(points)
    assert (found is None) == (not ring.exterior.is_simple)
    if found is not None:
        assert found == pytest.approx(ring.area, rel=1e-6, abs=1e-3)


def test_figures_are_true_on_the_ellipsoid_where_web_mercator_is_a_fifth_off() -> None:
    ring = np.array([(-1_500.0, -900.0), (1_400.0, -1_000.0), (1_200.0, 1_300.0), (-1_100.0, 800.0)])
    lon, lat = FRAME.to_degrees(ring).T
    geod = Geod(ellps="WGS84")
    area, around = geod.polygon_area_perimeter(lon, lat)
    assert area_m2(ring) == pytest.approx(abs(area), rel=1e-6)
    assert length_m([*ring, ring[0]]) == pytest.approx(around, rel=1e-6)
    assert geod.line_length(lon, lat) / np.cos(np.radians(33.4)) > 1.15 * length_m(ring)


def test_figures_are_said_short() -> None:
    assert [length_words(m) for m in (0.04, 12.34, 1_240.2, 12_400)] == ["0.0 m", "12.3 m", "1,240 m", "12.40 km"]
    assert [area_words(m) for m in (8.25, 840, 24_500)] == ["8.2 m²", "840 m²", "2.45 ha"]


def held(canvas: MapCanvas, *, area: bool) -> Measure:
    tool = Measure(area=area, crossed=lambda: "crossed")
    canvas.tools.take(tool)
    canvas.setFocus()
    return tool


def at(canvas: MapCanvas, east: float, north: float) -> QPoint:
    x, y = canvas.view.project([(east, north)])[0]
    return QPoint(round(x), round(y))


VIEWS = [View(px_per_m=2.0), View(px_per_m=2.0, bearing_deg=140.0), View(px_per_m=2.0, bearing_deg=33.0, tilt_deg=40.0)]


@pytest.mark.parametrize("view", VIEWS, ids=["flat", "turned", "tilted"])
def test_a_distance_by_hand(canvas: MapCanvas, view: View) -> None:
    canvas.set_view(view)
    tool = held(canvas, area=False)
    for spot in ((-40.0, 0.0), (30.0, 0.0), (30.0, 40.0)):
        QTest.mouseClick(canvas, LEFT, pos=at(canvas, *spot))
    assert tool.words() == length_words(length_m(tool.points)) and abs(length_m(tool.points) - 110) < 2.0
    QTest.mouseMove(canvas, at(canvas, 60.0, 40.0))
    assert abs(length_m(tool.line) - 140) < 3.0, "the rubber line counts"
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(tool.points) == 2
    QTest.mouseDClick(canvas, LEFT, pos=at(canvas, 30.0, 0.0))
    assert not tool.working and canvas.tools.tool is tool and abs(length_m(tool.line) - 70) < 2.0
    assert canvas.view.px_per_m == 2.0 and canvas.aim().px_per_m == 2.0, "the double click flew nowhere"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tools.tool is None


def test_an_area_by_hand_says_when_edges_cross_and_ends_with_enter(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_view(VIEWS[0])
    tool = held(canvas, area=True)
    heard: list[object] = []
    canvas.clicked.connect(lambda *a: heard.append(a))
    canvas.ground_clicked.connect(lambda *a: heard.append(a))
    QTest.mouseClick(canvas, LEFT, pos=at(canvas, -50, -50))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.working, "one point is no area"
    for spot in ((50.0, 50.0), (50.0, -50.0), (-50.0, 50.0)):
        QTest.mouseClick(canvas, LEFT, pos=at(canvas, *spot))
    assert tool.words() == "crossed"
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    for spot in ((50.0, -50.0), (50.0, 50.0), (-50.0, 50.0)):
        QTest.mouseClick(canvas, LEFT, pos=at(canvas, *spot))
    QTest.keyClick(canvas, Qt.Key.Key_Enter)
    assert not tool.working and tool.words() == "1.00 ha" and not heard
    with qtbot.waitSignal(canvas.view_changed):
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.tools.tool is tool, "it stays while the map moves"


def test_a_measure_is_drawn_over_the_picture() -> None:
    view = View(px_per_m=1.5, bearing_deg=30.0, tilt_deg=45.0, width=1366, height=768)
    tool = Measure(area=True, crossed=str)
    for angle in np.linspace(0, 6, 12):
        tool.clicked((300 * np.cos(angle), 250 * np.sin(angle)))
    picture = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    tool.moved((2.0, 10.0))
    tool.paint(painter, view, NIGHT)
    painter.end()
    seen = {picture.pixel(x, y) for x in range(0, view.width, 3) for y in range(0, view.height, 3)}
    assert len(seen) > 3, "something was drawn"

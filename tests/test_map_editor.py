"""The editing tool: by hand on a real canvas, and every sequence of steps undone and redone."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from map.canvas import MapCanvas
from map.editor import Editor
from map.frame import LocalFrame
from map.palette import NIGHT, PAPER
from map.shaping import Shaping
from map.snapping import Targets
from map.view import View
from tests.test_map_canvas import estate

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SQUARE = ((-40.0, -30.0), (40.0, -30.0), (40.0, 30.0), (-40.0, 30.0))
VIEWS = [View(px_per_m=2.0), View(px_per_m=3.0, bearing_deg=140.0), View(px_per_m=2.0, bearing_deg=33.0, tilt_deg=40.0)]


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(640, 420)
    made.set_scene(estate(), LocalFrame(117.0, 39.0))
    made.show()
    yield made
    made.close_pictures()


def held(canvas: MapCanvas, *, area: bool = True, **more: object) -> Editor:
    tool = Editor(area=area, colour=lambda p: p.text, view=lambda: canvas.view, crossed=lambda: "crossed", **more)  # type: ignore[arg-type]
    canvas.tools.take(tool)
    canvas.setFocus()
    return tool


def at(canvas: MapCanvas, east: float, north: float) -> QPoint:
    x, y = canvas.view.project([(east, north)])[0]
    return QPoint(round(x), round(y))


def click(canvas: MapCanvas, *spots: tuple[float, float]) -> None:
    for spot in spots:
        QTest.mouseClick(canvas, LEFT, pos=at(canvas, *spot))


def pull(canvas: MapCanvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    begin, there = at(canvas, *start), at(canvas, *end)
    QTest.mousePress(canvas, LEFT, pos=begin)
    QTest.mouseMove(canvas, begin + QPoint(5, 5))
    QTest.mouseMove(canvas, there)
    QTest.mouseRelease(canvas, LEFT, pos=there)


def near(points: object, *spots: tuple[float, float], off: float = 1.0) -> bool:
    return len(points) == len(spots) and all(  # type: ignore[arg-type]
        abs(e - a) <= off and abs(n - b) <= off
        for (e, n), (a, b) in zip(points, spots, strict=True)  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("view", VIEWS, ids=["flat", "turned", "tilted"])
def test_a_ring_is_drawn_closed_on_its_first_point_reshaped_and_moved(canvas: MapCanvas, view: View) -> None:
    canvas.set_view(view)
    looked = canvas.view
    tool = held(canvas)
    click(canvas, *SQUARE)
    assert near(tool.points, *SQUARE) and not tool.whole
    click(canvas, SQUARE[0])
    assert tool.whole and len(tool.points) == 4, "the first point closed it"
    pull(canvas, SQUARE[2], (60.0, 40.0))
    assert near(tool.points, *SQUARE[:2], (60.0, 40.0), SQUARE[3])
    pull(canvas, (0.0, -30.0), (0.0, -45.0))
    assert near(tool.points, SQUARE[0], (0.0, -45.0), SQUARE[1], (60.0, 40.0), SQUARE[3]), "a point was put in"
    pull(canvas, (5.0, 5.0), (15.0, 0.0))
    moved = [(e + 10, n - 5) for e, n in (SQUARE[0], (0.0, -45.0), SQUARE[1], (60.0, 40.0), SQUARE[3])]
    assert near(tool.points, *moved, off=2.0), "all of it"
    assert canvas.view == looked, "the map stayed"


def test_undo_redo_backspace_and_esc_by_their_keys(canvas: MapCanvas) -> None:
    canvas.set_view(VIEWS[0])
    tool = held(canvas)
    gone: list[bool] = []
    tool.put_down = lambda: gone.append(True)
    click(canvas, *SQUARE)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(tool.points) == 3
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert len(tool.points) == 4
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert len(tool.points) == 3
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(tool.points) == 4
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.whole
    click(canvas, SQUARE[1])
    assert tool.selected == 1
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert near(tool.points, SQUARE[0], SQUARE[2], SQUARE[3])
    click(canvas, SQUARE[0])
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(tool.points) == 3, "no fewer than it takes"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tools.tool is None and gone == [True]


def test_a_line_ends_with_a_double_click_and_the_map_can_still_be_dragged(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_view(VIEWS[0])
    tool = held(canvas, area=False)
    click(canvas, (-40.0, 0.0), (0.0, 20.0))
    with qtbot.waitSignal(canvas.user_panned):
        pull(canvas, (60.0, -60.0), (50.0, -40.0))
    assert len(tool.points) == 2, "a drag off the line moved the map and drew nothing"
    click(canvas, (40.0, 0.0))
    QTest.mouseDClick(canvas, LEFT, pos=at(canvas, 40.0, 0.0))
    assert tool.whole and len(tool.points) == 3 and canvas.tools.tool is tool


def test_points_snap_while_drawn_and_while_dragged(canvas: MapCanvas) -> None:
    canvas.set_view(VIEWS[2])
    wall = ((-50.0, 10.0), (50.0, 10.0))
    tool = held(canvas, targets=Targets.of(lines=[wall]))
    click(canvas, (-48.0, 11.0), (0.0, 12.0), (0.0, -40.0))
    assert tool.points[0] == wall[0], "the wall's end"
    assert tool.points[1][1] == pytest.approx(10.0, abs=1e-9), "on the wall"
    tool.finish()
    pull(canvas, (0.0, -40.0), (49.0, 11.0))
    assert tool.points[2] == wall[1]


def test_a_cross_is_told_and_drawn_by_day_and_night() -> None:
    view = View(px_per_m=2.0, width=640, height=420)
    bow = (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3])
    for palette in (NIGHT, PAPER):
        tool = Editor(area=True, colour=lambda p: p.text, view=lambda: view, crossed=lambda: "crossed", points=bow)
        assert tool.words() == "crossed"
        picture = QImage(view.width, view.height, QImage.Format.Format_RGB32)
        picture.fill(0x808080)
        painter = QPainter(picture)
        tool.paint(painter, view, palette)
        painter.end()
        red = palette.red[:3]
        seen = [picture.pixelColor(x, y) for x in range(0, view.width, 2) for y in range(0, view.height, 2)]
        assert any((c.red(), c.green(), c.blue()) == red for c in seen)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(-50, 50)),
        st.tuples(st.just("finish"), st.just(0)),
        st.tuples(st.just("back"), st.integers(0, 4)),
        st.tuples(st.just("move"), st.integers(0, 4)),
        st.tuples(st.just("shift"), st.integers(-9, 9)),
    ),
    max_size=14,
)


def take(shaping: Shaping, step: tuple[str, int]) -> None:
    what, n = step
    points = shaping.now.points
    if what == "add":
        shaping.add((float(n), float(n * n)))
    elif what == "finish":
        shaping.finish()
    elif what == "back" and n < len(points):
        shaping.back(n)
    elif what == "move" and n < len(points):
        shaping.begin()
        shaping.move(n, (n + 0.5, -1.0))
        shaping.end()
    elif what == "shift":
        shaping.begin()
        shaping.shift(float(n), 1.0)
        shaping.end()


@given(steps=steps, area=st.booleans())
def test_whatever_was_done_is_undone_to_the_beginning_and_redone_to_the_end(
    steps: list[tuple[str, int]], area: bool
) -> None:
    shaping = Shaping(area=area, points=SQUARE if len(steps) % 2 else ())
    first, states = shaping.now, [shaping.now]
    for step in steps:
        take(shaping, step)
        if shaping.now != states[-1]:
            states.append(shaping.now)
    last, seen = shaping.now, [shaping.now]
    while shaping.undo():
        seen.append(shaping.now)
    assert shaping.now == first and seen[::-1] == states
    while shaping.redo():
        pass
    assert shaping.now == last
    if last.whole:
        assert len(last.points) >= shaping.least

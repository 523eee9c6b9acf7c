"""The overview in the real window: when it shows, where a hand in it leads, what it keeps, and the alarms in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.overview import KEY, Overview
from app.desktop.overview_look import EDGE_PX, alarm_marks
from domain.alarms import Level, Place, Verb
from layers.glyphs import level_colour
from map.overview import frame_of, holds
from map.palette import PALETTES
from tests.desktop_rows import Station
from tests.layers_rows import LAT, LON
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


@pytest.fixture
def near(station: Station) -> Station:
    """A part of the estate in sight, and the overview drawn."""
    canvas = station.bench.canvas
    canvas.set_view(canvas.view.but(px_per_m=canvas.view.px_per_m * 3))
    station.until(lambda: not overview(station).picture.pixmap.isNull())
    return station


def overview(station: Station) -> Overview:
    return station.bench.overview


def middle_of_frame(station: Station) -> QPoint:
    return QPointF(*frame_of(station.bench.canvas.view, overview(station)._small).mean(axis=0)).toPoint()


def test_it_shows_once_a_part_of_the_estate_is_out_of_sight(station: Station) -> None:
    canvas, inset = station.bench.canvas, overview(station)
    assert inset.isHidden()
    canvas.set_view(canvas.view.but(px_per_m=canvas.view.px_per_m * 3))
    assert inset.isVisible() and inset.parent() is canvas
    assert inset.width() * inset.height() < 0.09 * canvas.width() * canvas.height()
    canvas.fit()
    assert inset.isHidden()


def test_a_click_flies_there_and_the_map_follows_new_alarms_no_more(near: Station) -> None:
    canvas, inset = near.bench.canvas, overview(near)
    spot = QPoint(inset.width() // 4, inset.height() // 2)
    east, north = inset._small.unproject([spot.x(), spot.y()])
    zoom = canvas.view.px_per_m
    QTest.mouseClick(inset, LEFT, pos=spot)
    near.until(lambda: canvas.settled() and abs(canvas.view.east - float(east)) < 0.01)
    assert canvas.view.north == pytest.approx(float(north), abs=0.01) and canvas.view.px_per_m == pytest.approx(zoom)
    assert not near.bench.star.isChecked()


def test_the_frame_is_taken_along_by_where_it_was_taken(near: Station) -> None:
    canvas, inset = near.bench.canvas, overview(near)
    at, before = middle_of_frame(near) + QPoint(4, 3), canvas.view
    assert holds(frame_of(before, inset._small), at.x(), at.y())
    QTest.mousePress(inset, LEFT, pos=at)
    QTest.mouseMove(inset, at + QPoint(20, 10))
    QTest.mouseRelease(inset, LEFT, pos=at + QPoint(20, 10))
    moved = inset._small.project((canvas.view.east, canvas.view.north)) - inset._small.project(
        (before.east, before.north)
    )
    assert moved == pytest.approx([20, 10], abs=1.0), "not a jump of its middle to the pointer"


def test_the_wheel_zooms_the_map_about_its_middle(near: Station) -> None:
    canvas, inset = near.bench.canvas, overview(near)
    before, at = canvas.view, QPointF(10, 10)
    event = QWheelEvent(
        at, inset.mapToGlobal(at), QPoint(), QPoint(0, 120), LEFT & Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(inset, event)
    near.until(lambda: canvas.settled() and canvas.view.px_per_m > before.px_per_m * 1.2)
    assert (canvas.view.east, canvas.view.north) == pytest.approx((before.east, before.north), abs=0.01)


def test_o_and_its_button_fold_it_for_this_seat(near: Station) -> None:
    bench, inset = near.bench, overview(near)
    bench.setFocus()
    QTest.keyClick(bench, Qt.Key.Key_O)
    assert not inset.open and inset.isVisible() and inset.width() <= 30, "the button that brings it back"
    assert "(O)" in inset.button.toolTip()
    assert near.wiring.comfort.settings.flag(KEY, default=True) is False
    near.open()  # the seat sits down again
    near.until(lambda: near.bridge.picture is not None)
    assert not inset.open
    QTest.mouseClick(inset.button, LEFT)
    assert inset.open and inset.width() > 100
    assert any(action.name == "overview" for action in near.wiring.menus.for_command_bar())
    assert near.wiring._switched("overview") is True


def test_the_key_says_what_it_did_where_nothing_is_to_be_seen(station: Station) -> None:
    inset, note = overview(station), station.bench.status.note
    inset.toggle()
    assert inset.isHidden() and "folded" in note.text()
    inset.toggle()
    assert "out of sight" in note.text()


def test_a_small_map_is_not_crowded(near: Station) -> None:
    inset = overview(near)
    near.bench.resize(1024, 600)
    near.bench.show_case_column(True)
    near.until(inset.isHidden)
    inset.toggle()
    assert inset.isVisible(), "folded it takes no room"
    inset.toggle()
    assert inset.isHidden() and "too small" in near.bench.status.note.text()


def test_open_alarms_are_dots_in_their_levels_colour(near: Station) -> None:
    inset, board = overview(near), near.bench.board
    near.raise_alarm("A1", Level.RED)
    near.until(lambda: len(inset._marks[1]) == 1)
    spots, colours = alarm_marks(board.picture)
    assert colours == [level_colour(Level.RED, PALETTES["night"])]
    near.wiring.attention.calm()
    canvas = near.bench.canvas
    canvas.set_view(canvas.view.but(px_per_m=canvas.view.px_per_m * 3))
    x, y = inset._small.project(spots)[0]
    dot = inset.grab().toImage().pixelColor(round(x), round(y))
    assert dot == QColor(*level_colour(Level.RED, PALETTES["night"]))
    near.step(Verb.ACKNOWLEDGE)
    near.step(Verb.FALSE_ALARM)
    near.until(lambda: not inset._marks[1])


def test_marks_take_the_colours_of_another_look(near: Station) -> None:
    inset = overview(near)
    near.raise_alarm("A1", Level.ORANGE)
    near.until(lambda: len(inset._marks[1]) == 1)
    near.theme.use("paper")
    near.until(lambda: inset._marks[1] == [level_colour(Level.ORANGE, PALETTES["paper"])])
    assert level_colour(Level.ORANGE, PALETTES["paper"]) != level_colour(Level.ORANGE, PALETTES["night"])


def test_an_alarm_outside_the_picture_is_marked_at_its_edge(near: Station) -> None:
    inset = overview(near)
    near.raise_alarm("A1", Level.RED, place=Place(lon=LON + 0.05, lat=LAT), device="")
    near.until(lambda: len(inset._marks[1]) == 1)
    near.wiring.attention.calm()
    canvas = near.bench.canvas
    canvas.home_by_hand()
    canvas.set_view(canvas.view.but(px_per_m=canvas.view.px_per_m * 3))
    near.until(inset.isVisible)
    assert not inset.rect().contains(QPointF(*inset._small.project(inset._marks[0])[0]).toPoint())
    image, red = inset.grab().toImage(), QColor(*level_colour(Level.RED, PALETTES["night"]))
    assert any(image.pixelColor(inset.width() - 1 - EDGE_PX, y) == red for y in range(inset.height()))


def test_hidden_under_the_hand_it_lets_the_map_go(near: Station) -> None:
    canvas, inset = near.bench.canvas, overview(near)
    at = middle_of_frame(near)
    QTest.mousePress(inset, LEFT, pos=at)
    QTest.mouseMove(inset, at + QPoint(30, 0))
    assert inset._dragging and canvas.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    canvas.fit()
    assert inset.isHidden() and not inset._dragging
    assert canvas.cursor().shape() is not Qt.CursorShape.ClosedHandCursor


def test_it_looks_under_itself_also_while_the_map_moves_on(near: Station) -> None:
    inset, canvas = overview(near), near.bench.canvas
    due = inset._looks.timerId()
    for _ in range(3):
        canvas.set_view(canvas.view.panned(5, 0))
    assert inset._looks.isActive() and inset._looks.timerId() == due, "a timer begun anew never fires"


def test_it_stays_below_a_band_over_the_map(near: Station) -> None:
    inset, band = overview(near), near.bench.band
    band.show_lost("gone")
    assert inset.y() > band.height()
    band.show_lost("")
    assert inset.y() < band.height()


def test_paper_is_not_shown_in_the_night(near: Station) -> None:
    inset = overview(near)
    near.theme.use("paper")
    near.until(lambda: not inset.picture.pixmap.isNull())
    assert inset.grab().toImage().pixelColor(3, inset.height() - 4).lightness() > 150

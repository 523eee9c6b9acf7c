"""How a wall is driven: what the workbench says it says too, its keys stay the workbench's, and a screen may go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.wall import beside
from app.desktop.wall_page import WallPage
from app.desktop.wall_type import USUAL_M
from app.seat.messages import Lost, Pulse, Resumed
from layers.symbology import PLAIN
from tests.desktop_rows import Station, words_on
from tests.wall_rows import open_wall, wall_words
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp)
    yield made
    made.languages.use("en")
    made.wiring.wall.shut()


def test_order_and_opacity_of_the_layers_are_those_of_the_workbench(station: Station) -> None:
    station.wiring.symbology.fade("guards", 40)
    wall = open_wall(station)
    assert wall.board.symbology.share("guards") == 0.4
    station.wiring.symbology.move("cameras", 9)
    assert wall.board.symbology == station.bench.board.symbology != PLAIN
    assert wall.board.symbology.share("alarms") == 1.0


def test_what_is_selected_when_it_opens_is_marked_on_it(station: Station) -> None:
    station.bench.board.select("building", "b2")
    wall = open_wall(station)
    assert wall.board.picture is not None and wall.board.picture.selected == ("building", "b2")


def test_opened_while_the_line_is_lost_it_says_so_and_since_when(station: Station) -> None:
    station.bridge.deliver(Lost("the desk is gone"))
    station.until(station.bench.band.isVisible)
    wall = open_wall(station)
    station.until(wall.band.isVisible)
    station.bench.band.say()
    wall.band.say()
    assert wall.band.text() == station.bench.band.text()
    station.bridge.deliver(Resumed())
    station.until(wall.band.isHidden)


def test_a_ledger_that_cannot_write_is_told_on_it_in_its_language(station: Station) -> None:
    wall = open_wall(station)
    station.languages.use("zh_CN")
    station.bridge.deliver(Pulse(fault="database or disk is full"))
    station.until(wall.band.isVisible)
    assert wall.band.text() and "LEDGER" not in wall.band.text()


def test_a_calm_wall_follows_the_language(station: Station) -> None:
    wall = open_wall(station)
    painted: list[str] = []
    station.app.processEvents()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wall.case, "fill", lambda _p: painted.append(wall.windowTitle()))
        station.languages.use("zh_CN")
        station.until(lambda: bool(painted))
    assert painted[-1] != "Sandtable · wall" and "No open alarm" not in wall_words(wall)


def test_its_screen_unplugged_it_shuts_and_the_workbench_says_so(station: Station) -> None:
    wall = open_wall(station)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.screenRemoved.emit(wall.screen())
    assert station.wiring.wall.window is None
    assert "screen is gone" in station.bench.status.note.text()
    station.wiring.wall.show_on(beside(station.bench.screen()))
    assert station.wiring.wall.open


def test_the_keyboard_stays_with_the_workbench(station: Station) -> None:
    pressed: list[int] = []
    wall = open_wall(station)
    assert wall.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(station.bench, "on_key", lambda key: bool(pressed.append(int(key))) or True)
        QTest.keyClick(wall, Qt.Key.Key_N)
    assert pressed == [int(Qt.Key.Key_N)]
    QTest.keyClick(wall, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert not station.wiring.wall.open


def test_where_it_covers_the_workbench_it_takes_the_keyboard_and_escape_gives_it_back(station: Station) -> None:
    wall = station.wiring.wall.show_on(station.bench.screen())
    assert not wall.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert not station.wiring.wall.open


def test_signing_out_shuts_it_and_its_page(station: Station) -> None:
    open_wall(station)
    page = station.wiring.wall.ask_size()
    assert station.wiring.wall.ask_size() is page, "one at a time"
    station.wiring.leave()
    assert not station.wiring.wall.open and not page.isVisible()


def test_its_page_follows_the_language(station: Station) -> None:
    page: WallPage = station.wiring.wall.ask_size()
    station.languages.use("zh_CN")
    station.until(lambda: "Width" not in words_on(page) and "Done" not in words_on(page))
    assert page.windowTitle() != "Size of the wall"


@pytest.mark.parametrize("kept", ["nan nan", "inf 5", "4", "wide far", ""])
def test_what_is_kept_and_is_no_size_is_the_usual_one(station: Station, kept: str) -> None:
    station.wiring.comfort.settings.keep("wall_metres", kept)
    station.wiring.wall.begin(station.wiring.comfort.settings)
    assert station.wiring.wall.metres() == USUAL_M
    open_wall(station, 1280, 720)

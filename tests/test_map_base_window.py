"""A base map in the real window: dropped, made fainter, refused, off, and there again the next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.base_maps import UNFIT, unfit_words
from app.desktop.settings import SeatSettings
from map.base import Unfit, UnfitError
from tests import base_files as files
from tests.desktop_rows import Station

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    made = Station(qtbot, qapp)
    yield made
    made.bench.canvas.close_pictures()
    made.languages.use("en")
    qapp.setStyleSheet("")


@pytest.fixture
def box(station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    frame = station.bench.canvas.frame
    assert frame is not None
    monkeypatch.setattr(files, "FRAME", frame)
    return files.mbtiles(tmp_path / "photo.mbtiles", attribution="© nobody")


def drop(widget: QWidget, *urls: QUrl) -> bool:
    """Whether it was taken."""
    data = QMimeData()
    data.setUrls(list(urls))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), copy, data, left, none))
    return enter.isAccepted()


def test_a_dropped_file_simply_opens_and_is_there_again(station: Station, box: Path, qtbot: QtBot) -> None:
    canvas, maps = station.bench.canvas, station.wiring.base_maps
    assert drop(canvas, QUrl.fromLocalFile(str(box)))
    qtbot.waitUntil(lambda: canvas.base is not None)
    assert canvas.base is not None and canvas.base.base.attribution == "© nobody"
    maps.fade(50)
    assert canvas.base.opacity == 0.5
    canvas.set_base(None)
    maps.begin(station.wiring.comfort.settings)
    qtbot.waitUntil(lambda: canvas.base is not None)
    assert canvas.base.opacity == 0.5
    maps.off()
    maps.begin(station.wiring.comfort.settings)
    assert canvas.base is None


def test_a_refusal_leaves_what_was_on_show(station: Station, box: Path, qtbot: QtBot, tmp_path: Path) -> None:
    canvas, maps = station.bench.canvas, station.wiring.base_maps
    maps.open(str(box))
    qtbot.waitUntil(lambda: canvas.base is not None)
    before = canvas.base
    (tmp_path / "letter.tif").write_bytes(b"Dear Madam")
    maps.open(str(tmp_path / "letter.tif"))
    qtbot.waitUntil(lambda: "letter.tif is no base map" in station.bench.status.note.text())
    assert canvas.base is before
    assert station.wiring.comfort.settings.text("base_map") == str(box)


def test_one_seat_does_not_see_anothers(station: Station, box: Path, qtbot: QtBot) -> None:
    canvas, maps = station.bench.canvas, station.wiring.base_maps
    maps.open(str(box))
    qtbot.waitUntil(lambda: canvas.base is not None)
    maps.begin(SeatSettings("s", "somebody else"))
    assert canvas.base is None


def test_what_still_opens_is_not_for_the_next_person(station: Station, box: Path) -> None:
    canvas, maps, first = station.bench.canvas, station.wiring.base_maps, station.wiring.comfort.settings
    maps.open(str(box))
    second = SeatSettings("s", "somebody else")
    maps.begin(second)
    assert maps._thread is not None
    maps._thread.join()
    QApplication.processEvents()  # what the thread has found is delivered here
    assert canvas.base is None and second.text("base_map") == "" == first.text("base_map")
    assert "photo" not in station.bench.status.note.text()


def test_where_the_own_file_is_refused_the_former_ones_goes_too(station: Station, box: Path, qtbot: QtBot) -> None:
    canvas, maps = station.bench.canvas, station.wiring.base_maps
    maps.open(str(box))
    qtbot.waitUntil(lambda: canvas.base is not None)
    second = SeatSettings("s", "somebody else")
    second.keep("base_map", str(box.with_name("gone.tif")))
    maps.begin(second)
    assert canvas.base is None
    qtbot.waitUntil(lambda: "gone.tif is not there" in station.bench.status.note.text())
    assert canvas.base is None and second.text("base_map").endswith("gone.tif")


def test_a_line_that_comes_back_makes_no_base_map_blink(station: Station, box: Path, qtbot: QtBot) -> None:
    canvas, maps, settings = station.bench.canvas, station.wiring.base_maps, station.wiring.comfort.settings
    maps.open(str(box))
    qtbot.waitUntil(lambda: canvas.base is not None)
    assert canvas.base is not None
    before, opened_by = canvas.base.base, maps._thread
    settings.keep("base_opacity", "25")
    maps.begin(settings)
    assert canvas.base.base is before and canvas.base.opacity == 0.25 and maps._thread is opened_by


def test_an_address_is_not_taken(station: Station) -> None:
    assert not drop(station.bench.canvas, QUrl("https://tiles.example/5/5/5.png"))


def test_the_menu_offers_what_can_be_done(station: Station, box: Path, qtbot: QtBot) -> None:
    maps = station.wiring.base_maps
    assert station.wiring.menus.actions["base_map"].text() == "Base map…"
    assert [a.isEnabled() for a in maps.build_menu().actions() if a.text()] == [True, True, *[False] * 5]
    maps.open(str(box))
    qtbot.waitUntil(lambda: station.bench.canvas.base is not None)
    acts = {a.text(): a for a in maps.build_menu().actions()}
    acts["Opacity 25 %"].trigger()
    assert station.bench.canvas.base is not None and station.bench.canvas.base.opacity == 0.25
    acts["No base map"].trigger()
    assert station.bench.canvas.base is None


@pytest.mark.parametrize("why", Unfit)
def test_every_refusal_says_that_nothing_was_changed(why: Unfit) -> None:
    words = unfit_words(UnfitError(why, "a.tif", km=271.4))
    assert "Nothing was changed" in words and words.startswith("a.tif")
    assert ("271 km" in words) is (why is Unfit.AWAY)
    assert set(UNFIT) == set(Unfit)

"""The map as a picture in the real window: copied or saved, with its band; refused where it cannot be."""

from __future__ import annotations

import sys
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.desktop.picture_out import BAND, Mark, marked, write
from domain.commands import ExportPicture, Reply
from map.palette import PALETTES
from tests.desktop_rows import Station
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEYS = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


def test_a_copied_picture_carries_its_band(station: Station) -> None:
    canvas = station.bench.canvas
    QApplication.clipboard().clear()
    QTest.keyClick(station.bench, KEYS.Key_C, CTRL | SHIFT)
    assert station.line.commands(ExportPicture) == [ExportPicture(to="clipboard")]
    station.line.answer(Reply(code="link_lost"))
    station.until(lambda: not station.bridge._queue)
    assert QApplication.clipboard().image().isNull(), "no row in the audit, no picture"
    QTest.keyClick(station.bench, KEYS.Key_C, CTRL | SHIFT)
    station.line.answer(Reply())
    station.until(lambda: not QApplication.clipboard().image().isNull())
    image = QApplication.clipboard().image()
    assert image.width() == canvas.width() and image.height() == canvas.height() + BAND
    band = {image.pixel(x, y) for x in range(image.width()) for y in range(canvas.height(), image.height())}
    assert len(band) > 10, "something is written there"


def test_a_mark_says_station_seat_time_zone_and_demo(station: Station) -> None:
    picture = station.bridge.picture
    assert picture is not None
    mark = Mark.of(picture, 1_795_500_000_000, timezone(timedelta(hours=8)))
    assert mark.whose.startswith(picture.site.name) and picture.seat.user in mark.whose
    assert mark.when == "2026-11-24 14:00:00 UTC+8" and mark.demo == (picture.site.kind == "sample")
    canvas = QImage(200, 100, QImage.Format.Format_RGB32)
    canvas.fill(0)
    long = Mark("站" * 200, mark.when, demo=True)
    assert marked(canvas, long, PALETTES["paper"]).size().toTuple() == (200, 130)


def test_a_picture_is_saved_on_another_thread(station: Station, tmp_path: Path, qtbot: QtBot) -> None:
    out = station.wiring.picture_out
    QTest.keyClick(station.bench, KEYS.Key_S, CTRL | SHIFT)
    assert not station.bench.findChildren(QFileDialog), "the audit has no row of it yet"
    station.line.answer(Reply())
    station.until(lambda: bool(station.bench.findChildren(QFileDialog)))
    (dialog,) = station.bench.findChildren(QFileDialog)
    assert not dialog.isModal()
    target = tmp_path / "map.png"
    with qtbot.waitSignal(out.written) as told:
        dialog.fileSelected.emit(str(target))
    assert told.args == [str(target), ""]
    dialog.close()
    assert QImage(str(target)).width() == station.bench.canvas.width()
    station.until(lambda: "map.png" in station.bench.status.note.text())


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_disk_that_takes_no_more_leaves_what_was_there(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "map.png"
    target.write_bytes(b"before")
    image = QImage(np.random.default_rng(1).bytes(64 * 64 * 4), 64, 64, QImage.Format.Format_RGB32)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        assert write(image, str(target))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert target.read_bytes() == b"before" and [p.name for p in tmp_path.iterdir()] == ["map.png"]
    assert write(image, str(target)) == "" and QImage(str(target)).size() == image.size()
    assert write(image, str(tmp_path / "map.JPG")) == "" and (tmp_path / "map.JPG").read_bytes()[:2] == b"\xff\xd8"
    assert write(image, str(tmp_path)), "a folder stands there"


@pytest.mark.qt_log_ignore("Maximum supported image dimension", "This plugin does not support")
@pytest.mark.parametrize(("width", "name"), [(65_501, "map.jpg"), (0, "map.png"), (0, "map.jpg")])
def test_what_cannot_be_packed_is_not_said_to_be_saved(tmp_path: Path, width: int, name: str) -> None:
    image = QImage(width, 2, QImage.Format.Format_RGB32)
    image.fill(0)
    why = write(image, str(tmp_path / name))
    assert ("JPEG" if name.endswith("jpg") else "PNG") in why and not list(tmp_path.iterdir())
    (tmp_path / name).write_bytes(b"before")
    assert write(image, str(tmp_path / name)) and (tmp_path / name).read_bytes() == b"before"
    if width:
        assert write(image, str(tmp_path / "map.png")) == "" and QImage(str(tmp_path / "map.png")).width() == width


def test_a_picture_that_could_not_be_written_is_offered_again(station: Station, tmp_path: Path, qtbot: QtBot) -> None:
    out = station.wiring.picture_out
    image = out.picture()
    assert image is not None
    with qtbot.waitSignal(out.written) as told:
        out.save_to(image, str(tmp_path / "nowhere" / "map.png"))
    assert told.args[1]
    station.until(lambda: bool(station.bench.findChildren(QFileDialog)))
    note = station.bench.status.note
    assert "nothing is lost" in note.text() and note.property("wrong") is True
    for dialog in station.bench.findChildren(QFileDialog):
        dialog.close()

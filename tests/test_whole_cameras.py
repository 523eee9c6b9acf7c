"""Cameras in the real window, on a real desk over a real broker: lease, intrusion, tiles, the hand on the zone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.camera_card import CameraCard
from app.desktop.camera_room import CameraRoom, Given
from domain.alarms import AlarmKind
from domain.commands import WatchCameras
from tests.test_whole_gui_thread import windowless
from tests.whole_run import Window, keep_settings_in
from vision.scenes import RESTRICTED
from vision.tile import PictureState

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(240)]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Path]:
    yield from windowless(tmp_path)


def corner(card: CameraCard, x: float, y: float) -> QPoint:
    return QPoint(round(x * card.tile.width()), round(y * card.tile.height()))


def test_somebody_in_the_yard_is_an_alarm_with_its_camera_beside_it_and_a_hand_draws_the_zone(
    qtbot: QtBot, qapp: QApplication, demo: Path, tmp_path: Path
) -> None:
    keep_settings_in(tmp_path)
    window = Window(qtbot, qapp, demo, cameras=True).opened()
    room, bench = window.session.wiring.room, window.bench
    zoned = sorted(window.situation.zones)
    assert zoned and all(window.situation.zones[c] == RESTRICTED for c in zoned)
    window.until(lambda: len(room.watched) == len(window.situation.register.cameras), 40, "every camera watched")
    alarm = window.new_alarm(AlarmKind.INTRUSION, seconds=90)
    found = window.situation.alarms[alarm]
    assert found.device in zoned and found.level == 2 and room.published >= 1
    window.click(bench.rail.cards[alarm])
    window.until(lambda: bench.cameras.cameras[:1] == [found.device], 10, "its camera first")
    tile = bench.cameras.tiles[0]
    window.until(lambda: tile.tile is not None and tile.tile.state is PictureState.LIVE, 10, "its picture")
    assert set(room._looked_at) == set(bench.cameras.cameras), "nobody else's tiles are drawn"

    QTest.mouseDClick(tile, Qt.MouseButton.LeftButton)
    card = bench.detail.camera
    window.until(card.isVisible, 5, "the camera's card")
    window.until(lambda: card.tile.tile is not None and card.tile.tile.pixels is not None, 10, "the large picture")
    window.click(card.draw)
    for x, y in ((0.1, 0.5), (0.4, 0.5), (0.4, 0.9)):
        QTest.mouseClick(card.tile, Qt.MouseButton.LeftButton, pos=corner(card, x, y))
    QTest.keyClick(card.tile, Qt.Key.Key_Return)
    window.until(lambda: len(window.situation.zones.get(found.device, ())) == 3, 10, "the zone as drawn")
    drawn = window.situation.zones[found.device]
    assert drawn[0] == pytest.approx((0.1, 0.5), abs=0.01)
    window.click(card.remove)
    window.until(lambda: found.device not in window.situation.zones, 10, "no zone")
    window.click(card.draw)
    QTest.mouseClick(card.tile, Qt.MouseButton.LeftButton, pos=corner(card, 0.2, 0.2))
    QTest.keyClick(card.tile, Qt.Key.Key_Escape)
    assert not card.tile.drawing and found.device not in window.situation.zones
    window.close()
    assert not room.watched and not room.tiles


def test_a_camera_has_one_watcher_and_the_next_seat_takes_over_when_it_leaves(
    qtbot: QtBot, qapp: QApplication, demo: Path, tmp_path: Path
) -> None:
    keep_settings_in(tmp_path)
    first = Window(qtbot, qapp, demo, cameras=True).opened()
    one, cameras = first.session.wiring.room, len(first.situation.register.cameras)
    first.until(lambda: len(one.watched) == cameras, 40, "every camera watched")
    second = Window(qtbot, qapp, demo, cameras=False).opened()
    other = CameraRoom(second.bridge, Given({}, demo), second.session)
    other.watcher += "-other"
    answers: list[list[str]] = []
    ask = WatchCameras(watcher=other.watcher, cameras=tuple(second.situation.register.cameras.ids))
    second.bridge.ask(ask, lambda reply: answers.append(list(reply.data["cameras"])))
    second.until(lambda: answers, 10, "an answer")
    assert answers == [[]], "the first seat has them all"
    first.session.sign_out()
    assert not one.watched and not one.tiles
    other._opened(second.bridge.picture)  # type: ignore[arg-type]
    second.until(lambda: len(other.watched) == cameras, 40, "the other seat watches")
    other.stop()
    first.close()
    second.close()

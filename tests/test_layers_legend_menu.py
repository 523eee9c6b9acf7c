"""The legend's menu of all layers: each click opens one, and none stays behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from layers.board import MapBoard
from layers.legend import LegendChip
from map.canvas import MapCanvas
from tests.layers_rows import picture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def chip(qtbot: QtBot) -> LegendChip:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(1200, 700)
    canvas.show()
    board = MapBoard(canvas)
    made = picture()
    board.open(made.situation.register, made.situation, made.now)
    return LegendChip(board)


def test_a_menu_that_was_closed_is_gone(qtbot: QtBot, chip: LegendChip) -> None:
    chip.refresh()
    burger = chip._entries[-1].box.center()
    for _ in range(3):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(burger))
        (menu,) = chip.findChildren(QMenu)
        qtbot.waitUntil(menu.isVisible, timeout=5_000)
        menu.close()
        qtbot.waitUntil(lambda: not chip.findChildren(QMenu), timeout=5_000)

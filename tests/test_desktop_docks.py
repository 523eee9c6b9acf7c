"""Panels are moved by a grip, found again where the seat left them, and put back by one entry of the menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel
from pytestqt.qtbot import QtBot

from tests.desktop_rows import Station

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield Station(qtbot, qapp)
    qapp.setStyleSheet("")


def test_grips_are_there_only_while_panels_are_moved(station: Station) -> None:
    docks = station.bench.docks
    assert not isinstance(docks.rail.titleBarWidget(), QLabel)
    station.wiring._doings()["arrange"]()
    grip = docks.rail.titleBarWidget()
    assert isinstance(grip, QLabel) and grip.text().endswith(docks.rail.windowTitle())
    assert docks.rail.features() == QDockWidget.DockWidgetFeature.DockWidgetMovable, "it moves and never floats away"
    assert not docks.rail.isAreaAllowed(Qt.DockWidgetArea.BottomDockWidgetArea)
    station.wiring._doings()["arrange"]()
    assert docks.rail.features() == QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
    before = len(docks.rail.children())
    for _ in range(6):
        station.wiring._doings()["arrange"]()
    station.until(lambda: len(docks.rail.children()) <= before)


def test_a_seat_finds_its_panels_where_it_left_them_and_can_put_them_back(station: Station) -> None:
    bench = station.bench
    bench.addDockWidget(RIGHT, bench.rail_dock)
    bench.addDockWidget(LEFT, bench.case_dock)
    state = bench.layout_state()
    bench.reset_layout()
    assert bench.dockWidgetArea(bench.rail_dock) == LEFT and bench.dockWidgetArea(bench.case_dock) == RIGHT
    bench.restore_layout(state)
    assert bench.dockWidgetArea(bench.rail_dock) == RIGHT
    station.raise_alarm()
    assert not bench.case_dock.isHidden() and bench.dockWidgetArea(bench.case_dock) == LEFT
    station.wiring._doings()["reset_layout"]()
    assert bench.dockWidgetArea(bench.rail_dock) == LEFT and not bench.case_dock.isHidden(), "the case stays open"

"""The panels of the window: where each may stand, and the grips by which a hand moves them to another side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QWidget

from app.desktop.i18n import translate
from app.desktop.named import named

AREA = Qt.DockWidgetArea
SIDES = AREA.LeftDockWidgetArea | AREA.RightDockWidgetArea
FLAT = AREA.TopDockWidgetArea | AREA.BottomDockWidgetArea
FIXED, MOVABLE = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures, QDockWidget.DockWidgetFeature.DockWidgetMovable


class Docks:
    """GUI thread. Columns stand left or right, the strip above or below. They do not float: a window of its own would
    keep the alarm's keys to itself."""

    def __init__(self, window: QMainWindow, rail: QWidget, case: QWidget, strip: QWidget) -> None:
        self._window = window
        self.arranging = False
        self.rail = _dock("railDock", rail, SIDES)
        self.case = _dock("caseDock", case, SIDES)
        self.strip = _dock("stripDock", strip, FLAT)
        window.setDockNestingEnabled(True)
        window.setCorner(Qt.Corner.BottomLeftCorner, AREA.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, AREA.BottomDockWidgetArea)
        self.put_back()
        self.case.hide()
        self.strip.hide()

    def put_back(self) -> None:
        """Every panel to its usual side; what is open stays open."""
        usual = ((self.rail, AREA.LeftDockWidgetArea), (self.case, AREA.RightDockWidgetArea))
        for dock, area in (*usual, (self.strip, AREA.BottomDockWidgetArea)):
            open_ = not dock.isHidden()
            self._window.addDockWidget(area, dock)
            dock.setVisible(open_)

    def arrange(self, on: bool) -> None:
        """Show a grip on every panel by which it can be moved; or hold all where they stand."""
        self.arranging = on
        for dock in (self.rail, self.case, self.strip):
            dock.titleBarWidget().deleteLater()  # Qt keeps the old one as a hidden child
            dock.setTitleBarWidget(named(QLabel(), "dockGrip") if on else QWidget(dock))
            dock.setFeatures(MOVABLE if on else FIXED)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the panels' names into the window's language."""
        names = {
            self.rail: translate("Docks", "Alarms and silence clock"),
            self.case: translate("Docks", "Case"),
            self.strip: translate("Docks", "Timeline of the last hour"),
        }
        for dock, name in names.items():
            dock.setWindowTitle(name)
            if isinstance(grip := dock.titleBarWidget(), QLabel):
                grip.setText(f"⠿  {name}")
                grip.setToolTip(translate("Docks", "Drag this panel to another side"))


def _dock(name: str, inner: QWidget, areas: Qt.DockWidgetArea) -> QDockWidget:
    dock = named(QDockWidget(), name)
    dock.setTitleBarWidget(QWidget(dock))
    dock.setFeatures(FIXED)
    dock.setAllowedAreas(areas)
    dock.setWidget(inner)
    return dock

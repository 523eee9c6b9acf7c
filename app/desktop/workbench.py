"""The main window: bars, docks and the map put in their places; it wires nothing (wiring.py does)."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QWidget

from app.desktop.camera_strip import CameraStrip
from app.desktop.case_column import CaseColumn
from app.desktop.command_bar import CommandBar
from app.desktop.coordinates import Coordinates
from app.desktop.detail import Detail
from app.desktop.docks import Docks
from app.desktop.follow_star import FollowStar
from app.desktop.grid import WIDE, Grid, grid_for
from app.desktop.named import named
from app.desktop.overview import Overview
from app.desktop.rail import Rail
from app.desktop.stale_band import StaleBand
from app.desktop.status_bar import StatusBar
from app.desktop.theme import Theme
from app.desktop.timeline import Timeline
from app.desktop.top_bar import TopBar
from layers.board import MapBoard
from layers.legend import LegendChip
from map.canvas import MapCanvas

STATE_VERSION = 1
LEAST = (1024, 600)
"""Logical pixels: below this neither bars nor columns have room for their words."""


class Workbench(QMainWindow):
    """The operator's window. `closing` before it goes; `resized` when its grid has changed."""

    closing = Signal()
    retranslated = Signal()

    def __init__(self, board: MapBoard, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("workbench")
        self.setMinimumSize(*LEAST)
        self.theme = theme
        self.board = board
        self.canvas: MapCanvas = board.canvas
        self.grid: Grid = WIDE
        self._strip_wished = False
        self.on_key: Callable[[int], bool] = lambda _key: False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.top = TopBar(theme)
        self.status = StatusBar()
        self.coordinates = Coordinates(self.canvas, self.say)
        self.status.hold(self.coordinates)
        self.rail = Rail(theme)
        self.case = CaseColumn(theme)
        self.detail = Detail(theme)
        self.timeline = Timeline(theme)
        self.cameras = CameraStrip(theme)
        self.star = FollowStar(theme, self.canvas)
        self.legend = LegendChip(board)
        self.band = StaleBand(self.canvas)
        self.overview = Overview(theme, board, self.band, self.say)
        self.band.stale.connect(self.top.show_stale)
        self.right = named(QStackedWidget(), "case")
        self.right.addWidget(self.case)
        self.right.addWidget(self.detail)
        self._lay_out()
        self.commands = CommandBar(self.top.field, theme, self)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self.setMenuWidget(self.top)
        self.panes = named(QSplitter(), "panes")
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(4)
        self.panes.addWidget(self.canvas)
        self.setCentralWidget(self.panes)
        self.canvas.setMinimumSize(320, 200)
        strip = named(QWidget(), "strip")
        self._strip_row = row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.cameras)
        row.addWidget(self.timeline, 1)
        self.docks = Docks(self, self.rail, self.right, strip)
        self.rail_dock, self.case_dock, self.strip_dock = self.docks.rail, self.docks.case, self.docks.strip
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setFixedHeight(self.status.height())
        bar.addPermanentWidget(self.status, 1)
        bar.setStyleSheet("QStatusBar { padding: 0; margin: 0; } QStatusBar::item { border: none; }")

    def say(self, text: str, wrong: bool = False) -> None:
        """A remark in the status bar, gone after some seconds."""
        self.status.show_remark(text, wrong=wrong)

    # what is open

    def show_case_column(self, on: bool) -> None:
        """Open the right column with the case; or close it, unless a detail stands there."""
        if on:
            self.right.setCurrentWidget(self.case)
        self._show_right(on or self.detail.showing)
        if not on and self.detail.showing:
            self.right.setCurrentWidget(self.detail)

    def show_detail(self, on: bool, *, case: bool) -> None:
        """Open the right column with the detail card; on closing the case comes back if there is one."""
        self.right.setCurrentWidget(self.detail if on else self.case)
        self._show_right(on or case)

    def _show_right(self, on: bool) -> None:
        if on != self.case_dock.isVisibleTo(self):
            self.case_dock.setVisible(on)
            if on:
                self.resizeDocks([self.case_dock], [self.grid.case], Qt.Orientation.Horizontal)

    def show_strip(self, on: bool) -> None:
        """Open the timeline; on a small screen it stands in the case column."""
        self._strip_wished = on
        self.strip_dock.setVisible(on and not self.grid.folded)
        self._fold(self.grid.folded)

    def _fold(self, fold: bool) -> None:
        self.case.fold_strip(fold, self.cameras)
        self.cameras.fold(fold)
        if not fold:
            self._strip_row.insertWidget(0, self.cameras)

    @property
    def strip_shown(self) -> bool:
        """Whether the timeline was asked for."""
        return self._strip_wished

    # size and look

    def use_grid(self, grid: Grid) -> None:
        """Divide the window for this size."""
        self.grid = grid
        self.rail.setFixedWidth(grid.rail) if grid.folded else self._free(self.rail, 280, 460)
        self.right.setFixedWidth(grid.case) if grid.folded else self._free(self.right, 380, 560)
        self.strip_dock.widget().setFixedHeight(max(grid.strip, 1))
        self.top.set_narrow(grid.folded)
        self.resizeDocks([self.rail_dock, self.case_dock], [grid.rail, grid.case], Qt.Orientation.Horizontal)
        self.show_strip(self._strip_wished)

    @staticmethod
    def _free(widget: QWidget, least: int, most: int) -> None:
        widget.setMinimumWidth(least)
        widget.setMaximumWidth(most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = grid_for(event.size().width())
        if grid != self.grid or event.oldSize().width() <= 0:
            self.use_grid(grid)

    def reset_layout(self) -> None:
        """Every panel back to its usual side and size."""
        self.docks.put_back()
        self.use_grid(self.grid)

    def layout_state(self) -> QByteArray:
        """The docks' places and sizes, for the seat's settings."""
        return self.saveState(STATE_VERSION)

    def restore_layout(self, state: QByteArray) -> None:
        """Put the docks back as the seat left them; what is open follows the alarms, not the past."""
        if not state.isEmpty():
            self.restoreState(state, STATE_VERSION)
        self.rail_dock.show()
        self.case_dock.hide()
        self.strip_dock.hide()

    def restyle(self) -> None:
        """Another look for every panel, and for the map."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(self.theme.look.style_sheet())
        self.board.set_palette(self.theme.palette)
        self.overview.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.board.retranslate()
            self.retranslated.emit()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put the title into the window's language."""
        self.setWindowTitle(self.tr("Sandtable"))
        self.docks.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.isAutoRepeat() or not plain or not self.on_key(event.key()):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

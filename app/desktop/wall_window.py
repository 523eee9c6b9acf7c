"""The wall's window: figures, map and the one case side by side, frameless, its type as large as readers need."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.i18n import translate
from app.desktop.stale_band import StaleBand
from app.desktop.theme import Theme
from app.desktop.wall_panels import WallCaseColumn, WallFiguresColumn
from app.desktop.wall_type import USUAL_M, WallType
from layers.board import MapBoard
from map.canvas import MapCanvas

FIGURES_COLUMN, CASE_COLUMN, WIDEST = (560 / 3840, 12.5), (960 / 3840, 17.0), 0.34
"""A column's share of a wall of 3840×1080 (look.md), and how many times the least type it is wide at least; on another
form or of larger type it takes what it needs, up to WIDEST of the whole."""
USUAL_PX = 12.0
"""The least type for which the map's own signs are made."""


class WallBand(StaleBand):
    """The workbench's band once more, in the wall's type. GUI thread."""

    def take(self, other: StaleBand) -> None:
        """Say what the other says, as old as it is there."""
        self._lost_at, self._stuck_at, self._fault = other._lost_at, other._stuck_at, other._fault
        self.say()


class WallWindow(QWidget):
    """Figures · map · the one case. `closed` is called when it goes; `key` gets every key but `Esc`, which closes it:
    whoever touches the wall still works at the workbench. GUI thread."""

    def __init__(self, theme: Theme, closed: Callable[[], None], key: Callable[[QKeyEvent], None]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("wall")
        self._closed, self._key = closed, key
        self.fitted: Callable[[], None] = lambda: None
        """Called when the map has another size or scale: what it is to show lies differently in it."""
        self.metres = USUAL_M
        self.canvas = MapCanvas()
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # nobody clicks on a wall
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.board = MapBoard(self.canvas, home_marks=False)
        self.figures, self.case = WallFiguresColumn(theme), WallCaseColumn(theme)
        self.band = WallBand(self.canvas)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.figures)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.case)
        self.retranslate()

    def use_metres(self, width_m: float, distance_m: float) -> None:
        """How wide the wall is, and how far off its farthest reader stands: the size of all type follows."""
        self.metres = (width_m, distance_m)
        self._fit()

    def retranslate(self) -> None:
        """Put everything that is written into the window's language."""
        self.setWindowTitle(translate("Wall", "Sandtable · wall"))
        self.board.retranslate()
        self.figures.update()
        self.case.update()

    def _fit(self) -> None:
        kind = WallType.of(max(self.width(), 1), *self.metres)
        least = kind.px[0]
        for column, share, floor in ((self.figures, *FIGURES_COLUMN), (self.case, *CASE_COLUMN)):
            column.type = kind
            column.setFixedWidth(round(min(max(self.width() * share, least * floor), self.width() * WIDEST)))
            column.update()
        self.canvas.set_scale(least / USUAL_PX)
        self.band.setStyleSheet(f"font-size: {kind.px[1]}px;")
        self.fitted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            self._key(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.canvas.close_pictures()
        super().closeEvent(event)
        self._closed()

"""The second pane of the map: a canvas of its own under a bar with its estate, whether it keeps step, and its end."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.desktop.named import named
from app.desktop.stale_band import StaleBand
from domain.alarms import Fact
from layers.board import MapBoard
from layers.estates import EstateRow
from map.canvas import MapCanvas

LEAST_PX = 300


class BesidePane(QWidget):
    """GUI thread. `chosen(id)`: another estate is wished for ("" all); `step_wished(bool)`; `closed()`: by hand."""

    chosen = Signal(str)
    step_wished = Signal(bool)
    closed = Signal()

    def __init__(self, say: Callable[[Fact], str]) -> None:
        super().__init__()
        self.setMinimumWidth(LEAST_PX)
        self.canvas = MapCanvas()
        self.board = MapBoard(self.canvas, say=say)
        self.band = StaleBand(self.canvas)
        self.which = named(QComboBox(), "besideWhich")
        self.which.activated.connect(lambda place: self.chosen.emit(str(self.which.itemData(place))))
        self.step, self.end = named(QCheckBox(), "besideStep"), named(QToolButton(), "besideEnd")
        self.step.toggled.connect(self.step_wished)
        self.end.setText("✕")
        self.end.clicked.connect(self.closed)
        bar = named(QWidget(), "topBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.which, 1)
        row.addWidget(self.step)
        row.addWidget(self.end)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(self.canvas, 1)
        self.setTabOrder(self.which, self.step)
        self.setTabOrder(self.step, self.end)
        self.retranslate()

    def show_estates(self, rows: list[EstateRow], shown: str) -> None:
        """What there is to choose, and which is on show; not a wish."""
        self.which.clear()
        self.which.addItem(self.tr("All estates"), "")
        for row in rows:
            self.which.addItem(row.name, row.id)
        self.which.setCurrentIndex(max(self.which.findData(shown), 0))

    def retranslate(self) -> None:
        """Put the bar into the window's language."""
        self.which.setAccessibleName(self.tr("Estate in the second pane"))
        self.which.setItemText(0, self.tr("All estates"))
        self.step.setText(self.tr("In step"))
        self.step.setToolTip(self.tr("The same scale, turn and tilt in both panes; each looks where it looks"))
        self.end.setToolTip(self.tr("Close the second pane (Shift+B, or Esc in it)"))
        self.end.setAccessibleName(self.end.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.board.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the canvas did not want: Esc closes, the rest is the window's."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

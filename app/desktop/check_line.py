"""One line of a check list: a box, and words that wrap; a click on either ticks it."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from app.desktop.named import named


class CheckLine(QWidget):
    """Emits `toggled(item, on)` when a hand ticks it, never when it is told."""

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = ""
        self.box = QCheckBox()
        self.label = named(QLabel(wordWrap=True), "checkText")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.box.clicked.connect(lambda on: self.toggled.emit(self.item, on))

    def show_item(self, item: str, text: str, *, done: bool) -> None:
        """Show this line."""
        self.item = item
        self.box.setAccessibleName(text)
        self.label.setText(text)
        self.show_done(done)

    def show_done(self, done: bool) -> None:
        """Ticked or not."""
        self.box.setChecked(done)
        self.label.setEnabled(not done)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.box.click()

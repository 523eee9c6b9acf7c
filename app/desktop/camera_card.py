"""The camera's part of the detail card: a large tile, and the hand on its zone."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.camera_tile import CameraTile
from app.desktop.named import named
from app.desktop.theme import Theme


class CameraCard(QWidget):
    """Emits `zone_wished(camera, corners)`; without corners the zone is to go."""

    zone_wished = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile = CameraTile(theme)
        self.draw = named(QPushButton(), "small")
        self.remove = named(QPushButton(), "small")
        self.hint = named(QLabel(wordWrap=True), "soft")
        self._may, self._zoned = False, False
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.draw)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(8)
        box.addWidget(self.tile)
        box.addLayout(buttons)
        box.addWidget(self.hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.draw.clicked.connect(self._draw)
        self.remove.clicked.connect(lambda: self.zone_wished.emit(self.tile.camera, ()))
        self.tile.drawn.connect(self.zone_wished)
        self.tile.given_up.connect(self.say)
        self.say()

    def show_zone(self, *, zoned: bool, may: bool) -> None:
        """Whether the camera has a zone, and whether this seat may draw."""
        self._zoned, self._may = zoned, may
        self.say()

    def _draw(self) -> None:
        self.tile.begin_zone()
        self.say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.width()
        self.tile.setFixedSize(width, round(width * 9 / 16))
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)

    def say(self) -> None:
        """Put every text into the window's language."""
        drawing = self.tile.drawing
        self.draw.setVisible(self._may and not drawing)
        self.remove.setVisible(self._may and self._zoned and not drawing)
        self.draw.setText(self.tr("Draw the zone anew") if self._zoned else self.tr("Draw a zone"))
        self.remove.setText(self.tr("Remove the zone"))
        if drawing:
            self.hint.setText(self.tr("Click the corners; a double click ends, Backspace takes one back, Esc gives up"))
        elif self._zoned:
            self.hint.setText(self.tr("Somebody who stands in the zone raises an alarm. People are coarsened."))
        else:
            self.hint.setText(self.tr("No zone: nobody raises an alarm here. People are coarsened."))

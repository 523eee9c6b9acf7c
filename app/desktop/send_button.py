"""The button that sends: how many, the key, and under it their call signs – not every ticked row may be in sight."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.desktop.theme import CENTRE, width_of, write

HEIGHT = 52


class SendButton(QPushButton):
    """GUI thread. Without call signs it is a plain button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("send")
        self.setFixedHeight(HEIGHT)
        self._who = self._key = ""

    @property
    def key(self) -> str:
        """The key that presses it now."""
        return self._key

    @property
    def who(self) -> str:
        """Whom it sends, "" nobody."""
        return self._who

    def show_send(self, text: str, who: str, key: str) -> None:
        """What it says, whom it sends ("" nobody), and the key that does it."""
        self._who, self._key = who, key
        self.setText(text)
        self.setAccessibleName(f"{text} {who}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._who:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        p = QStylePainter(self)
        p.drawControl(QStyle.ControlElement.CE_PushButton, option)
        colour = "#FFFFFF" if self.isEnabled() else option.palette.buttonText().color().name()
        w = float(self.width())
        write(p, QRectF(8, 4, w - 16, 26), self.text(), colour, "body", bold=True, align=CENTRE)
        write(p, QRectF(8, 29, w - 16, 18), self._who, colour, "tiny", align=CENTRE)
        self._cap(p, w, colour)
        p.end()

    def _cap(self, p: QPainter, w: float, colour: str) -> None:
        """The key as a key: beside the words it would read as one of them."""
        wide = width_of(self._key, "tiny") + 14
        box = QRectF(w - wide - 10, 7, wide, 20)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(colour)
        edge.setAlpha(150)
        p.setPen(QPen(edge, 1))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawRoundedRect(box, 4, 4)
        write(p, box, self._key, colour, "tiny", align=CENTRE)

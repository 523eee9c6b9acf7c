"""The button that sends: how many, the key, and under it their call signs – not every ticked row may be in sight."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.desktop.theme import CENTRE, write

HEIGHT = 52


class SendButton(QPushButton):
    """GUI thread. Without call signs it is a plain button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("send")
        self.setFixedHeight(HEIGHT)
        self._who = ""

    @property
    def who(self) -> str:
        """Whom it sends, "" nobody."""
        return self._who

    def show_send(self, text: str, who: str) -> None:
        """What it says, and whom it sends ("" nobody)."""
        self._who = who
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
        p.end()

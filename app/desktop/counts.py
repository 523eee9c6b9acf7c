"""The four level counts of the top bar: numerals in shapes, faint at zero."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.glyphs import draw_level
from app.desktop.theme import Theme, write

STEP = 52


class LevelCounts(QWidget):
    """▲1 ◆2 ■3 ●4 with how many alarms are open; a click asks for the next alarm."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.counts = (0, 0, 0, 0)
        self._stale = False
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def show_counts(self, counts: tuple[int, int, int, int]) -> None:
        """Open alarms of levels 1 to 4."""
        if counts != self.counts:
            self.counts = counts
            self.update()

    def show_stale(self, stale: bool) -> None:
        """What is shown may be old."""
        self._stale = stale
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(4 * STEP, 40)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        p.setOpacity(0.4 if self._stale else 1.0)
        for i, n in enumerate(self.counts):
            x = float(i * STEP)
            draw_level(p, QRectF(x, 11, 18, 18), i + 1, look, faint=n == 0)
            write(p, QRectF(x + 23, 0, STEP - 24, 40), str(n), look.text if n else look.text_faint, "body", bold=n > 0)
        p.end()

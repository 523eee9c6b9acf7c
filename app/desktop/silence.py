"""The silence clock 静默倒计时: elders living alone by the time left until someone has to look."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop import figures
from app.desktop.reading import Still
from app.desktop.theme import RIGHT, Theme, width_of, write
from domain.clock import HOUR
from domain.rules import ELDER_LIMIT_MS

ROW = 30
AT_ONCE, BREATH_MS = 6, 6
"""Rows painted in one turn, and milliseconds a row until the next: all of them would hold the window up."""


class SilenceClock(QWidget):
    """Rows of `Still`; repaints only when a figure on show has changed. A click, or Enter, names the elder's home."""

    chosen = Signal(str, str)  # person id, home id

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[Still] = []
        self._shown: list[tuple[str, str, str]] = []
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def rows(self) -> list[Still]:
        """What it shows, least time left first."""
        return self._rows

    def show_rows(self, rows: list[Still]) -> None:
        """Show these elders."""
        shown = [(r.label, r.address, self._left(r)) for r in rows]
        if shown == self._shown:
            self._rows = rows
            return
        before, self._rows, self._shown = self._shown, rows, shown
        self.setFixedHeight(max(ROW, ROW * len(rows)))
        changed = [i for i in range(max(len(before), len(shown))) if before[i : i + 1] != shown[i : i + 1]]
        for turn in range(0, len(changed), AT_ONCE):
            rest = changed[turn : turn + AT_ONCE]
            QTimer.singleShot(turn * BREATH_MS, self, lambda rows=rest: [self.update(self._box(i)) for i in rows])

    def _box(self, row: int) -> QRect:
        return QRect(0, row * ROW, self.width(), ROW)

    def retranslate(self) -> None:
        """The language has changed."""
        self._shown = []
        self.show_rows(self._rows)
        self.update()

    def _left(self, row: Still) -> str:
        if row.left < 0:
            return self.tr("over by {time}").format(time=figures.left(-row.left))
        return self.tr("{time} left").format(time=figures.left(row.left))

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * max(1, len(self._rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i in range(len(self._rows)):
            if event.region().intersects(self._box(i)):
                self._row(p, i)
        p.end()

    def _row(self, p: QPainter, i: int) -> None:
        look, row, w, y = self._theme.look, self._rows[i], float(self.width()), i * ROW
        if i == self._at:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor(look.card_over))
            p.drawRoundedRect(QRectF(4, y + 1, w - 8, ROW - 2), 5, 5)
        near = row.left < 2 * HOUR
        words_w = max(78.0 if w > 300 else 60.0, width_of(self._left(row)) + 4)
        bar_w, address_x = (72.0, 86.0) if w > 300 else (34.0, 62.0)
        bar_x = w - 16 - words_w - bar_w - 6
        write(p, QRectF(16, y, address_x - 20, ROW), row.label, look.text, "small")
        address = QRectF(address_x, y, bar_x - address_x - 4, ROW)
        write(p, address, row.address, look.text_soft, "tiny", elide=Qt.TextElideMode.ElideLeft)  # unit and home stay
        self._bar(p, QRectF(bar_x, y + ROW / 2 - 3.5, bar_w, 7), row, near=near)
        write(
            p,
            QRectF(w - 16 - words_w, y, words_w, ROW),
            self._left(row),
            look.amber_soft if near else look.text_soft,
            "small",
            align=RIGHT,
        )

    def _bar(self, p: QPainter, box: QRectF, row: Still, *, near: bool) -> None:
        look = self._theme.look
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(look.track))
        p.drawRoundedRect(box, 3.5, 3.5)
        share = min(1.0, max(0.0, 1.0 - row.left / ELDER_LIMIT_MS))
        colour = QColor(look.amber)
        colour.setAlpha(255 if near else 170)
        p.setBrush(colour)
        p.drawRoundedRect(QRectF(box.topLeft(), box.bottomRight() - QPointF(box.width() * (1 - share), 0)), 3.5, 3.5)

    def _move(self, row: int) -> None:
        row = row if 0 <= row < len(self._rows) else -1
        if row != self._at:
            self._at = row
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(int(event.position().y()) // ROW)

    def leaveEvent(self, event: object) -> None:
        self._move(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(int(event.position().y()) // ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._move(min(max(self._at + step, 0), len(self._rows) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.chosen.emit(self._rows[row].person, self._rows[row].home)

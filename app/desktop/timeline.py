"""The strip's timeline: the last sixty minutes of judging time, alarms as glyphs, and the live edge."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.desktop import figures, reading
from app.desktop.glyphs import draw_level
from app.desktop.theme import CENTRE, LEFT, RIGHT, Theme, write
from domain.clock import HOUR, MINUTE
from domain.situation import Situation

GLYPH = 17.0
STEP = GLYPH + 2
HEAP = 24.0
"""Width of a "+n", and how near together marks without room share one."""
SHORT = 260
"""Up to this width, beside a camera on a small screen, there is no room for a heading."""


@dataclass(frozen=True)
class Mark:
    """An alarm on the timeline: when it was raised, and whether it still needs a person."""

    alarm: str
    at: int
    level: int
    open: bool
    text: str


def marks(situation: Situation, now: int) -> list[Mark]:
    """Alarms raised within the last hour, worst drawn last."""
    recent = [a for a in situation.alarms.values() if now - HOUR <= a.at <= now]
    recent.sort(key=lambda a: (-a.level, a.at))
    return [Mark(a.id, a.at, int(a.level), a.open, reading.title(a)) for a in recent]


class Timeline(QWidget):
    """Repaints once a second. A click on a glyph names its alarm."""

    alarm_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: list[Mark] = []
        self._now = 0
        self._tz: tzinfo = UTC
        self.setMouseTracking(True)
        self.setMinimumHeight(96)
        theme.changed.connect(self.update)

    def show_marks(self, found: list[Mark], now: int, tz: tzinfo) -> None:
        """Show these alarms; the right edge is `now`."""
        self._marks, self._now, self._tz = found, now, tz
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 120)

    def _x(self, at: int) -> float:
        left = 24.0 if self.width() > SHORT else 10.0
        return left + (self.width() - left - 40.0) * (1.0 - (self._now - at) / HOUR)

    def _line_y(self) -> float:
        return self.height() * 0.64

    def _boxes(self) -> list[tuple[Mark, QRectF]]:
        """Glyphs, stacked where they would cover each other: the worst lowest, so that they find room first."""
        return self._stack()[0]

    def _stack(self) -> tuple[list[tuple[Mark, QRectF]], list[tuple[list[Mark], QRectF]]]:
        """Glyphs with their boxes, and of those without room as many as stand together under one "+n"."""
        rows: list[list[float]] = [[] for _ in range(max(1, int((self._line_y() - 24 - 2) // STEP) + 1))]
        placed: list[tuple[Mark, QRectF]] = []
        heaps: list[tuple[list[Mark], QRectF]] = []
        for mark in sorted(self._marks, key=lambda m: (m.level, m.at)):
            x = self._x(mark.at)
            row = next((i for i, xs in enumerate(rows) if all(abs(x - other) > GLYPH + 2 for other in xs)), -1)
            if row >= 0:
                rows[row].append(x)
                placed.append((mark, QRectF(x - GLYPH / 2, self._line_y() - 24 - row * STEP, GLYPH, GLYPH)))
                continue
            heap = next((marks for marks, box in heaps if abs(box.right() - x) < HEAP), None)
            if heap is None:
                heaps.append(([mark], QRectF(x - HEAP, self._line_y() - 24 - (len(rows) - 1) * STEP, HEAP, GLYPH)))
            else:
                heap.append(mark)
        placed.sort(key=lambda pair: -pair[0].level)
        return placed, [(marks, self._beside(box, rows[-1])) for marks, box in heaps]

    @staticmethod
    def _beside(box: QRectF, top: list[float]) -> QRectF:
        """A heap's box, moved to the left of the glyphs that stand in the highest row there."""
        right = min([x for x in top if abs(x - box.right()) < HEAP] or [box.right()]) - GLYPH / 2 - 2
        return QRectF(right - HEAP, box.top(), HEAP, GLYPH)

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        right, y = self._x(self._now), self._line_y()
        if self.width() > SHORT:
            write(p, QRectF(24, 8, 200, 20), self.tr("Last 60 minutes"), look.text_soft, "small", align=LEFT)
        if self.height() > 115:
            write(p, QRectF(right - 120, 8, 118, 20), self.tr("live"), look.green, "tiny", bold=True, align=RIGHT)
        self._scale(p, y)
        p.setPen(QPen(QColor(look.green), 2.0))
        p.drawLine(QPointF(right, 28), QPointF(right, y + 4))
        for mark, box in self._boxes():
            p.setOpacity(1.0 if mark.open else 0.5)
            draw_level(p, box, mark.level, look)
        p.setOpacity(1.0)
        for heap, box in self._stack()[1]:
            write(p, box, f"+{len(heap)}", look.text, "tiny", bold=True, align=RIGHT)
        p.end()

    def _scale(self, p: QPainter, y: float) -> None:
        look = self._theme.look
        p.setPen(QPen(QColor(look.text_faint), 1.0))
        p.drawLine(QPointF(self._x(self._now - HOUR), y), QPointF(self._x(self._now), y))
        every = 5 if self.width() > 900 else 10 if self.width() > 520 else 20
        first = (self._now - HOUR) // (every * MINUTE) * every * MINUTE
        for at in range(first, self._now + 1, every * MINUTE):
            x = self._x(at)
            if x < 24 or x > self._x(self._now) - 40:
                continue
            p.setPen(QPen(QColor(look.text_faint), 1.0))
            p.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
            write(
                p,
                QRectF(x - 30, y + 8, 60, 18),
                figures.time_of_day(at, self._tz),
                look.text_soft,
                "tiny",
                align=CENTRE,
            )
        x = self._x(self._now)
        write(
            p,
            QRectF(x - 30, y + 8, 60, 18),
            figures.time_of_day(self._now, self._tz),
            look.text_mid,
            "tiny",
            align=CENTRE,
        )

    def _hit(self, at: QPointF) -> Mark | None:
        glyphs, heaps = self._stack()
        over = next((m for m, box in reversed(glyphs) if box.adjusted(-3, -3, 3, 3).contains(at)), None)
        return over or next((marks[0] for marks, box in heaps if box.contains(at)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self._hit(event.position())
        if mark is not None:
            self.alarm_chosen.emit(mark.alarm)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._hit(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            mark = self._hit(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(),
                f"{figures.time_of_day(mark.at, self._tz, seconds=True)} {mark.text}" if mark else "",
                self,
            )
            return True
        return super().event(event)  # type: ignore[arg-type]  # Qt hands every kind of event through here

"""One alarm on the rail: level, kind, place, age, owner and stage, and the five dots; 88 pixels high."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.desktop import figures
from app.desktop.glyphs import draw_level, draw_stage
from app.desktop.reading import Card
from app.desktop.theme import RIGHT, Theme, width_of, write

HEIGHT = 88
BESIDE_FOOT = 136.0
"""What the third line leaves to the level and the five dots, logical px."""
PLACE_SIZES = ("body", "small", "tiny")


def fitted(texts: Sequence[str], sizes: Sequence[str], room: float) -> tuple[str, str]:
    """The first of `texts` that fits into so many pixels in one of `sizes`, and that size; else the last in the last.

    The fullest text comes first, but only in the first size: a short one is better read than a small one.
    """
    tries = [(texts[0], sizes[0]), *((texts[-1], size) for size in sizes)]
    return next(((text, size) for text, size in tries if width_of(text, size) <= room), tries[-1])


class AlarmCard(QAbstractButton):
    """Click selects; Enter or Space on it asks for the next step."""

    step_wished = Signal(str)

    def __init__(self, card: Card, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = card
        self._now = card.since
        self._shown = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)
        self.show_card(card, self._now)

    @property
    def card(self) -> Card:
        """What it shows."""
        return self._card

    def show_card(self, card: Card, now: int) -> None:
        """Show other values; repaints only what changed for the eye."""
        self._card, self._now = card, now
        words = (card.title, card.place, card.foot, figures.span(now - card.since))
        shown = f"{card}{words}"
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(", ".join(words))
            self.setToolTip("\n".join(words[:3]))
            self.update()

    def tick(self, now: int) -> None:
        """Time has passed."""
        self.show_card(self._card, now)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.step_wished.emit(self._card.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setOpacity(0.55 if self._card.faint else 1.0)
        self._ground(p)
        self._words(p)
        p.end()

    def _ground(self, p: QPainter) -> None:
        look, chosen = self._theme.look, self.isChecked()
        level = look.level(self._card.level)
        urgent = self._card.level <= 2
        fill = (
            look.level_card(self._card.level) if chosen else QColor(look.card_over if self.underMouse() else look.card)
        )
        edge = level if chosen and urgent else QColor(look.text_soft if chosen or self.hasFocus() else look.card_edge)
        if self._card.unanswered and not chosen:
            edge = level
        p.setPen(QPen(edge, 1.5 if chosen else 1.0))
        p.setBrush(fill)
        p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _words(self, p: QPainter) -> None:
        look, card, w = self._theme.look, self._card, float(self.width())
        draw_level(p, QRectF(11, 13, 26, 26), card.level, look)
        age = figures.span(self._now - card.since)
        age_size = "head" if w > 280 else "body"
        room = w - 70 - width_of(age, age_size, bold=True)
        long_title = width_of(card.title, "small", bold=True) > room  # then the age stands a line lower
        if long_title and w <= 280:
            age_size, room = "small", w - 70 - width_of(age, "small", bold=True)
        age_w = width_of(age, age_size, bold=True)
        title_room, place_room = (w - 64, room) if long_title else (room, w - 64)
        title_size = "body" if width_of(card.title, "body", bold=True) <= title_room else "small"
        write(p, QRectF(48, 11, title_room, 26), card.title, look.text, title_size, bold=True)
        age_y = 34 if long_title else 10
        write(p, QRectF(w - 16 - age_w, age_y, age_w + 1, 28), age, look.text, age_size, bold=True, align=RIGHT)
        place, place_size = fitted((card.place, card.place_short), PLACE_SIZES, place_room)
        write(p, QRectF(48, 36, place_room, 24), place, look.text_mid, place_size)
        foot, _ = fitted((card.foot, card.foot_short), ("tiny",), w - BESIDE_FOOT)
        write(p, QRectF(48, 61, w - BESIDE_FOOT, 18), foot, look.text_soft, "tiny")
        draw_stage(p, QPointF(w - 20, 71), card.dots, colour=look.level(card.level), empty=QColor(look.text_faint))

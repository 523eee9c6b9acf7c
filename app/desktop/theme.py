"""The look in use, shared by everything that paints itself; one object a window."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.desktop.fonts import font
from app.desktop.look import Look, look_of
from map.palette import PALETTES, Palette

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Theme(QObject):
    """Names one of `map.palette.PALETTES` and gives its colours. GUI thread."""

    changed = Signal()

    def __init__(self, name: str = "night", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look_of(name)

    @property
    def look(self) -> Look:
        """The panels' colours."""
        return self._look

    @property
    def palette(self) -> Palette:
        """The map's colours of the same look."""
        return PALETTES[self._look.name]

    def use(self, name: str) -> None:
        """Change the look; an unknown name is night."""
        if name != self._look.name:
            self._look = look_of(name)
            self.changed.emit()


def write(
    p: QPainter,
    box: QRectF,
    text: str,
    colour: str | QColor,
    size: str = "small",
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """One line of text in a box, elided where it does not fit; returns the width it took (logical px)."""
    face = font(size, bold)
    p.setFont(face)
    p.setPen(QColor(colour))
    width = width_of(text, size, bold=bold)
    if width > box.width():
        text = _metrics(size, bold).elidedText(text, elide, box.width())
        width = width_of(text, size, bold=bold)
    p.drawText(box, align, text)
    return width


@lru_cache(maxsize=32)
def _metrics(size: str, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font(size, bold))


@lru_cache(maxsize=4096)
def width_of(text: str, size: str = "small", *, bold: bool = False) -> float:
    """How wide a line of text is, logical px."""
    return _metrics(size, bold).horizontalAdvance(text)

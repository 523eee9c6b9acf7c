"""Short texts drawn once into one pixmap, so that hundreds of them are one call a frame (GUI thread only)."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from map.chips import Chips, ChipStyle, Line

WIDTH, HEIGHT = 1536, 1024  # physical pixels, grown by shelves; started anew when a scene's names no longer fit
Slot = tuple[int, int, int, int]
NOT_YET: Slot = (0, 0, 0, 0)


class TextAtlas:
    """Texts of one style and density."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self._slots: dict[Line, Slot] = {}
        self._basis: tuple[ChipStyle, float] | None = None
        self._x = self._y = self._shelf = 0

    def slots(self, lines: list[Line], style: ChipStyle, dpr: float, most: int) -> NDArray[np.float64]:
        """(n, 4) left, top, width, height of each text in physical pixels; at most so many new ones are drawn, those
        that must wait for the next call have no size yet."""
        if self._basis != (style, dpr):
            self._basis = (style, dpr)
            self._start_anew()
        new = list(dict.fromkeys(line for line in lines if line not in self._slots))[:most]
        if not self._add(new, style, dpr):
            self._start_anew(HEIGHT * 4)  # with room for this many at once
            self._add(lines[:most], style, dpr)
        return np.array([self._slots.get(line, NOT_YET) for line in lines], dtype=np.float64).reshape(-1, 4)

    def _start_anew(self, height: int = HEIGHT) -> None:
        self.pixmap = QPixmap(WIDTH, height)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._slots.clear()
        self._x = self._y = self._shelf = 0

    def _add(self, lines: list[Line], style: ChipStyle, dpr: float) -> bool:
        """False when the pixmap is full."""
        if not lines:
            return True
        chips, painter = Chips(), QPainter(self.pixmap)
        try:
            return all(self._draw(painter, chips.get((line,), style, dpr), line) for line in lines)
        finally:
            painter.end()

    def _draw(self, painter: QPainter, image: QPixmap, line: Line) -> bool:
        image.setDevicePixelRatio(1.0)
        if self._x + image.width() > WIDTH:
            self._x, self._y, self._shelf = 0, self._y + self._shelf, 0
        if self._y + image.height() > self.pixmap.height():
            return False
        painter.drawPixmap(QPointF(self._x, self._y), image)
        self._slots[line] = (self._x, self._y, image.width(), image.height())
        self._x, self._shelf = self._x + image.width(), max(self._shelf, image.height())
        return True

"""Short texts drawn once into one pixmap, so that hundreds of them are one call a frame (GUI thread only)."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from map.chips import Chips, ChipStyle, Line

WIDTH, HEIGHT = 1536, 1024  # physical pixels, filled by shelves; started anew when a scene's names no longer fit
LARGEST = HEIGHT * 4  # 24 MB: room for all names of a window but in the densest of scenes
Slot = tuple[int, int, int, int]
NOT_YET: Slot = (0, 0, 0, 0)
NO_ROOM: Slot = (0, 0, -1, -1)


class TextAtlas:
    """Texts of one style and density."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self._slots: dict[Line, Slot] = {}
        self._left_out: set[Line] = set()
        self._basis: tuple[ChipStyle, float] | None = None
        self._x = self._y = self._shelf = 0

    def slots(self, lines: list[Line], style: ChipStyle, dpr: float, most: int) -> NDArray[np.float64]:
        """(n, 4) left, top, width, height of each text in physical pixels; at most so many new ones are drawn. Those
        that must wait for the next call have no size yet; those that the largest pixmap cannot hold have a negative one
        as long as the same texts are asked for: the first named are drawn."""
        if self._basis != (style, dpr):
            self._basis = (style, dpr)
            self._start_anew(HEIGHT)
        wanted = list(dict.fromkeys(lines))
        if self._left_out and not self._slots.keys() <= set(wanted):
            self._start_anew(LARGEST)
        new = [line for line in wanted if line not in self._slots and line not in self._left_out][:most]
        if not self._add(new, style, dpr):
            self._make_room(wanted, style, dpr, most)
        found = [NO_ROOM if line in self._left_out else self._slots.get(line, NOT_YET) for line in lines]
        return np.array(found, dtype=np.float64).reshape(-1, 4)

    def _make_room(self, wanted: list[Line], style: ChipStyle, dpr: float, most: int) -> None:
        """Put what nobody asks for any more out; where there is no such text, the rest of the wanted stays out."""
        if self.pixmap.height() == LARGEST and self._slots.keys() <= set(wanted):
            self._left_out = set(wanted) - self._slots.keys()
            return
        self._start_anew(LARGEST)
        self._add(wanted[:most], style, dpr)

    def _start_anew(self, height: int) -> None:
        self.pixmap = QPixmap(WIDTH, height)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._slots.clear()
        self._left_out.clear()
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

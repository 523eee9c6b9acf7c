"""Measuring on the map: a line's length or a ring's area, in metres of the local frame, drawn over everything."""

import math
from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from map.chips import font, metrics
from map.palette import Palette
from map.tool import Ground
from map.view import View

Floats = NDArray[np.float64]

NEAR_M = 1e-6  # a double click's second click lies on the first
HECTARE = 10_000.0
BESIDE_PX = 16.0
POINT_PX = 3.5
FAR_PX = 20_000.0  # what lies farther off is drawn this far off: strokes of a million pixels cost a paint its time


def length_m(points: ArrayLike) -> float:
    """Length of a line through (n, 2) metres."""
    steps = np.diff(_points(points), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def area_m2(points: ArrayLike) -> float | None:
    """Area of the ring through (n, 2) metres, closed by itself; None where its edges cross: it has no one inside."""
    ring = _points(points)
    if len(ring) < 3:
        return 0.0
    if not shapely.is_simple(shapely.linearrings(ring)):
        return None
    x, y = (ring - ring[0]).T  # small numbers first: the sum of far ones would lose digits
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def length_words(metres: float) -> str:
    """ "12.4 m", "1,240 m", "12.40 km"."""
    if metres < 99.95:
        return f"{metres:.1f} m"
    return f"{metres:,.0f} m" if metres < HECTARE else f"{metres / 1000:,.2f} km"


def area_words(square_metres: float) -> str:
    """ "840 m²", "2.45 ha"."""
    if square_metres < 99.95:
        return f"{square_metres:.1f} m²"
    return f"{square_metres:,.0f} m²" if square_metres < HECTARE else f"{square_metres / HECTARE:,.2f} ha"


class Measure:
    """A tool that measures. `crossed` says, in the window's language, that a ring's edges cross. GUI thread."""

    def __init__(self, *, area: bool, crossed: Callable[[], str]) -> None:
        self.area = area
        self._crossed = crossed
        self.points: list[Ground] = []
        self._pointer: Ground | None = None
        self._done = False

    @property
    def working(self) -> bool:
        """Until it is finished."""
        return not self._done

    def clicked(self, ground: Ground) -> None:
        """One more point; a second click on the same spot is none."""
        if not self.points or math.dist(self.points[-1], ground) > NEAR_M:
            self.points.append(ground)
        self._pointer = ground

    def moved(self, ground: Ground | None) -> None:
        """The rubber line ends here."""
        self._pointer = ground

    def finish(self) -> None:
        """The figure stays; with too few points for one, measuring goes on."""
        self._done = len(self.points) >= (3 if self.area else 2)

    def back(self) -> None:
        """Take the last point back."""
        if self.points:
            self.points.pop()

    @property
    def line(self) -> list[Ground]:
        """The points, and while it works the pointer."""
        rubber = self._pointer if not self._done and self.points else None
        return self.points if rubber is None else [*self.points, rubber]

    def words(self) -> str:
        """The figure as it stands; "" before there is one."""
        line = self.line
        if len(line) < 2:
            return ""
        if not self.area:
            return length_words(length_m(line))
        found = area_m2(line)
        return self._crossed() if found is None else area_words(found)

    def paint(self, painter: QPainter, view: View, palette: Palette) -> None:
        """Line or ring with its points, and the figure beside the pointer or at the end."""
        if not self.points:
            return
        line = self.line
        px = np.clip(view.project(line), -FAR_PX, FAR_PX)
        corners = [QPointF(float(x), float(y)) for x, y in px]
        self._stroke(painter, palette, corners)
        _dots(painter, palette, corners[: len(self.points)])
        if text := self.words():
            at = _middle(corners) if self.area and self._done else corners[-1]
            figure(painter, view, palette, at, text)

    def _stroke(self, painter: QPainter, palette: Palette, corners: list[QPointF]) -> None:
        """Plain fill, opaque separate lines: smooth fills and joined translucent strokes cost five times as much."""
        if self.area:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*palette.text[:3], 34))
            painter.drawPolygon(QPolygonF(corners))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = [*corners[1:], corners[0]] if self.area else corners[1:]
        lines = [QLineF(one, other) for one, other in zip(corners, ends, strict=False)]
        for colour, width in ((palette.halo, 4.5), (palette.text, 1.8)):
            painter.setPen(QPen(QColor(*colour[:3]), width))
            painter.drawLines(lines)


def _points(points: ArrayLike) -> Floats:
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)


def _middle(corners: list[QPointF]) -> QPointF:
    n = len(corners)
    return QPointF(sum(c.x() for c in corners) / n, sum(c.y() for c in corners) / n)


def _dots(painter: QPainter, palette: Palette, corners: list[QPointF]) -> None:
    painter.setPen(QPen(QColor(*palette.text), 1.6))
    painter.setBrush(QColor(*palette.chip[:3]))
    for corner in corners:
        painter.drawEllipse(corner, POINT_PX, POINT_PX)


def figure(painter: QPainter, view: View, palette: Palette, at: QPointF, text: str) -> None:
    """A boxed figure to the right of a spot, kept inside the window."""
    size = metrics(14, bold=True)
    width, height = size.horizontalAdvance(text) + 16, size.height() + 8
    x = at.x() + BESIDE_PX
    if x + width > view.width - 4:
        x = at.x() - BESIDE_PX - width
    x = min(max(x, 4.0), max(view.width - width - 4, 4.0))
    y = min(max(at.y() - height - 6, 4.0), max(view.height - height - 4, 4.0))
    box = QRectF(x, y, width, height)
    painter.setPen(QPen(QColor(*palette.chip_edge), 1))
    painter.setBrush(QColor(*palette.chip))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font(14, bold=True))
    painter.setPen(QColor(*palette.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

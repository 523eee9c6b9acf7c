"""How a shape in the hand looks: edges, handles, size, and the mark of what it snaps to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from map.measure import FAR_PX, figure
from map.palette import RGBA, Palette
from map.snapping import Snap
from map.view import View

Floats = NDArray[np.float64]

HANDLE_PX, MIDDLE_PX, MARK_PX = 4.5, 3.0, 9.0
FILL_ALPHA = 40


@dataclass(frozen=True, eq=False)
class Drawn:
    """`line` (n, 2) metres with the rubber line's end; the first `corners` of it are points. `wrong`: edges cross."""

    line: Floats
    corners: int
    middles: Floats
    area: bool
    closed: bool
    selected: int | None
    snap: Snap | None
    wrong: bool
    words: str


def paint_drawn(painter: QPainter, view: View, palette: Palette, colour: RGBA, drawn: Drawn) -> None:
    """All of it, over everything; the painter counts pixels of the view."""
    corners = _pixels(view, drawn.line)
    ink = palette.red if drawn.wrong else colour
    if corners:
        _stroke(painter, palette, ink, corners, drawn)
        _handles(painter, palette, ink, corners[: drawn.corners], drawn.selected)
        _middles(painter, ink, _pixels(view, drawn.middles))
    if drawn.snap is not None:
        _mark(painter, palette, _pixels(view, np.array([[drawn.snap.east, drawn.snap.north]]))[0], drawn.snap)
    if drawn.words and corners:
        figure(painter, view, palette, corners[-1], drawn.words)


def _pixels(view: View, ground: Floats) -> list[QPointF]:
    if not len(ground):
        return []
    return [QPointF(float(x), float(y)) for x, y in np.clip(view.project(ground), -FAR_PX, FAR_PX)]


def _stroke(painter: QPainter, palette: Palette, ink: RGBA, corners: list[QPointF], drawn: Drawn) -> None:
    """Plain fill, opaque separate lines: smooth fills and joined translucent strokes cost five times as much."""
    if drawn.area and len(corners) > 2:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*ink[:3], FILL_ALPHA))
        painter.drawPolygon(QPolygonF(corners))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ends = [*corners[1:], corners[0]] if drawn.closed else corners[1:]
    lines = [QLineF(one, other) for one, other in zip(corners, ends, strict=False)]
    for colour, width in ((palette.halo, 5.0), (ink, 2.2)):
        painter.setPen(QPen(QColor(*colour[:3]), width))
        painter.drawLines(lines)


def _handles(painter: QPainter, palette: Palette, ink: RGBA, corners: list[QPointF], selected: int | None) -> None:
    """A disc for each point, filled where it is chosen."""
    painter.setPen(QPen(QColor(*ink[:3]), 1.8))
    for row, corner in enumerate(corners):
        painter.setBrush(QColor(*(ink if row == selected else palette.chip)[:3]))
        painter.drawEllipse(corner, HANDLE_PX, HANDLE_PX)


def _middles(painter: QPainter, ink: RGBA, middles: list[QPointF]) -> None:
    """A small disc on each edge: drag it, and a point is put in."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*ink[:3]))
    for middle in middles:
        painter.drawEllipse(middle, MIDDLE_PX, MIDDLE_PX)


def _mark(painter: QPainter, palette: Palette, at: QPointF, snap: Snap) -> None:
    """A square about a point, a cross on an edge: told apart without colour."""
    lines = [
        QLineF(at.x() - MARK_PX, at.y() - MARK_PX, at.x() + MARK_PX, at.y() + MARK_PX),
        QLineF(at.x() - MARK_PX, at.y() + MARK_PX, at.x() + MARK_PX, at.y() - MARK_PX),
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((palette.halo, 4.0), (palette.text, 1.8)):
        painter.setPen(QPen(QColor(*colour[:3]), width))
        if snap.kind == "point":
            painter.drawRect(QRectF(at.x() - MARK_PX, at.y() - MARK_PX, 2 * MARK_PX, 2 * MARK_PX))
        else:
            painter.drawLines(lines)

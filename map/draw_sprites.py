"""Glyphs as paths, and the atlas of all sprites in one pixmap for a palette and a pixel density (GUI thread only)."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from map.chips import font
from map.palette import HUES, RGBA, Palette
from map.sprites import SHAPES

CELL = 30  # logical pixels of a sprite's cell
RADIUS = 7.5  # of the usual glyph
TURNS = 72  # directions in which a heading's pointer is kept: five degrees apart
HIT = 11.0  # logical pixels within which a dot is meant


@dataclass(frozen=True, eq=False)
class Atlas:
    """`pixmap`: device pixel ratio 1, cells of `cell` physical pixels; column = hue, row = shape."""

    pixmap: QPixmap
    cell: int
    palette: Palette
    _pointers: dict[int, QPixmap] = field(default_factory=dict)

    def corners(self, sprite: NDArray[np.int16]) -> NDArray[np.float64]:
        """(n, 2) left and top of the sprites' cells."""
        shape, hue = np.divmod(sprite.astype(np.int64), len(HUES))
        return np.column_stack([hue, shape]).astype(np.float64) * self.cell

    def pointers(self, hue: int) -> QPixmap:
        """A row of TURNS cells: the heading's pointer in one of HUES, from up clockwise; drawn when first asked for."""
        found = self._pointers.get(hue)
        if found is None:
            found = self._pointers[hue] = _draw_pointers(self.cell, QColor(*self.palette.hue(HUES[hue])))
        return found

    def pointer_corners(self, angle: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) left and top of the cells whose pointers look nearest to `angle`, radians from up, clockwise."""
        turn = np.rint(angle / (2 * np.pi) * TURNS).astype(np.int64) % TURNS
        return np.column_stack([turn * self.cell, np.zeros(len(turn))]).astype(np.float64)


def draw_atlas(palette: Palette, dpr: float) -> Atlas:
    """The atlas for a palette at a density; about 2 ms."""
    cell = round(CELL * dpr)
    pixmap = QPixmap(cell * len(HUES), cell * len(SHAPES))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in range(len(SHAPES)):
        for column, hue in enumerate(HUES):
            painter.resetTransform()
            painter.translate((column + 0.5) * cell, (row + 0.5) * cell)
            painter.scale(cell / CELL, cell / CELL)
            _draw(painter, row, palette, palette.hue(hue))
    painter.end()
    return Atlas(pixmap, cell, palette)


def _draw_pointers(cell: int, colour: QColor) -> QPixmap:
    pixmap = QPixmap(cell * TURNS, cell)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    triangle = _polygon([(0, -14.5), (3.6, -10), (-3.6, -10)])
    for turn in range(TURNS):
        painter.resetTransform()
        painter.translate((turn + 0.5) * cell, 0.5 * cell)
        painter.scale(cell / CELL, cell / CELL)
        painter.rotate(360.0 * turn / TURNS)
        painter.fillPath(triangle, colour)
    painter.end()
    return pixmap


def _draw(painter: QPainter, row: int, palette: Palette, colour: RGBA) -> None:
    shape = SHAPES[row]
    rim = QColor(*palette.ground[:3], 235) if palette.dark else QColor(255, 255, 255, 245)
    if shape.startswith("level"):
        _level(painter, int(shape[-1]), palette, colour)
    elif shape in {"small_ring", "ring"}:
        r = 4.0 if shape == "small_ring" else RADIUS
        painter.strokePath(_disc(r), QPen(rim, 4.0))
        painter.strokePath(_disc(r), QPen(QColor(*colour), 1.8))
    else:
        path = glyph(shape)
        pen = QPen(rim, 3.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.fillPath(path, QColor(*colour))


def _level(painter: QPainter, level: int, palette: Palette, colour: RGBA) -> None:
    """A numeral in its shape: triangle 1, diamond 2, square 3, disc 4 – filled for the urgent two, outlined else."""
    path = (_regular(3, 11.5, 1.5), _regular(4, 11.0), _square(8.2), _disc(9.0))[level - 1]
    ink = QColor(*colour)
    back = ink if level <= 2 else QColor(*palette.chip[:3])
    pen = QPen(ink if level > 2 else QColor(*palette.chip[:3]), 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.fillPath(path, back)
    painter.strokePath(path, pen)
    face = font(12, bold=True)
    painter.setFont(face)
    painter.setPen(QColor(*palette.chip[:3]) if level <= 2 else ink)
    painter.drawText(QRectF(-10, -8.2 if level == 1 else -10, 20, 20), Qt.AlignmentFlag.AlignCenter, str(level))


def glyph(shape: str) -> QPainterPath:
    """Outline of a shape of SHAPES (numerals and rings excepted) about (0, 0), logical pixels."""
    paths = {
        "triangle": lambda: _regular(3, RADIUS * 1.18, 1.3),
        "square": lambda: _square(RADIUS * 0.84),
        "disc": lambda: _disc(RADIUS),
        "diamond": lambda: _regular(4, RADIUS * 1.14),
        "pentagon": lambda: _regular(5, RADIUS * 1.12, 0.5),
        "hexagon": lambda: _regular(6, RADIUS * 1.1),
        "star": _star,
        "cross": _cross,
        "small_square": lambda: _square(3.4),
        "small_diamond": lambda: _regular(4, 5.0),
        "small_disc": lambda: _disc(3.9),
        "small_triangle": lambda: _regular(3, 5.2, 0.7),
        "camera": lambda: _regular(3, 5.4, 0.9),
        "drop": _drop,
    }
    return paths[shape]()


def _polygon(points: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(*points[0])
    for x, y in points[1:]:
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def _regular(corners: int, radius: float, down: float = 0.0) -> QPainterPath:
    """A corner up; `down` optically centres shapes whose weight lies low."""
    angles = [2 * math.pi * k / corners for k in range(corners)]
    return _polygon([(radius * math.sin(a), down - radius * math.cos(a)) for a in angles])


def _square(half: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-half, -half, 2 * half, 2 * half), 0.8, 0.8)
    return path


def _disc(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _star() -> QPainterPath:
    radii = [RADIUS * 1.2 if k % 2 == 0 else RADIUS * 0.52 for k in range(10)]
    return _polygon([(r * math.sin(math.pi * k / 5), 0.5 - r * math.cos(math.pi * k / 5)) for k, r in enumerate(radii)])


def _cross() -> QPainterPath:
    a, b = 2.6, RADIUS
    return _polygon(
        [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a)]
    )


def _drop() -> QPainterPath:
    path = QPainterPath(QPointF(0, -8.5))
    path.cubicTo(1.5, -4, 5.5, -1, 5.5, 2.8)
    path.arcTo(QRectF(-5.5, -2.7, 11, 11), 0, -180)
    path.cubicTo(-5.5, -1, -1.5, -4, 0, -8.5)
    return path

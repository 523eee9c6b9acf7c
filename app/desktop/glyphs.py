"""The few glyphs that panels draw: alarm levels as numerals in shapes, classes of responder, the dots of a stage."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from app.desktop.fonts import font
from app.desktop.look import Look
from domain.register.codes import ResponderClass

_CORNERS = {  # class → corners and turn (degrees) of its polygon; 0 corners: a disc
    ResponderClass.OFFICER: (3, -90.0),
    ResponderClass.AUXILIARY: (4, -45.0),
    ResponderClass.GRID_WORKER: (0, 0.0),
    ResponderClass.VOLUNTEER: (4, -90.0),
    ResponderClass.PROPERTY: (5, -90.0),
    ResponderClass.FIRE_POST: (6, -90.0),
    ResponderClass.EXTERNAL: (0, 0.0),
}


def _polygon(centre: QPointF, radius: float, corners: int, turn: float) -> QPolygonF:
    angles = [math.radians(turn + 360.0 * i / corners) for i in range(corners)]
    return QPolygonF([centre + QPointF(radius * math.cos(a), radius * math.sin(a)) for a in angles])


def _round_pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def level_shape(level: int, box: QRectF) -> QPolygonF:
    """The outline of a level's shape in a square box: triangle, diamond, square; empty for the disc of level 4."""
    r, c = box.width() / 2, box.center()
    if level == 1:
        return QPolygonF([c + QPointF(0, -0.95 * r), c + QPointF(r, 0.82 * r), c + QPointF(-r, 0.82 * r)])
    if level == 2:
        return _polygon(c, r, 4, -90.0)
    return _polygon(c, 1.13 * r, 4, -45.0) if level == 3 else QPolygonF()


def draw_level(p: QPainter, box: QRectF, level: int, look: Look, *, faint: bool = False) -> None:
    """A level as its numeral in its shape; `faint` for a count of zero. By its picture, at whole physical pixels."""
    dpr = p.device().devicePixelRatioF()
    corner = box.topLeft()
    at = QPointF(round(corner.x() * dpr) / dpr, round(corner.y() * dpr) / dpr)
    before = p.opacity()
    p.setOpacity(1.0)  # a level is read on whatever else stands back
    p.drawImage(at, _level_picture(box.width(), level, look, faint, dpr))
    p.setOpacity(before)


@lru_cache(maxsize=256)
def _level_picture(side: float, level: int, look: Look, faint: bool, dpr: float) -> QImage:
    pixels = math.ceil(side * dpr)
    picture = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _paint_level(painter, QRectF(0, 0, side, side), level, look, faint=faint)
    painter.end()
    return picture


def _paint_level(p: QPainter, box: QRectF, level: int, look: Look, *, faint: bool) -> None:
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setOpacity(0.4 if faint else 1.0)
    p.setPen(_round_pen(look.level(level), box.width() * 0.09))
    p.setBrush(look.level(level))
    inner = box.adjusted(*(box.width() * k for k in (0.05, 0.05, -0.05, -0.05)))
    shape = level_shape(level, inner)
    if shape.isEmpty():
        p.drawEllipse(inner)
    else:
        p.drawPolygon(shape)
    face = QFont(font("tiny", bold=True))
    face.setPixelSize(max(8, round(box.width() * (0.52 if level == 1 else 0.58))))
    p.setFont(face)
    p.setPen(QColor("#10161F") if look.dark else QColor("#FFFFFF"))
    drop = box.height() * (0.11 if level == 1 else 0.0)
    p.drawText(box.translated(0, drop), Qt.AlignmentFlag.AlignCenter, str(level))
    p.restore()


def draw_class(p: QPainter, centre: QPointF, radius: float, kind: int, colour: QColor) -> None:
    """A responder's class as its shape, the same as on the map; external services are a ring."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    corners, turn = _CORNERS[ResponderClass(kind)]
    hollow = kind == ResponderClass.EXTERNAL
    p.setPen(QPen(colour, 2.0) if hollow else Qt.PenStyle.NoPen)
    p.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    if corners:
        p.drawPolygon(_polygon(centre, radius * (1.12 if corners != 3 else 1.2), corners, turn))
    else:
        p.drawEllipse(centre, radius, radius)
    p.restore()


def draw_stage(p: QPainter, right: QPointF, done: int, *, colour: QColor, empty: QColor, total: int = 5) -> None:
    """`done` of `total` dots filled; `right` is the middle of the last one. Dots are 9 px across, 15 px apart."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i in range(total):
        centre = right - QPointF(15.0 * (total - 1 - i), 0)
        full = i < done
        p.setPen(QPen(colour if full else empty, 1.4))
        p.setBrush(colour if full else Qt.BrushStyle.NoBrush)
        p.drawEllipse(centre, 4.0, 4.0)
    p.restore()


def draw_star(p: QPainter, centre: QPointF, radius: float, colour: QColor, *, full: bool) -> None:
    """A five-pointed star: auto-follow on (full) or off."""
    points = [
        centre + QPointF(r * math.cos(a), r * math.sin(a))
        for i in range(10)
        for r, a in [(radius if i % 2 == 0 else radius * 0.45, math.radians(-90 + 36 * i))]
    ]
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setPen(_round_pen(colour, 1.4))
    p.setBrush(colour if full else Qt.BrushStyle.NoBrush)
    p.drawPolygon(QPolygonF(points))
    p.restore()

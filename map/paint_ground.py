"""Painters of shapes that lie on the ground: discs, outlines, pulses, glows."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF, QRadialGradient

from map.brush import Brush, ink
from map.kept import keep
from map.palette import RGBA
from map.shapes import Discs, Glows, Outlines, Pulses

Floats = NDArray[np.float64]

PULSE_S = 1.0
DASHES = 90  # at most, around one disc


def polygon(points: Floats) -> QPolygonF:
    """(k, 2) -> QPolygonF."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def paint_discs(brush: Brush, shape: Discs) -> None:
    """Ellipses in this projection; edge dashed, fill faint."""
    painter, zoom = brush.painter, brush.view.px_per_m
    px = brush.view.project(shape.xy)
    squash = brush.view.foreshortening
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not shape.dashed)  # dashes hide the steps of a plain fill
    for i in brush.in_sight(px, float(shape.radius.max(initial=0.0)) * zoom):
        r, pen = float(shape.radius[i]) * zoom, QPen(ink(shape.rgba[i]), 1.2)
        painter.setPen(Qt.PenStyle.NoPen if shape.dashed else pen)
        painter.setBrush(ink(shape.rgba[i], shape.fill))
        painter.drawEllipse(QPointF(*px[i]), r, r * squash)
        if shape.dashed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(pen)
            painter.drawLines(_dashes(px[i], r, squash, DASHES if brush.rests else DASHES // 3))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _dashes(middle: Floats, r: float, squash: float, most: int) -> list[QLineF]:
    """A dashed ellipse as lines (Qt's own dashing of curves costs four times as much)."""
    count = int(min(max(r * 0.75, 12), most))
    angle = np.linspace(0, 2 * np.pi, 2 * count + 1)
    rim = middle + np.column_stack([np.cos(angle) * r, np.sin(angle) * r * squash])
    return [QLineF(*a, *b) for a, b in zip(rim[:-1:2].tolist(), rim[1::2].tolist(), strict=True)]


def paint_outlines(brush: Brush, shape: Outlines) -> None:
    """Edges of an even width, a faint or hatched fill; by its picture where the view rests."""
    if len(shape.rings):
        keep(brush, shape, lambda b: _outlined(b, shape), lambda b: _outlines(b, shape), pans=True)


def _outlined(brush: Brush, shape: Outlines) -> QRectF:
    """What the rings in sight may touch."""
    rows = _rings_in_sight(brush, shape)
    if not len(rows):
        return QRectF()
    px = np.concatenate([brush.view.project(shape.ring(int(i))) for i in rows])
    (x0, y0), (x1, y1) = px.min(axis=0) - shape.width_px - 1, px.max(axis=0) + shape.width_px + 1
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _outlines(brush: Brush, shape: Outlines) -> None:
    painter = brush.painter
    for i in _rings_in_sight(brush, shape):
        path = QPainterPath()
        path.addPolygon(polygon(brush.view.project(shape.ring(int(i)))))
        if shape.closed:
            path.closeSubpath()
        pen = QPen(ink(shape.rgba[i]), shape.width_px)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if shape.dashed and brush.rests:  # Qt dashes a long line four times as slowly as it draws it
            pen.setDashPattern([5.0, 4.0])
        fill = _fill(shape, int(i))
        if fill.style() != Qt.BrushStyle.NoBrush:  # smoothed, a wide fill costs eight times as much; the edge hides it
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.fillPath(path, fill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, brush.rests)
        painter.strokePath(path, pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _fill(shape: Outlines, i: int) -> QBrush:
    if not shape.closed or shape.fill <= 0:
        return QBrush(Qt.BrushStyle.NoBrush)
    if shape.hatched:
        return QBrush(ink(shape.rgba[i], min(1.0, shape.fill * 3)), Qt.BrushStyle.BDiagPattern)
    return QBrush(ink(shape.rgba[i], shape.fill))


def _rings_in_sight(brush: Brush, shape: Outlines) -> NDArray[np.int64]:
    if not len(shape.rings):
        return np.zeros(0, dtype=np.int64)
    view = brush.view
    lift = 0.0 if shape.heights is None else float(np.max(shape.heights)) * view.rise * view.px_per_m
    e0, n0, e1, n1 = view.visible(20.0 + max(lift, 0.0))
    box = shape.rings.boxes
    return np.flatnonzero((box[:, 0] <= e1) & (box[:, 2] >= e0) & (box[:, 1] <= n1) & (box[:, 3] >= n0))


def paint_pulses(brush: Brush, shape: Pulses) -> None:
    """Rings that leave the middle once a second and fade on their way."""
    painter, reach = brush.painter, shape.radius_m * brush.view.px_per_m
    px = brush.view.project(shape.xy)
    phase = (brush.now / PULSE_S) % 1.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, brush.rests)
    for i in brush.in_sight(px, reach):
        for k in range(shape.rings):
            share = (k + phase) / shape.rings
            painter.setPen(QPen(ink(shape.rgba[i], (1 - share) ** 1.2), 2.6 - 1.2 * share))
            r = reach * (0.12 + 0.88 * share)
            painter.drawEllipse(QPointF(*px[i]), r, r * brush.view.foreshortening)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def pulse_bounds(brush_view_px: Floats, reach: float) -> QRectF:
    """The rectangle that pulses at (n, 2) pixels may touch."""
    (x0, y0), (x1, y1) = brush_view_px.min(axis=0), brush_view_px.max(axis=0)
    return QRectF(x0 - reach - 3, y0 - reach - 3, x1 - x0 + 2 * reach + 6, y1 - y0 + 2 * reach + 6)


def paint_glows(brush: Brush, shape: Glows) -> None:
    """Round lights that keep their size on screen."""
    px = brush.view.project(shape.xy)
    for i in brush.in_sight(px, shape.radius_px):
        glow(brush.painter, float(px[i, 0]), float(px[i, 1]), shape.radius_px, shape.rgba[i])


def glow(painter: QPainter, x: float, y: float, radius: float, rgba: NDArray[np.uint8] | RGBA) -> None:
    """One round light."""
    light = QRadialGradient(QPointF(x, y), radius)
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        light.setColorAt(at, ink(rgba, math.pow(1 - at, 1.7)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(light))
    painter.drawEllipse(QPointF(x, y), radius, radius)

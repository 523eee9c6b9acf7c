"""Painter of routes and trails: a cased band, its minute ticks, or a fading tail."""

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from map.brush import Brush, ink
from map.kept import keep
from map.paint_ground import polygon
from map.shapes import Ribbons

Floats = NDArray[np.float64]

TAIL_STEPS = 6
_TAILS: WeakKeyDictionary[Ribbons, Floats] = WeakKeyDictionary()  # evenly resampled trails, metres


def paint_ribbons(brush: Brush, shape: Ribbons) -> None:
    """All paths that touch the window."""
    if len(shape.paths):
        paint = _tails if shape.fade else _bands
        keep(brush, shape, lambda b: _box(b, shape), lambda b: paint(b, shape), pans=True)


def _box(brush: Brush, shape: Ribbons) -> QRectF:
    px, reach = brush.view.project(shape.paths.points), shape.width_px + 8
    (x0, y0), (x1, y1) = px.min(axis=0) - reach, px.max(axis=0) + reach
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _bands(brush: Brush, shape: Ribbons) -> None:
    px = brush.view.project(shape.paths.points)
    starts, swift = shape.paths.starts, not (brush.rests or brush.slides)
    brush.painter.setRenderHint(QPainter.RenderHint.Antialiasing, not swift)
    for i in range(len(shape.paths)):
        path = px[starts[i] : starts[i + 1]]
        if len(path) < 2 or not _touches(brush, path):
            continue
        _band(brush, shape, path, i)
        if brush.rests and shape.ticks is not None and len(shape.ticks[i]):
            _ticks(brush, shape, i, np.asarray(shape.ticks[i], dtype=np.float64))
    brush.painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _touches(brush: Brush, path: Floats) -> bool:
    (x0, y0), (x1, y1) = path.min(axis=0), path.max(axis=0)
    return bool(x1 > -20 and y1 > -20 and x0 < brush.view.width + 20 and y0 < brush.view.height + 20)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _band(brush: Brush, shape: Ribbons, path: Floats, i: int) -> None:
    """Opaque casing and flat dashes: a see-through or round-capped stroke of this length costs four times as much."""
    painter, line = brush.painter, polygon(_sparse(path))
    alpha = int(shape.rgba[i][3]) / 255
    pen = _pen(ink(shape.rgba[i]), shape.width_px)
    if shape.dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3.0, 2.0])
    else:
        painter.setPen(_pen(ink(brush.palette.vignette, alpha), shape.width_px + 3.5))
        painter.drawPolyline(line)
    painter.setPen(pen)
    painter.drawPolyline(line)


def _sparse(path: Floats) -> Floats:
    """Without points that lie within a pixel of the one before; the ends stay."""
    step = np.hypot(*np.diff(path, axis=0).T)
    keep = np.concatenate([[True], np.diff(np.floor(np.cumsum(step) / 1.5)) > 0, [True]]) if len(path) > 2 else None
    return path if keep is None else path[keep]


def _tails(brush: Brush, shape: Ribbons) -> None:
    """All trails by one call a step of fading (a pen with a gradient costs ten times as much); none while it zooms."""
    if not (brush.rests or brush.slides):
        return
    points = _TAILS.get(shape)
    if points is None:
        points = _TAILS[shape] = np.stack([_evenly(part) for part in shape.paths.parts()])
    px = brush.view.project(points.reshape(-1, 2)).reshape(points.shape)
    inside = (px > -20) & (px < (brush.view.width + 20, brush.view.height + 20))
    seen = np.flatnonzero(np.any(np.all(inside, axis=2), axis=1))
    for colour in np.unique(shape.rgba[seen], axis=0):
        rows = seen[(shape.rgba[seen] == colour).all(axis=1)]
        for k in range(TAIL_STEPS):
            pen = QPen(ink(colour, (k + 0.6) / TAIL_STEPS), shape.width_px)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            brush.painter.setPen(pen)
            brush.painter.drawLines([QLineF(*a, *b) for a, b in px[rows, k : k + 2].tolist()])


def _evenly(path: Floats) -> Floats:
    """(TAIL_STEPS + 1, 2) points evenly along a path."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    at = np.linspace(0, along[-1], TAIL_STEPS + 1)
    return np.column_stack([np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])])


def _ticks(brush: Brush, shape: Ribbons, i: int, distances: Floats) -> None:
    """Short bars across the band at distances in metres along the path."""
    at, across = ticks_px(brush, shape.paths.part(i), distances)
    half = shape.width_px * 0.5 + 2.2
    bars = [QLineF(QPointF(*(p - n * half)), QPointF(*(p + n * half))) for p, n in zip(at, across, strict=True)]
    for colour, width in ((brush.palette.vignette, 4.0), (brush.palette.text, 1.7)):
        brush.painter.setPen(QPen(ink(colour, int(shape.rgba[i][3]) / 255), width))
        brush.painter.drawLines(bars)


def ticks_px(brush: Brush, path: Floats, distances: Floats) -> tuple[Floats, Floats]:
    """(k, 2) pixels of points that many metres along a path and (k, 2) unit normals; those beyond are left out."""
    step = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(step)])
    distances = distances[(distances > 0) & (distances < along[-1])]
    leg = np.clip(np.searchsorted(along, distances, side="right") - 1, 0, len(step) - 1)
    share = (distances - along[leg]) / np.maximum(step[leg], 1e-9)
    px = brush.view.project(path)
    run = px[leg + 1] - px[leg]
    unit = run / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)[:, None]
    return px[leg] + run * share[:, None], np.column_stack([-unit[:, 1], unit[:, 0]])

"""Painter of fields of view: sectors whose light falls off outward, kept as small pixmaps while panning or zooming."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPixmap, QPolygonF, QRadialGradient, QTransform

from map.brush import Brush, ink
from map.shapes import Wedges
from map.view import View

Floats = NDArray[np.float64]

STEPS = 14
LARGEST_PX = 640.0  # a larger wedge is drawn anew each time: a pixmap of it would be mostly air
MOST_STRETCH = 1.6


@dataclass(eq=False)
class _Kept:
    """Pixmaps of one shape as of one view: row -> (pixmap, its corner from the apex in logical pixels)."""

    view: View
    last: tuple[float, ...] = ()
    pictures: dict[int, tuple[QPixmap, QPointF]] = field(default_factory=dict)
    outlines: dict[int, QPolygonF] = field(default_factory=dict)


_KEPT: WeakKeyDictionary[Wedges, _Kept] = WeakKeyDictionary()


def paint_wedges(brush: Brush, shape: Wedges) -> None:
    """All sectors in sight."""
    view, reach = brush.view, shape.range_m * brush.view.px_per_m
    px = view.project(shape.xy[:, :2])
    kept = _KEPT.setdefault(shape, _Kept(view))
    stretch = _stretch(kept, view)
    for i in brush.in_sight(px, float(reach.max(initial=0.0))).tolist():
        apex = QPointF(*px[i])
        if i not in kept.outlines:
            kept.outlines[i] = _outline(shape, i)
        if stretch == 1.0 and i not in kept.pictures and reach[i] <= LARGEST_PX:
            kept.pictures[i] = _picture(view, shape, i)
        if stretch and i in kept.pictures:
            _draw(brush.painter, apex, kept.pictures[i], stretch)
        else:
            _sector(brush.painter, apex, view, shape, i)


def _stretch(kept: _Kept, view: View) -> float:
    """How much larger than kept the pictures are wanted; 0: they are of no use now (turned, or zoomed too far).

    They are drawn anew once the view rests, that is, when it is asked for a second time.
    """
    rests, kept.last = (
        kept.last == (view.px_per_m, view.bearing_deg, view.tilt_deg, view.dpr),
        (view.px_per_m, view.bearing_deg, view.tilt_deg, view.dpr),
    )
    ratio = view.px_per_m / kept.view.px_per_m
    same = kept.view.same_angles(view) and kept.view.dpr == view.dpr
    if same and (ratio == 1.0 or not rests) and 1 / MOST_STRETCH < ratio < MOST_STRETCH:
        return ratio
    if not rests:
        return 0.0
    kept.view = view
    kept.pictures.clear()
    return 1.0


def _draw(painter: QPainter, apex: QPointF, picture: tuple[QPixmap, QPointF], stretch: float) -> None:
    pixmap, corner = picture
    if stretch == 1.0:
        painter.drawPixmap(apex + corner, pixmap)
    else:
        box = QRectF(apex + corner * stretch, pixmap.deviceIndependentSize() * stretch)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))


def _picture(view: View, shape: Wedges, i: int) -> tuple[QPixmap, QPointF]:
    box = _linear(view).map(_KEPT[shape].outlines[i]).boundingRect().adjusted(-2, -2, 2, 2)
    size = QRectF(0, 0, box.width() * view.dpr, box.height() * view.dpr).toAlignedRect()
    pixmap = QPixmap(max(size.width(), 1), max(size.height(), 1))
    pixmap.setDevicePixelRatio(view.dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _sector(painter, -box.topLeft(), view, shape, i)
    painter.end()
    return pixmap, box.topLeft()


def _linear(view: View) -> QTransform:
    """Metres about the apex -> logical pixels about it."""
    m = view.matrix()
    return QTransform(m[0, 0], m[1, 0], m[0, 1], m[1, 1], 0.0, 0.0)


def _sector(painter: QPainter, apex: QPointF, view: View, shape: Wedges, i: int) -> None:
    painter.save()
    painter.translate(apex)
    painter.setTransform(_linear(view), True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_falling_off(shape.rgba[i], float(shape.range_m[i])))
    painter.drawPolygon(_KEPT[shape].outlines[i])
    painter.restore()


def _outline(shape: Wedges, i: int) -> QPolygonF:
    """Metres about the apex."""
    half, reach = shape.fov[i] / 2, float(shape.range_m[i])
    angles = np.radians(shape.bearing[i] + np.linspace(-half, half, STEPS))
    rim = np.column_stack([np.sin(angles), np.cos(angles)]) * reach
    return QPolygonF([QPointF(0, 0), *(QPointF(x, y) for x, y in rim.tolist())])


def _falling_off(rgba: NDArray[np.uint8], reach: float) -> QBrush:
    light = QRadialGradient(QPointF(0, 0), max(reach, 1e-3))
    light.setColorAt(0.0, ink(rgba))
    light.setColorAt(0.55, ink(rgba, 0.52))
    light.setColorAt(1.0, ink(rgba, 0.04))
    return QBrush(light)

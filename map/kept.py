"""Pictures of what is dear to paint, kept for as long as the view stands still."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from map.brush import Brush
from map.shapes import Shape
from map.view import View


@dataclass(eq=False)
class _Kept:
    """One shape in one view. `said`: what its painter returned."""

    view: View
    palette: str
    picture: QPixmap | None = None
    corner: QPointF | None = None
    said: Any = None


_KEPT: WeakKeyDictionary[Shape, _Kept] = WeakKeyDictionary()


def keep(brush: Brush, shape: Shape, box: Callable[[], QRectF], paint: Callable[[Brush], Any]) -> Any:
    """Paint a shape, by its picture wherever the view rests; returns what `paint` returned.

    `box`: the logical pixels that `paint` may touch; asked for once a picture. `paint` must not depend on time, nor
    leave labels with the brush. GUI thread.
    """
    kept = _KEPT.get(shape)
    if kept is None or kept.view != brush.view or kept.palette != brush.palette.name:
        if not brush.rests:
            return paint(brush)  # while moving, a picture would be used only once
        kept = _KEPT[shape] = _Kept(brush.view, brush.palette.name)
    if kept.corner is None:
        _take(brush, kept, box(), paint)
    if kept.picture is not None and kept.corner is not None:
        brush.painter.drawPixmap(kept.corner, kept.picture)
    return kept.said


def _take(brush: Brush, kept: _Kept, box: QRectF, paint: Callable[[Brush], Any]) -> None:
    view = brush.view
    seen = QRectF(box.toAlignedRect()) & QRectF(0, 0, view.width, view.height)
    picture = QPixmap(max(round(seen.width() * view.dpr), 1), max(round(seen.height() * view.dpr), 1))
    picture.setDevicePixelRatio(view.dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-seen.topLeft())
    kept.said = paint(replace(brush, painter=painter))
    painter.end()
    kept.corner = seen.topLeft()
    kept.picture = None if seen.isEmpty() else picture

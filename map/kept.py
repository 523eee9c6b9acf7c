"""Pictures of what is dear to paint, kept for as long as the view stands still or is only panned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from map.brush import Brush
from map.render import with_margin
from map.shapes import Shape
from map.view import View

MARGIN = 96  # logical pixels around the window that are painted too, so that a pan has something to show


@dataclass(eq=False)
class _Kept:
    """One shape in one view. `fine`: taken at rest; `margin`: how far it may be panned; `said`: its painter's word."""

    view: View
    palette: str
    fine: bool
    margin: int
    corner: QPointF
    picture: QPixmap | None
    said: Any
    form: object = None


_KEPT: WeakKeyDictionary[Shape, _Kept] = WeakKeyDictionary()


def keep(
    brush: Brush,
    shape: Shape,
    box: Callable[[Brush], QRectF],
    paint: Callable[[Brush], Any],
    *,
    pans: bool = False,
    form: object = None,
) -> Any:
    """Paint a shape, by its picture wherever the view rests or, with `pans`, is dragged; returns what `paint` returned.

    `box`: the logical pixels that `paint` may touch; asked for once a picture. `paint` must not depend on time, nor
    leave labels with the brush, and with `pans` return no place in the window. `form`: what else the picture depends
    on; with another one it is painted anew. GUI thread.
    """
    kept = _KEPT.get(shape)
    at = None if kept is None or kept.form != form else _corner(kept, brush)
    if kept is None or at is None:
        if not (brush.rests or (pans and brush.slides)) or (pans and brush.taken):
            return paint(brush)  # while the zoom changes, a picture would be used only once; one is taken a paint
        brush.taken += pans
        kept = _KEPT[shape] = _taken(brush, box, paint, MARGIN if pans else 0)
        kept.form = form
        at = kept.corner
    if kept.picture is not None:
        brush.painter.drawPixmap(at, kept.picture)
    return kept.said


def _corner(kept: _Kept, brush: Brush) -> QPointF | None:
    """Where the picture lies in this view, at whole physical pixels; None where another one is needed."""
    view = brush.view
    if kept.palette != brush.palette.name or (brush.rests and not kept.fine):
        return None
    if kept.view == view:
        return kept.corner
    if not kept.margin or not kept.view.pans_to(view):
        return None
    x, y = kept.view.ground_map(view)[:, 2].tolist()
    if max(abs(x), abs(y)) > kept.margin:
        return None
    return kept.corner + QPointF(round(x * view.dpr) / view.dpr, round(y * view.dpr) / view.dpr)


def _taken(brush: Brush, box: Callable[[Brush], QRectF], paint: Callable[[Brush], Any], margin: int) -> _Kept:
    view = with_margin(brush.view, margin)
    wide = replace(brush, view=view)
    seen = QRectF(box(wide).toAlignedRect()) & QRectF(0, 0, view.width, view.height)
    picture = QPixmap(max(round(seen.width() * view.dpr), 1), max(round(seen.height() * view.dpr), 1))
    picture.setDevicePixelRatio(view.dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-seen.topLeft())
    said = paint(replace(wide, painter=painter))
    painter.end()
    corner = seen.topLeft() - QPointF(margin, margin)
    return _Kept(brush.view, brush.palette.name, brush.rests, margin, corner, None if seen.isEmpty() else picture, said)

"""Painter of an opened block: glass, floors, the cut, the floor slid out with its homes, and the leader label."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPen

from map.brush import Brush, LabelJob, ink
from map.chips import Line, boxed, font, metrics
from map.draw_sprites import CELL
from map.fragments import draw_fragments, fragments
from map.kept import keep
from map.mixing import mixed
from map.opened import OpenedPlan
from map.paint_ground import glow, polygon
from map.palette import RGBA
from map.polygons import inside
from map.rects import about, rows_of
from map.shapes import Opened

Floats = NDArray[np.float64]

LEADER_PRIORITY = 1_000_000
TEXT_FROM_PX = 34.0
FLOOR_LEAST_PX = 2.5
GLOW_PX = 34.0


def paint_opened(brush: Brush, shape: Opened, plan: OpenedPlan, slide: float) -> None:
    """From back to front; once it is out, by its picture."""
    size = 11 if brush.view.width < 1500 else 12
    if slide < 1.0:
        _parts(brush, shape, plan, size)
        return

    def within(b: Brush) -> OpenedPlan:
        """A kept picture is larger than the window, by the same on each side."""
        margin = (b.view.width - brush.view.width) / 2
        return plan.shifted((margin, margin)) if margin else plan

    out = tuple(np.round(plan.plate - plan.cut, 1).ravel().tolist())  # at rest the plate is fitted into the window anew
    written = keep(
        brush,
        shape,
        lambda b: _box(within(b)),
        lambda b: _parts(b, shape, within(b), size),
        pans=True,
        form=(size, out),
    )
    if shape.title:
        brush.labels.append(_leader(brush, shape, plan, written + np.tile(plan.hot, 2)))


def _parts(brush: Brush, shape: Opened, plan: OpenedPlan, size: int) -> Floats:
    """(k, 4) boxes of what is written on the plate, as seen from its hot point."""
    bright = _bright(brush, shape.colour)
    _glass(brush, shape, plan, bright)
    _threads(brush, plan, bright)
    return _plate(brush, shape, plan, bright, size) - np.tile(plan.hot, 2)


def _box(plan: OpenedPlan) -> QRectF:
    points = np.concatenate([plan.silhouette, plan.plate, plan.cut, plan.foot, plan.dots, plan.hot[None]])
    (x0, y0), (x1, y1) = points.min(axis=0) - GLOW_PX, points.max(axis=0) + GLOW_PX
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _bright(brush: Brush, colour: RGBA) -> QColor:
    """The edges: the glass's colour towards the ink of the theme."""
    r, g, b = mixed(colour, brush.palette.text, 0.45 if brush.palette.dark else 0.2).tolist()
    return QColor(int(r), int(g), int(b))


def _glass(brush: Brush, shape: Opened, plan: OpenedPlan, bright: QColor) -> None:
    painter = brush.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(brush.palette.vignette, 0.6))
    painter.drawPolygon(polygon(plan.foot))
    for wall in plan.walls:
        _wall(brush, shape, wall, plan.levels)
    painter.setPen(QPen(bright, 1.2))
    painter.setBrush(ink(shape.colour, 0.20))
    painter.drawPolygon(polygon(plan.roof))
    _lit_floor(brush, shape, plan, bright)


def _wall(brush: Brush, shape: Opened, wall: Floats, levels: int) -> None:
    """One pane of glass with faint lines between the floors."""
    painter, (a1, b1, b0, a0) = brush.painter, wall
    light = QLinearGradient(QPointF(*a1), QPointF(*a0))
    light.setColorAt(0.0, ink(shape.colour, 0.30))
    light.setColorAt(1.0, ink(shape.colour, 0.10))
    painter.setPen(QPen(ink(shape.colour, 0.65), 1.0))
    painter.setBrush(QBrush(light))
    painter.drawPolygon(polygon(wall))
    if brush.rests and np.hypot(*(a0 - a1)) / levels >= FLOOR_LEAST_PX:
        share = np.arange(1, levels)[:, None] / levels
        left, right = a1 + (a0 - a1) * share, b1 + (b0 - b1) * share
        painter.setPen(QPen(ink(shape.colour, 0.30), 0.8))
        painter.drawLines([QLineF(*p, *q) for p, q in zip(left.tolist(), right.tolist(), strict=True)])


def _lit_floor(brush: Brush, shape: Opened, plan: OpenedPlan, bright: QColor) -> None:
    """Where the floor is missing: a gap that shows the lit slab, between two bright edges."""
    painter = brush.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(brush.palette.vignette if brush.palette.dark else brush.palette.ground, 0.62))
    painter.drawPolygon(polygon(plan.slab))
    for wall in plan.gap:
        painter.drawPolygon(polygon(wall))
    painter.setBrush(ink(shape.colour, 0.55))
    painter.setPen(QPen(bright, 1.8))
    painter.drawPolygon(polygon(plan.slab))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(shape.colour, 0.30))
    for wall in plan.gap:
        painter.drawPolygon(polygon(wall))
    edges = [QLineF(*wall[k], *wall[n]) for wall in plan.gap.tolist() for k, n in ((0, 1), (3, 2))]
    painter.setPen(QPen(bright, 1.4))
    painter.drawLines(edges)


def _threads(brush: Brush, plan: OpenedPlan, bright: QColor) -> None:
    """Dashed lines from the cut's corners to the plate's."""
    pen = QPen(ink((bright.red(), bright.green(), bright.blue(), 150)), 1.0)
    pen.setDashPattern([5.0, 4.0])
    brush.painter.setPen(pen)
    brush.painter.drawLines([QLineF(QPointF(*a), QPointF(*b)) for a, b in zip(plan.cut, plan.plate, strict=True)])


def _plate(brush: Brush, shape: Opened, plan: OpenedPlan, bright: QColor, size: int) -> Floats:
    """(k, 4) boxes of what is written on it."""
    painter, palette = brush.painter, brush.palette
    r, g, b = mixed(palette.chip, shape.colour, 0.30 if palette.dark else 0.10).tolist()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(palette.shadow, 0.9))
    painter.drawPolygon(polygon(plan.plate + np.array([0.0, 7.0])))
    painter.setBrush(QColor(int(r), int(g), int(b), 245))
    painter.drawPolygon(polygon(plan.plate))
    painter.setPen(QPen(ink((bright.red(), bright.green(), bright.blue(), 190)), 1.0))
    for cell, rgba in zip(plan.cells, shape.cell_rgba, strict=True):
        painter.setBrush(ink(rgba) if rgba[3] else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(polygon(cell))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(bright, 2.0))
    painter.drawPolygon(polygon(plan.plate))
    if shape.hot is not None:
        glow(painter, float(plan.hot[0]), float(plan.hot[1]), 30.0, (*shape.colour[:3], 190))
    written = _cell_texts(brush, shape, plan, size) if brush.rests else []
    _plate_dots(brush, shape, plan)
    others = plan.dots[np.hypot(*(plan.dots - plan.hot).T) > CELL / 3]
    return np.concatenate([rows_of(written), about(others, 6.0)])


def _cell_texts(brush: Brush, shape: Opened, plan: OpenedPlan, size: int) -> list[QRectF]:
    """Where they stand."""
    painter, written = brush.painter, []
    painter.setFont(font(size))
    painter.setPen(QColor(*brush.palette.text))
    for cell, text in zip(plan.cells, shape.cell_texts, strict=True):
        if text and np.ptp(cell[:, 0]) >= TEXT_FROM_PX:
            at = _beside_dots(cell, plan.dots)
            if at is not None:
                painter.drawText(QRectF(at[0] - 40, at[1] - 9, 80, 18), Qt.AlignmentFlag.AlignCenter, text)
                wide = metrics(size).horizontalAdvance(text)
                written.append(QRectF(at[0] - wide / 2 - 2, at[1] - 8, wide + 4, 16))
    return written


def _beside_dots(cell: Floats, dots: Floats) -> Floats | None:
    """Where a cell's text fits without a dot on it; None: nowhere."""
    middle = cell.mean(axis=0)
    for shift in ((0, 0), (0, -15), (0, 15), (-22, 0), (22, 0), (-22, -13), (22, 13)):
        at: Floats = middle + np.array(shift, dtype=np.float64)
        off = np.abs(dots - at)
        if inside(cell, float(at[0]), float(at[1])) and not ((off[:, 0] < 21) & (off[:, 1] < 13)).any():
            return at
    return None


def _plate_dots(brush: Brush, shape: Opened, plan: OpenedPlan) -> None:
    dpr, atlas = brush.view.dpr, brush.atlas
    corners = atlas.corners(np.asarray(shape.dot_sprite))
    table = fragments(plan.dots * dpr, corners, cell=atlas.cell, scale=1.0, alpha=np.ones(len(plan.dots)))
    draw_fragments(brush.painter, table, atlas.pixmap, dpr)


def _leader(brush: Brush, shape: Opened, plan: OpenedPlan, written: Floats) -> LabelJob:
    palette = brush.palette
    lines = (
        Line(shape.title, palette.text, 16, True),
        *(Line(text, palette.text, 13) for text in shape.lines if text),
        *(Line(text, palette.amber, 13) for text in shape.notes if text),
    )
    (x0, y0), (x1, y1) = plan.plate.min(axis=0), plan.plate.max(axis=0)
    return LabelJob(
        LEADER_PRIORITY,
        float(plan.hot[0]),
        float(plan.hot[1]),
        lines,
        boxed(palette, shape.colour),
        CELL,
        brush.layer,
        shape.label_key,
        leader=True,
        around=(float(x0), float(y0), float(x1), float(y1)),
        written=written,
        memory=(brush.layer, "leader", shape.block),
        alpha=brush.share,
    )

"""How the overview looks: the alarms in it, its picture, the frame of what the map shows, the button that folds it."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.desktop.theme import Theme
from layers import glyphs
from layers.alarms import spot
from layers.picture import Picture
from map.palette import RGBA, Palette

Floats = NDArray[np.float64]
Marks = tuple[Floats, Sequence[RGBA]]

NO_MARKS: Marks = (np.zeros((0, 3)), ())
DOT_PX, RIM_PX = 4.0, 1.5
EDGE_PX = 6  # at least so far within the edge a mark lies, so that all of it is seen
UNSEEN = 84  # alpha of the veil over what the map does not show


def alarm_marks(picture: Picture | None) -> Marks:
    """(n, 3) metres and the colour of every open alarm that is somewhere, the most urgent last."""
    if picture is None:
        return NO_MARKS
    alarms = sorted(picture.situation.open_alarms(), key=lambda alarm: -int(alarm.level))
    placed = [(xyz, alarm) for alarm in alarms if not np.isnan((xyz := spot(picture, alarm))[0])]
    if not placed:
        return NO_MARKS
    colours = [glyphs.level_colour(alarm.level, picture.palette) for _, alarm in placed]
    return np.array([xyz for xyz, _ in placed]), colours


class FoldButton(QAbstractButton):
    """In the overview's corner it folds that away; alone it is a small map that brings it back."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.alone = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setBrush(QColor(look.bar))
        p.setPen(QPen(QColor(look.text_soft if self.underMouse() else look.card_edge), 1))
        p.drawRect(box)
        p.setPen(QPen(QColor(look.text if self.underMouse() else look.text_soft), 1.4))
        p.setBrush(Qt.BrushStyle.NoBrush)
        middle = box.center()
        if self.alone:
            p.drawRect(QRectF(middle.x() - 8, middle.y() - 6, 16, 12))
            p.fillRect(QRectF(middle.x() - 5.5, middle.y() - 3.5, 6, 4), QColor(look.text_soft))
        else:
            p.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        p.end()


def paint_small(p: QPainter, box: QRect, picture: QPixmap, palette: Palette, light: float) -> None:
    """The small picture, at a share of its light, within an edge."""
    before = p.opacity()
    p.setOpacity(before * light)
    p.drawPixmap(box, picture)
    p.setOpacity(before)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(QColor(*palette.chip_edge), 1))
    p.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))


def paint_frame(p: QPainter, box: QRect, frame: Floats, palette: Palette) -> None:
    """The frame (4, 2) logical px, and a veil over what lies outside it."""
    p.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # a smoothed veil costs half as much again
    ring = QPolygonF([QPointF(*corner) for corner in frame])
    around = QPainterPath()
    around.addRect(QRectF(box))
    around.addPolygon(ring)
    around.closeSubpath()
    p.fillPath(around, QColor(*palette.ground[:3], UNSEEN))
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(QColor(*palette.text), 1.4))
    p.drawPolygon(ring)


def held(px: Floats, box: QRect, button: QRect) -> Floats:
    """(n, 2) pixels of marks, those outside the box at its edge and none under the button in its upper right corner."""
    inner = box.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
    kept: Floats = np.clip(px, (inner.left(), inner.top()), (inner.right(), inner.bottom()))
    left, foot = button.left() - EDGE_PX, button.bottom() + EDGE_PX
    under = (kept[:, 0] > left) & (kept[:, 1] < foot)
    kept[under, 1] = foot
    return kept


def paint_marks(p: QPainter, px: Floats, colours: Sequence[RGBA], palette: Palette) -> None:
    """A dot (n, 2) logical px for every alarm, at its full light."""
    p.setOpacity(1.0)
    p.setPen(QPen(QColor(*palette.ground), RIM_PX))
    for (x, y), colour in zip(px, colours, strict=True):
        p.setBrush(QColor(*colour))
        p.drawEllipse(QPointF(x, y), DOT_PX, DOT_PX)

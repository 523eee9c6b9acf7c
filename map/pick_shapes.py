"""What of the shape layers is drawn at a pixel: dots and opened floors come before the scene, the rest after it."""

from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from map.draw_sprites import HIT
from map.opened import OpenedPlan
from map.paint_labels import LabelRoom
from map.polygons import inside, near_path, nearest
from map.shapes import Discs, Dots, Opened, Outlines, Ribbons, Shape, Wedges
from map.stack import Held, Stack
from map.view import View

Floats = NDArray[np.float64]
Hit = tuple[str, str]

LINE_REACH_PX = 6.0


def pick_chip(room: LabelRoom, x: float, y: float) -> Hit | None:
    """The chip at a pixel, if it has a key."""
    for placed in room.placed:
        if placed.job.key and placed.box.contains(QPointF(x, y)):
            return placed.job.layer, placed.job.key
    return None


def pick_dot(stack: Stack, view: View, x: float, y: float) -> Hit | None:
    """The nearest dot within reach, of the topmost layer that has one there."""
    for layer in reversed(list(stack.shown())):
        for held in reversed(layer.held):
            key = _dot_at(held, view, x, y)
            if key:
                return layer.name, key
    return None


def _dot_at(held: Held, view: View, x: float, y: float) -> str | None:
    shape = held.shape
    if not isinstance(shape, Dots) or view.px_per_m < shape.from_px_per_m or not len(shape.xy):
        return None
    xy = shape.xy if held.glide is None else held.glide.xy(monotonic())
    row = nearest(view.project(xy), x, y, HIT * shape.size)
    return None if row is None else shape.keys[row]


def pick_opened(plans: list[tuple[str, Opened, OpenedPlan]], x: float, y: float) -> Hit | None:
    """A dot, then a home, on the plate of an opened floor."""
    for layer, shape, plan in reversed(plans):
        row = nearest(plan.dots, x, y, HIT)
        if row is not None and shape.dot_keys[row]:
            return layer, shape.dot_keys[row]
        for k in range(len(plan.cells)):
            if shape.cell_keys[k] and inside(plan.cells[k], x, y):
                return layer, shape.cell_keys[k]
    return None


def pick_ground_shape(stack: Stack, view: View, x: float, y: float) -> Hit | None:
    """Lines near the pixel, and wedges and discs around it, topmost first."""
    for layer in reversed(list(stack.shown())):
        for held in reversed(layer.held):
            if view.px_per_m >= held.shape.from_px_per_m:
                key = _key_at(held.shape, view, x, y)
                if key:
                    return layer.name, key
    return None


def _key_at(shape: Shape, view: View, x: float, y: float) -> str | None:
    if not isinstance(shape, Outlines | Ribbons | Wedges | Discs) or shape.keys is None:
        return None
    for i in _rows_at(shape, view, x, y):
        if shape.keys[i]:
            return shape.keys[i]
    return None


def _rows_at(shape: Outlines | Ribbons | Wedges | Discs, view: View, x: float, y: float) -> list[int]:
    if isinstance(shape, Outlines):
        return [
            i
            for i in range(len(shape.rings))
            if near_path(view.project(shape.ring(i)), x, y, LINE_REACH_PX, shape.closed)
        ]
    if isinstance(shape, Ribbons):
        return [
            i
            for i in range(len(shape.paths))
            if near_path(view.project(shape.paths.part(i)), x, y, LINE_REACH_PX, closed=False)
        ]
    away = view.unproject([x, y]) - shape.xy[:, :2]
    if isinstance(shape, Discs):
        return list(np.flatnonzero(np.hypot(*away.T) <= shape.radius))
    off = (np.degrees(np.arctan2(away[:, 0], away[:, 1])) - shape.bearing + 180) % 360 - 180
    return list(np.flatnonzero((np.hypot(*away.T) <= shape.range_m) & (np.abs(off) <= shape.fov / 2)))

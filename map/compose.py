"""One paint of the map: picture, dimming, names, layers, labels, furniture – in that order."""

from dataclasses import dataclass
from time import monotonic

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from map.brush import Brush
from map.chips import Chips
from map.crowd_painter import CrowdPainter
from map.draw_sprites import Atlas, draw_atlas
from map.furniture import Furniture, furniture_boxes, paint_empty
from map.names import Names
from map.opened import OpenedPlan
from map.paint_dots import paint_dots, paint_labels
from map.paint_ground import paint_discs, paint_glows, paint_outlines, paint_pulses
from map.paint_labels import NOWHERE, LabelRoom, draw_placed
from map.paint_opened import paint_opened
from map.paint_ribbons import paint_ribbons
from map.paint_wedges import paint_wedges
from map.palette import Palette
from map.pictures import Pictures
from map.rects import rows_of, touching
from map.shapes import Crowd, Discs, Dots, Glows, Labels, Opened, Outlines, Pulses, Ribbons, Shape, Wedges
from map.stack import Held, Layer, Stack
from map.view import View

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Composer:
    """Paints the map into any painter; keeps the atlas, the chips, and where the labels stood. GUI thread."""

    stack: Stack
    pictures: Pictures
    attribution: str = ""
    empty: tuple[str, str] = ("", "")
    children: tuple[QRectF, ...] = ()  # what widgets lie over the map, logical pixels

    def __post_init__(self) -> None:
        self.room, self.names, self._chips, self._furniture = LabelRoom(), Names(), Chips(), Furniture()
        self.plans: list[tuple[str, Opened, OpenedPlan]] = []
        self.crowds = CrowdPainter(self.pictures)
        self.crowds.arrived.connect(self.pictures.arrived)
        self._atlas: tuple[str, float, Atlas] | None = None
        self._last_view: View | None = None
        self._glyphs = NOWHERE

    def paint(self, painter: QPainter, view: View, palette: Palette, focus: float, scene_empty: bool) -> None:
        """`focus` 0..1: how far everything that is not bright is dimmed. The painter counts logical pixels."""
        shade = palette.vignette if palette.dark else palette.ground
        veil = QColor(*shade[:3], round(255 * focus * (1 - palette.dim))) if focus > 0 else None
        self.pictures.draw(painter, view, palette, veil, steady=focus >= 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        light = 1 - focus * (1 - palette.dim)
        brush = Brush(painter, view, palette, self._sprites(palette, view.dpr), self.pictures.stage, monotonic(), light)
        brush.name_light = 1 - focus * (1 - palette.dim_names)
        brush.rests = self._last_view in (None, view)
        brush.slides = self._last_view is not None and not brush.rests and self._last_view.pans_to(view)
        self._last_view = view
        self._layers(brush)
        self._texts(brush)
        if scene_empty:
            paint_empty(painter, view.width, view.height, palette, self.empty)
        else:
            self._furniture.paint(painter, view, palette, self.attribution)

    def live_under(self, box: QRectF, view: View) -> bool:
        """Whether what keeps its light under focus lies in a box: dots and opened floors as last painted, and ways."""
        within = rows_of([box])
        solid = np.concatenate([self._glyphs, *(plan.plate_bands for _, _, plan in self.plans)])
        return bool(touching(within, solid)[0]) or self._way_under(box, view)

    def _way_under(self, box: QRectF, view: View) -> bool:
        ways = [
            shapely.LineString(view.project(path))
            for layer in self.stack.shown()
            if layer.bright
            for held in layer.held
            if isinstance(held.shape, Ribbons)
            for path in held.shape.paths.parts()
            if len(path) > 1
        ]
        return bool(np.any(shapely.intersects(ways, shapely.box(*rows_of([box])[0])))) if ways else False

    def _sprites(self, palette: Palette, dpr: float) -> Atlas:
        if self._atlas is None or self._atlas[:2] != (palette.name, dpr):
            self._atlas = (palette.name, dpr, draw_atlas(palette, dpr))
            self._chips.clear()
        return self._atlas[2]

    def _layers(self, brush: Brush) -> None:
        self.plans = []
        self.crowds.begin()
        for layer in self.stack.shown():
            brush.layer, brush.bright = layer.name, layer.bright
            brush.share = layer.opacity
            brush.painter.setOpacity(layer.opacity * (1.0 if layer.bright else brush.light))
            for held in layer.held:
                if brush.view.px_per_m >= held.shape.from_px_per_m:
                    self._one(brush, layer, held)
        brush.painter.setOpacity(1.0)

    def _one(self, brush: Brush, layer: Layer, held: Held) -> None:
        shape = held.shape
        if isinstance(shape, Outlines) and shape.grounded and self.pictures.carries(shape):
            return
        if isinstance(shape, Dots):
            paint_dots(brush, shape, shape.xy if held.glide is None else held.glide.xy(brush.now))
        elif isinstance(shape, Crowd):
            self.crowds.paint(brush, shape)
        elif isinstance(shape, Opened):
            self._opened(brush, layer.name, shape, held)
        else:
            _paint_plain(brush, shape)

    def _opened(self, brush: Brush, layer: str, shape: Opened, held: Held) -> None:
        slide = held.slide(brush.now)
        plan = None if brush.stage is None else held.plan(brush.stage, brush.view, slide, dragged=brush.slides)
        if plan is not None:
            paint_opened(brush, shape, plan, slide)
            self.plans.append((layer, shape, plan))

    def _texts(self, brush: Brush) -> None:
        """Chips lie over everything; names of blocks only fill what is left, so they never disturb a chip."""
        painter, view = brush.painter, brush.view
        taken = rows_of([*furniture_boxes(view, self.attribution), *self.children])
        moving = not brush.rests
        plates, towers = self._keep_clear(moving)
        glyphs = self._glyphs = np.concatenate([NOWHERE, *brush.glyphs])
        still = np.concatenate([taken, plates])
        placed = self.room.place(brush.labels, view, still, glyphs, towers, moving=moving)
        if brush.stage is not None and "labels" not in self.stack.hidden:
            painter.setOpacity(brush.name_light)
            boxes = rows_of(one.box for one in placed)
            clear = np.concatenate([boxes, still, glyphs, towers, self.crowds.boxes()])
            self.names.draw(painter, brush.stage, view, brush.palette, clear, moving=moving)
            painter.setOpacity(1.0)
        draw_placed(painter, placed, self._chips, view.dpr)

    def _keep_clear(self, moving: bool) -> tuple[Floats, Floats]:
        """(k, 4) of the plates and of the opened blocks: they are not written over; in motion their boxes will do."""
        plates, towers = [NOWHERE], [NOWHERE]
        for _, _, plan in self.plans:
            plates.append(_around(plan.plate) if moving else plan.plate_bands)
            towers.append(_around(plan.silhouette) if moving else plan.silhouette_bands)
        return np.concatenate(plates), np.concatenate(towers)


def _around(points: Floats) -> Floats:
    """(1, 4) the box of some points."""
    return np.concatenate([points.min(axis=0), points.max(axis=0)])[None]


def _paint_plain(brush: Brush, shape: Shape) -> None:
    if isinstance(shape, Discs):
        paint_discs(brush, shape)
    elif isinstance(shape, Wedges):
        paint_wedges(brush, shape)
    elif isinstance(shape, Ribbons):
        paint_ribbons(brush, shape)
    elif isinstance(shape, Outlines):
        paint_outlines(brush, shape)
    elif isinstance(shape, Labels):
        paint_labels(brush, shape)
    elif isinstance(shape, Pulses):
        paint_pulses(brush, shape)
    elif isinstance(shape, Glows):
        paint_glows(brush, shape)

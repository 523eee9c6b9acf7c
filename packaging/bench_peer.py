"""The same scene on pyqtgraph's own items: a scatter for every set of dots, a path item for every building and area.

Geometry is projected once, as our view projects it, so that a pan and a zoom are the view box's own. Names and call
signs are text items, trees a scatter, edges are smooth, as ours are. Shadows, halos and camera wedges are left out, and
no text gives way to another: the peer has less to do.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from bench_look import Check, Pixels, coloured, edged
from bench_scene import Points, Scene
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainterPath, QPolygonF
from PySide6.QtWidgets import QApplication

from map.names import NAMES_FROM_PX
from map.palette import RGBA
from map.ragged import Ragged

VERSION = pg.__version__


class Peer:
    """A GraphicsView with one ViewBox whose units are our scene's logical pixels at the time of making."""

    def __init__(self, scene: Scene) -> None:
        pg.setConfigOptions(antialias=True)
        self._scene, canvas = scene, scene.canvas
        self.widget = pg.GraphicsView(background=canvas.palette_now.ground)
        self.widget.resize(canvas.size())
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, invertY=True, defaultPadding=0.0)
        self.widget.setCentralItem(self.box)
        self._areas()
        self._trees()
        self._blocks()
        self._lights()
        self.guards = self._dots(scene.guards(), canvas.palette_now.green, 13 * canvas.scale)
        self._signs = self._texts()
        self.guards.setZValue(1)  # a call sign lies under the dots, or it would hide its neighbours
        width, height = canvas.width(), canvas.height()
        self.widget.show()
        self.box.setRange(xRange=(0, width), yRange=(0, height), padding=0)
        QApplication.processEvents()
        self.widget.viewport().repaint()

    def _px(self, points: Points) -> Points:
        return self._scene.px(points)

    def _areas(self) -> None:
        """One path a style, roads as surfaces."""
        scene, palette = self._scene.stage.scene, self._scene.canvas.palette_now
        for style in dict.fromkeys(scene.areas.styles):
            rows = [i for i, name in enumerate(scene.areas.styles) if name == style]
            ink = palette.area(style)
            self._path(_joined([self._px(scene.areas.rings.part(i)) for i in rows]), ink.fill, ink.edge)
        surfaces, lines = self._scene.stage.roads
        for style in dict.fromkeys(scene.lines.styles[i] for i in lines.tolist()):
            rows = [i for i, line in enumerate(lines.tolist()) if scene.lines.styles[line] == style]
            self._path(_joined([self._px(surfaces.part(i)) for i in rows]), palette.line(style).fill, (0, 0, 0, 0))

    def _blocks(self) -> None:
        """Walls that are seen, then the roof, from the farthest building to the nearest."""
        stage, palette, view = self._scene.stage, self._scene.canvas.palette_now, self._scene.canvas.view
        rings: Ragged = stage.scene.blocks.footprints
        shown = view.depth(stage.normal) < 0
        for block in np.argsort(-view.depth(rings.centres), kind="stable").tolist():
            walls = np.flatnonzero((stage.wall_block == block) & shown) if not view.flat else []
            top = float(stage.top[block])
            faces = [self._px(_upright(stage.wall_a[w], stage.wall_b[w], top)) for w in walls]
            self._path(_joined(faces), palette.wall_light, palette.wall_edge)
            ring = rings.part(block)
            roof = self._px(np.column_stack([ring, np.full(len(ring), top)]))
            self._path(_joined([roof]), palette.roof, palette.roof_edge)

    def _lights(self) -> None:
        """Every window that is lit and looks this way, by colour."""
        panes = self._scene.stage.panes
        lit = {tuple(c[:3]) for c in panes.colours.tolist() if c[3] > 0}
        if not self._scene.canvas.view.flat:
            for rgb in sorted(lit):
                self._dots(self._scene.panes(rgb), (*rgb, 255), 2.0 * self._scene.canvas.scale, symbol="s")

    def _trees(self) -> None:
        """Crowns that grow with the map."""
        trees, unit = self._scene.stage.scene.trees, self._scene.canvas.view.px_per_m * self._scene.canvas.scale
        at = self._px(trees.xy)
        colour = pg.mkBrush(self._scene.canvas.palette_now.tree)
        size = trees.radius * 2 * unit
        self.box.addItem(pg.ScatterPlotItem(x=at[:, 0], y=at[:, 1], size=size, pen=None, brush=colour, pxMode=False))

    def _texts(self) -> list[pg.TextItem]:
        """A name on every roof, and a call sign beside every guard; the signs, which move."""
        stage, palette = self._scene.stage, self._scene.canvas.palette_now
        blocks = stage.scene.blocks
        roofs = self._px(np.column_stack([blocks.footprints.centres, stage.top]))
        if self._scene.canvas.view.px_per_m >= NAMES_FROM_PX:
            for name, at in zip(blocks.labels, roofs.tolist(), strict=True):
                self._text(name, at, palette.text_soft, None)
        signs = [f"警-{n:02d}" for n in range(len(self._scene.station.trackers))]
        places = self._px(self._scene.guards()).tolist()
        return [self._text(sign, at, palette.text, palette.chip) for sign, at in zip(signs, places, strict=True)]

    def _text(self, text: str, at: list[float], colour: RGBA, fill: RGBA | None) -> pg.TextItem:
        item = pg.TextItem(text, color=colour, fill=fill, anchor=(0, 0.5))
        item.setPos(*at)
        self.box.addItem(item, ignoreBounds=True)
        return item

    def _dots(self, points: Points, colour: RGBA, size: float, symbol: str = "o") -> pg.ScatterPlotItem:
        at = self._px(points)
        item = pg.ScatterPlotItem(x=at[:, 0], y=at[:, 1], size=size, pen=None, brush=pg.mkBrush(colour), symbol=symbol)
        self.box.addItem(item)
        return item

    def _path(self, path: QPainterPath, fill: RGBA, edge: RGBA) -> None:
        item = pg.QtWidgets.QGraphicsPathItem(path)
        item.setBrush(pg.mkBrush(fill))
        item.setPen(pg.mkPen(edge, width=1) if edge[3] else pg.mkPen(None))
        self.box.addItem(item)

    # -- the same motions

    def pan(self, dx: float, dy: float) -> None:
        """The picture dragged by so many pixels."""
        self.box.translateBy(x=-dx, y=-dy)
        self.widget.viewport().repaint()

    def zoom(self, factor: float, x: float, y: float) -> None:
        """About a pixel."""
        at = self.box.mapSceneToView(QPointF(x, y))
        self.box.scaleBy((1 / factor, 1 / factor), center=at)
        self.widget.viewport().repaint()

    def move(self, n: int) -> None:
        """Only the guards have moved."""
        self._scene.moved(n)
        at = self._px(self._scene.guards())
        self.guards.setData(x=at[:, 0], y=at[:, 1])
        for sign, (x, y) in zip(self._signs, at.tolist(), strict=True):
            sign.setPos(x, y)
        self.widget.viewport().repaint()

    def home(self) -> None:
        """The view it began with."""
        size = self.widget.size()
        self.box.setRange(xRange=(0, size.width()), yRange=(0, size.height()), padding=0)
        QApplication.processEvents()

    def picture(self) -> QImage:
        """What is on show."""
        return self.widget.grab().toImage()

    def checks(self, picture: Pixels) -> list[Check]:
        """The same guards and roofs, in the same places."""
        palette, k = self._scene.canvas.palette_now, self._scene.canvas.scale
        guards = self._px(self._scene.guards())
        return [
            coloured(picture, guards, palette.green, round(6 * k), what="guards", least=0.9),
            edged(picture, self._px(self._scene.roof_edges())),
        ]

    def close(self) -> None:
        """Away with it."""
        self.widget.close()
        self.widget.deleteLater()
        QApplication.processEvents()


def _upright(a: Points, b: Points, top: float) -> Points:
    return np.array([(*a, 0.0), (*b, 0.0), (*b, top), (*a, top)])


def _joined(rings: list[Points]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        path.closeSubpath()
    return path

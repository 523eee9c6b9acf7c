"""A scene made ready for drawing and picking: walls, panes, boxes and road surfaces, computed once, in any thread."""

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from map.boxes import Boxes, boxes_of
from map.land import Land, land_of
from map.panes import Panes, panes_of
from map.ragged import Ragged
from map.scene import Scene

Floats = NDArray[np.float64]


class Stage:
    """Geometry of one Scene. Row numbers are those of the scene's arrays; walls are rows of footprint points."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        rings = scene.blocks.footprints
        self.boxes: Boxes = boxes_of(rings)
        self.wall_a: Floats = rings.points
        self.wall_b: Floats = rings.points[rings.following]
        self.wall_block = rings.owner
        self.normal = _outward(rings)
        self.base: Floats = np.asarray(scene.blocks.base, dtype=np.float64)
        self.top: Floats = self.base + scene.blocks.height
        self.row_by_key = scene.blocks.row
        if len(rings):
            self.panes: Panes = panes_of(scene.blocks, self.boxes)

    @cached_property
    def land(self) -> Land:
        """Where there is something to see."""
        return land_of(self.scene)

    @cached_property
    def roads(self) -> tuple[Ragged, NDArray[np.int64]]:
        """Surfaces of the lines that have a width: rings in metres (a loop has two), and the row in Lines of each."""
        lines = self.scene.lines
        rows = np.flatnonzero(np.asarray(lines.widths) > 0)
        paths = [shapely.LineString(lines.paths.part(int(i))) for i in rows]
        wide = shapely.buffer(np.array(paths, dtype=object), np.asarray(lines.widths)[rows] / 2, quad_segs=4)
        rings, index = shapely.get_rings(wide, return_index=True)
        return Ragged.of([shapely.get_coordinates(ring) for ring in rings], closed=True), rows[index]


def _outward(rings: Ragged) -> Floats:
    """(n, 2) unit normals of the walls, away from the inside whichever way the ring winds."""
    edge = rings.points[rings.following] - rings.points
    turned = np.column_stack([edge[:, 1], -edge[:, 0]])
    sign = np.where(rings.areas < 0, -1.0, 1.0)[rings.owner]
    length = np.maximum(np.hypot(edge[:, 0], edge[:, 1]), 1e-9)
    normals: Floats = turned * (sign / length)[:, None]
    return normals

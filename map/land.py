"""Where a scene has something to see: a coarse bitmap of its land, asked for thousands of places at once."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from map.scene import Scene

Floats = NDArray[np.float64]

ACROSS = 128  # cells of the longer side
LAND = ("community", "water")


@dataclass(frozen=True, eq=False)
class Land:
    """`mask` (rows north, columns east) of cells `cell_m` wide from `corner` (2,) metres; all around it is nothing."""

    corner: Floats
    cell_m: float
    mask: NDArray[np.bool_]

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """(…,) for (…, 2) metres: there is land."""
        at = np.floor((points - self.corner) / self.cell_m).astype(np.int64)
        inside: NDArray[np.bool_] = np.logical_and.reduce((at >= 0) & (at < self.mask.shape[::-1]), axis=-1)
        column, row = np.moveaxis(np.where(inside[..., None], at, 0), -1, 0)
        held: NDArray[np.bool_] = self.mask[row, column] & inside
        return held


def land_of(scene: Scene) -> Land:
    """Communities and waters, else the hull of all blocks."""
    rings = scene.areas.rings.parts()
    own = [shapely.Polygon(rings[i]) for i, style in enumerate(scene.areas.styles) if style in LAND]
    hull = shapely.convex_hull(shapely.multipoints(scene.blocks.footprints.points))
    outline = shapely.union_all(shapely.make_valid(own)) if own else hull
    if shapely.area(outline) <= 0:
        return Land(np.zeros(2), 1.0, np.zeros((1, 1), dtype=np.bool_))
    e0, n0, e1, n1 = shapely.bounds(outline).tolist()
    cell = max(e1 - e0, n1 - n0) / ACROSS
    east, north = np.arange(e0 + cell / 2, e1, cell), np.arange(n0 + cell / 2, n1, cell)
    shapely.prepare(outline)
    return Land(np.array([e0, n0]), cell, shapely.contains_xy(outline, *np.meshgrid(east, north)))

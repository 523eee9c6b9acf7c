"""What a sketch must be before it stands: simple, large enough, on the estate, and no grid over another's ground."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import shapely
from shapely import Geometry

from domain.desk.areas import grid_ring
from domain.desk.replies import Refused
from domain.drawings import BOUND, OPEN_LINES, Drawing, DrawingKind, Sketch
from domain.geo import FloatArray, metres_from
from domain.register import Register

POINTS_MAX = 200
LEAST_M2, LEAST_M = 10.0, 10.0
"""A shape smaller, or a route shorter, than this is a slip of the hand."""
OFF_ESTATE_M = 100.0
"""So far beyond the hull of what the register holds a drawing may still reach."""
OFF_CAMERA_M = 15.0
"""A camera on a mast or a roof sees the ground from so far in front of it on."""
FORGIVEN_M2 = 1.0
"""Of overlap between neighbouring grids: their corners are rounded to a centimetre."""
EDGE_M = 1.0
"""What lies over a grid's edge by no more than this was snapped to it: it touches the neighbour no further."""
NAME_MAX = 40


class Ground:
    """The register's ground in metres east and north of the site's origin; used on the desk's thread."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def metres(self, degrees: object) -> FloatArray:
        """(n, 2) degrees -> (n, 2) metres."""
        at = np.asarray(degrees, dtype=np.float64).reshape(-1, 2)
        return metres_from(self._register.site.lon0, self._register.site.lat0, at[:, 0], at[:, 1])

    @cached_property
    def estate(self) -> Geometry | None:
        """The hull of communities, buildings and paths, and a little around it; None for a register without any."""
        r = self._register
        nodes = np.column_stack([r.nodes.lon, r.nodes.lat])
        held = np.concatenate([r.communities.outline.xy, r.buildings.outline.xy, nodes])
        return shapely.buffer(shapely.MultiPoint(self.metres(held)).convex_hull, OFF_ESTATE_M) if len(held) else None

    def shape(self, sketch: Sketch) -> Geometry:
        """The sketch as a ring's area, a line, or a gate's point."""
        if sketch.kind is DrawingKind.GATE:
            gates, row = self._register.gates, self._register.gates.row(sketch.of)
            return shapely.Point(self.metres([(gates.lon[row], gates.lat[row])])[0])
        xy = self.metres(sketch.points)
        return shapely.LineString(xy) if sketch.kind in OPEN_LINES else shapely.Polygon(xy)

    def touched(self, shape: Geometry, drawings: Mapping[str, Drawing]) -> tuple[str, tuple[str, ...]]:
        """(community, grids) that a shape touches, by their ids: the first community, all grids."""
        grids, communities = self._register.grids, self._register.communities
        areas = [self.grid(row, drawings) for row in range(len(grids))]
        found = [row for row, area in enumerate(areas) if area is not None and area.buffer(-EDGE_M).intersects(shape)]
        found = found or [row for row, area in enumerate(areas) if _meets(area, shape)]
        held = (row for row in range(len(communities)) if _meets(self._ring(communities.outline[row]), shape))
        return next((communities.ids[row] for row in held), ""), tuple(grids.ids[row] for row in found)

    def grid(self, row: int, drawings: Mapping[str, Drawing]) -> Geometry | None:
        """A grid's area as it stands; None where none is known."""
        return self._ring(grid_ring(self._register, drawings, row))

    def _ring(self, degrees: FloatArray) -> Geometry | None:
        return shapely.Polygon(self.metres(degrees)) if len(degrees) >= 3 else None


def check(ground: Ground, register: Register, drawings: Mapping[str, Drawing], sketch: Sketch) -> Geometry:
    """The sketch's shape in metres. Raises Refused with what is wrong with it; nothing has been changed."""
    _named(register, sketch)
    if sketch.kind is DrawingKind.GATE:
        return ground.shape(sketch)
    least = 2 if sketch.kind in OPEN_LINES else 3
    on_earth = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in sketch.points)  # what is not finite is not either
    if not least <= len(sketch.points) <= POINTS_MAX or not on_earth:
        raise Refused("drawing_points", {"least": least, "most": POINTS_MAX})
    shape = ground.shape(sketch)
    _sound(shape)
    if ground.estate is not None and not ground.estate.covers(shape):
        raise Refused("drawing_outside")
    if sketch.kind is DrawingKind.GRID:
        _grid(ground, register, drawings, sketch, shape)
    if sketch.kind is DrawingKind.VIEW:
        _view(ground, register, sketch, shape)
    return shape


def _named(register: Register, sketch: Sketch) -> None:
    """What says something of a row has the row's name; all else its own."""
    tables = {DrawingKind.GRID: register.grids, DrawingKind.GATE: register.gates, DrawingKind.VIEW: register.cameras}
    if sketch.kind in BOUND and tables[sketch.kind].row(sketch.of) < 0:
        raise Refused("unknown_place")
    if sketch.kind not in BOUND and not sketch.name.strip():
        raise Refused("drawing_unnamed")


def _sound(shape: Geometry) -> None:
    """A ring that does not cross itself, of some size; a route may cross itself."""
    if isinstance(shape, shapely.LineString):
        if shape.length < LEAST_M:
            raise Refused("drawing_short", {"metres": round(LEAST_M)})
        return
    if not shape.is_valid:
        if shape.convex_hull.area < LEAST_M2:  # all in a line: what is wrong is its size
            raise Refused("drawing_small", {"square_metres": round(LEAST_M2)})
        raise Refused("drawing_crosses")
    if shape.area < LEAST_M2:
        raise Refused("drawing_small", {"square_metres": round(LEAST_M2)})


def _grid(ground: Ground, register: Register, drawings: Mapping[str, Drawing], sketch: Sketch, shape: Geometry) -> None:
    """No other grid's ground, and no building that changes hands."""
    own = register.grids.row(sketch.of)
    for row in range(len(register.grids)):
        other = ground.grid(row, drawings) if row != own else None
        if other is not None and shapely.make_valid(other).intersection(shape).area > FORGIVEN_M2:
            raise Refused("drawing_overlaps", {"grid": register.grids.ids[row]})
    _buildings(ground, register, drawings, own, shape)


def _buildings(ground: Ground, register: Register, drawings: Mapping[str, Drawing], own: int, shape: Geometry) -> None:
    buildings = register.buildings
    kept = [row for row in range(len(buildings)) if len(buildings.outline[row])]
    middles = np.array([ground.metres(buildings.outline[row]).mean(axis=0) for row in kept]).reshape(-1, 2)
    mine = buildings.grid_row[kept] == own
    inside = shapely.contains_xy(shape, middles[:, 0], middles[:, 1])
    before = ground.grid(own, drawings)
    stood = mine if before is None else shapely.contains_xy(before, middles[:, 0], middles[:, 1])
    moved = np.flatnonzero((inside != mine) & (stood == mine))
    if len(moved):
        row = kept[int(moved[0])]
        grid = int(buildings.grid_row[row])
        named = register.grids.ids[grid] if grid >= 0 else ""
        raise Refused("drawing_takes", {"building": buildings.ids[row], "grid": named})


def _view(ground: Ground, register: Register, sketch: Sketch, shape: Geometry) -> None:
    """A field of view begins at its camera."""
    cameras, row = register.cameras, register.cameras.row(sketch.of)
    camera = shapely.Point(ground.metres([(cameras.lon[row], cameras.lat[row])])[0])
    if shape.distance(camera) > OFF_CAMERA_M:
        raise Refused("drawing_off_camera")


def _meets(area: Geometry | None, shape: Geometry) -> bool:
    return area is not None and bool(area.intersects(shape))

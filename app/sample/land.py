"""The land that people, devices and responders are placed on: places, stairwells, and where things hang."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from app.sample.shapes import F64
from domain.register import Homes, Register, Ring, Units
from map.frame import LocalFrame

I32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class CameraSpot:
    """A camera at `at` that looks at `towards` (local metres); fov in degrees, range and height in metres."""

    name: str
    at: tuple[float, float]
    towards: tuple[float, float]
    fov: float
    range_m: float
    ring: Ring
    community: int
    height_m: float = 5.5

    @property
    def bearing(self) -> float:
        """Degrees clockwise from north."""
        east, north = self.towards[0] - self.at[0], self.towards[1] - self.at[1]
        return float(np.degrees(np.arctan2(east, north)) % 360)


@dataclass(frozen=True)
class Posts:
    """Node rows where responders are based: `fire` the estate fire post, `far` where the city's services come in."""

    police: int
    property: dict[int, int]
    fire: int
    far: tuple[int, int]


@dataclass(frozen=True)
class Land:
    """Places only. `stairs` are the units-to-be, west to east within a building; `flats` (buildings,) homes a floor
    (0: nobody lives there); `cameras` and `posts` as drawn or found.
    """

    register: Register
    stairs: Units
    flats: I32
    cameras: tuple[CameraSpot, ...]
    posts: Posts

    @cached_property
    def frame(self) -> LocalFrame:
        """Degrees and metres of this land."""
        return LocalFrame(self.register.site.lon0, self.register.site.lat0)

    @cached_property
    def node_xy(self) -> F64:
        """(n, 2) nodes in local metres."""
        return self.frame.to_metres(np.column_stack([self.register.nodes.lon, self.register.nodes.lat]))

    @cached_property
    def axes(self) -> tuple[F64, F64]:
        """(buildings, 2) middle and (buildings, 2) long axis from the western to the eastern end, local metres."""
        return long_axes(self.register, self.frame)

    def home_at(self, homes: Homes, row: int) -> tuple[float, float]:
        """Longitude and latitude of a home: its place on the long axis of its building."""
        building = int(homes.building_row[row])
        middle, axis = (part[building] for part in self.axes)
        lon, lat = self.frame.to_degrees((middle + (float(homes.along[row]) - 0.5) * 0.94 * axis)[None])[0]
        return float(lon), float(lat)


def long_axes(register: Register, frame: LocalFrame) -> tuple[F64, F64]:
    """Middle and long axis of each footprint's smallest rectangle, (n, 2) local metres each."""
    outline = register.buildings.outline
    xy = frame.to_metres(outline.xy) if len(outline.xy) else outline.xy
    rings = [shapely.Polygon(xy[a:b]) for a, b in zip(outline.offsets[:-1], outline.offsets[1:], strict=True)]
    boxes = [np.asarray(r.minimum_rotated_rectangle.exterior.coords)[:4] for r in rings]
    corners = np.array(boxes).reshape(-1, 4, 2)
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    longer = (np.hypot(*first.T) >= np.hypot(*second.T))[:, None]
    axis = np.where(longer, first, second)
    west_first = np.where(np.abs(axis[:, :1]) > 1e-6 * np.abs(axis[:, 1:]), axis[:, :1], axis[:, 1:]) < 0
    return corners.mean(axis=1), np.where(west_first, -axis, axis)

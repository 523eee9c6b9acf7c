"""A register's geometry in metres of the local frame, worked out once when a register is opened."""

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.register import PersonFlag, Register, Tenure
from domain.register import Ragged as DegreeRings
from map.boxes import Boxes, boxes_of
from map.frame import LocalFrame
from map.ragged import Ragged

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FAR_M = 200_000.0  # a place farther from the origin than this is a missing or mistyped coordinate, not a place
STOREY_M = 3.0
NOWHERE = -1


class Plan:
    """Metres east and north of the site's origin; heights above ground. NaN: no known place. Any thread may read it.

    A *block* is a building with a footprint that can be drawn (three points or more); `block_of` leads from building
    rows to block rows, `building_of` back. Columns that the register was given empty count as zeros.
    """

    def __init__(self, register: Register, frame: LocalFrame | None = None) -> None:
        self.register = register
        self.frame = frame or LocalFrame(register.site.lon0, register.site.lat0)

    def warm(self) -> None:
        """Work out now all that is worked out once."""
        for name, kind in vars(Plan).items():
            if isinstance(kind, cached_property):
                getattr(self, name)

    # -- degrees to metres

    def metres(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """(n,) degrees -> (n, 2) metres; NaN for a coordinate that is missing or absurd."""
        xy = self.frame.to_metres(np.column_stack([np.atleast_1d(lon), np.atleast_1d(lat)]))
        with np.errstate(invalid="ignore"):
            absurd = ~(np.abs(xy) < FAR_M).all(axis=1)
        xy[absurd] = np.nan
        return xy

    def rings(self, degrees: DegreeRings) -> Ragged:
        """Rings or lines of the register in metres, row by row."""
        return Ragged(self.frame.to_metres(degrees.xy), degrees.offsets.astype(np.int64))

    # -- buildings

    @cached_property
    def building_of(self) -> Ints:
        """(m,) building row of each block."""
        return np.flatnonzero(np.diff(self.register.buildings.outline.offsets) >= 3)

    @cached_property
    def block_of(self) -> Ints:
        """(buildings,) block row of each building, NOWHERE for one that cannot be drawn."""
        rows = np.full(len(self.register.buildings), NOWHERE, dtype=np.int64)
        rows[self.building_of] = np.arange(len(self.building_of))
        return rows

    @cached_property
    def footprints(self) -> Ragged:
        """Rings of the blocks."""
        rings = self.rings(self.register.buildings.outline)
        return Ragged.of([rings.part(int(row)) for row in self.building_of], closed=True)

    @cached_property
    def boxes(self) -> Boxes:
        """Long axis and depth of each block."""
        return boxes_of(self.footprints)

    @cached_property
    def levels(self) -> Ints:
        """(m,) floors of each block, at least one."""
        return np.maximum(self.register.buildings.levels[self.building_of].astype(np.int64), 1)

    @cached_property
    def heights(self) -> Floats:
        """(m,) metres; from the floors where the register knows no height."""
        known = self.register.buildings.height_m[self.building_of].astype(np.float64)
        heights: Floats = np.where(known > 1.0, known, self.levels * STOREY_M)
        return heights

    @cached_property
    def storey(self) -> Floats:
        """(m,) metres of one floor."""
        storey: Floats = self.heights / self.levels
        return storey

    def building_xy(self, row: int) -> Floats:
        """(2,) middle of a building, NaN where it has no footprint."""
        block = int(self.block_of[row]) if row >= 0 else NOWHERE
        return self.boxes.middles()[block] if block >= 0 else np.full(2, np.nan)

    @cached_property
    def community_bounds(self) -> Floats:
        """(communities, 4) west, south, east, north of outline and buildings; infinite and the wrong way round for one
        that lies nowhere."""
        communities = self.register.communities
        outlines = self.rings(communities.outline)
        of_block: Ints = self.register.buildings.community_row[self.building_of].astype(np.int64)
        points = np.concatenate([outlines.points, self.footprints.points])
        rows: Ints = np.concatenate([outlines.owner, of_block[self.footprints.owner]])
        good = (rows >= 0) & ~np.isnan(points).any(axis=1)
        bounds: Floats = np.tile([np.inf, np.inf, -np.inf, -np.inf], (len(communities), 1))
        np.minimum.at(bounds[:, :2], rows[good], points[good])
        np.maximum.at(bounds[:, 2:], rows[good], points[good])
        return bounds

    # -- homes

    @cached_property
    def home_block(self) -> Ints:
        """(homes,) block row."""
        rows = self.register.homes.building_row.astype(np.int64)
        if not len(self.block_of):
            return np.full(len(rows), NOWHERE, dtype=np.int64)
        return np.where(rows >= 0, self.block_of[rows], NOWHERE)

    @cached_property
    def _placed(self) -> tuple[Floats, Floats]:
        homes = self.register.homes
        return spread(self.home_block * 1000 + homes.floor, np.clip(homes.along.astype(np.float64), 0.0, 1.0))

    @property
    def along(self) -> Floats:
        """(homes,) middle of the home as a share of its block's long side; no two of a floor at the same place."""
        return self._placed[0]

    @property
    def span(self) -> Floats:
        """(homes,) share of the long side that the home takes."""
        return self._placed[1]

    @cached_property
    def home_xyz(self) -> Floats:
        """(homes, 3) the middle of the home's front wall."""
        xyz = np.full((len(self.home_block), 3), np.nan)
        homes = np.flatnonzero(self.home_block >= 0)
        block = self.home_block[homes]
        reach = self.boxes.length[block] * self.along[homes]
        xyz[homes, :2] = self.boxes.origin[block] + self.boxes.u[block] * reach[:, None]
        xyz[homes, 2] = (self.register.homes.floor[homes] - 0.5) * self.storey[block]
        return xyz

    def homes_on(self, building_row: int, floor: int) -> Ints:
        """Rows of the homes of one floor, from the block's western end to its eastern."""
        homes = self.register.homes
        rows = np.flatnonzero((homes.building_row == building_row) & (homes.floor == floor))
        return rows[np.argsort(self.along[rows], kind="stable")]

    # -- who lives there: counts and flags, never names

    def _at_home(self, flags: PersonFlag) -> NDArray[np.int32]:
        people = self.register.people
        lives = people.home_row >= 0
        chosen = lives & ((people.flags & int(flags)) != 0)
        counts = np.bincount(people.home_row[chosen], minlength=len(self.register.homes))
        return counts.astype(np.int32)

    @cached_property
    def elders(self) -> NDArray[np.int32]:
        """(homes,) elders living alone in each home."""
        return self._at_home(PersonFlag.ELDER_ALONE)

    @cached_property
    def needing_help(self) -> NDArray[np.int32]:
        """(homes,) people who would need help to get out."""
        return self._at_home(PersonFlag.ELDER_ALONE | PersonFlag.NEEDS_HELP)

    @cached_property
    def rented(self) -> Bools:
        """(homes,) rentals and group rentals."""
        return np.isin(self.register.homes.tenure, (Tenure.RENTAL, Tenure.GROUP_RENTAL))

    def by_building(self, homes: NDArray[np.generic]) -> Ints:
        """(buildings,) sums of a column over the homes of each building."""
        rows = self.register.homes.building_row
        kept = rows >= 0
        sums = np.bincount(rows[kept], weights=homes[kept], minlength=len(self.register.buildings))
        return np.rint(sums).astype(np.int64)

    # -- things that stand somewhere

    @cached_property
    def device_xyz(self) -> Floats:
        """(devices, 3) in the home where it hangs in one, else where the register says, on its floor."""
        d = self.register.devices
        xyz = np.column_stack([self.metres(d.lon, d.lat), np.zeros(len(d))]) if len(d) else np.zeros((0, 3))
        block = np.where(d.building_row >= 0, self.block_of[d.building_row], NOWHERE) if len(self.block_of) else None
        if block is not None:
            up = np.flatnonzero((block >= 0) & (d.floor > 0))
            xyz[up, 2] = (d.floor[up] - 0.5) * self.storey[block[up]]
            lost = np.flatnonzero(np.isnan(xyz[:, 0]) & (block >= 0))
            xyz[lost, :2] = self.boxes.middles()[block[lost]]
        self._hang(xyz)
        return xyz

    def _hang(self, xyz: Floats) -> None:
        """Move the devices of homes to their homes, side by side where one home has several."""
        rows = np.flatnonzero(self.register.devices.home_row >= 0)
        homes = self.register.devices.home_row[rows]
        real = ~np.isnan(self.home_xyz[homes, 0]) if len(rows) else np.zeros(0, dtype=np.bool_)
        rows, homes = rows[real], homes[real]
        seen: dict[int, int] = {}
        for row, home in zip(rows.tolist(), homes.tolist(), strict=True):
            beside = seen[home] = seen.get(home, -1) + 1
            xyz[row] = self.home_xyz[home]
            xyz[row, :2] += self.boxes.u[self.home_block[home]] * 1.3 * beside

    @cached_property
    def camera_xy(self) -> Floats:
        """(cameras, 2)."""
        return self.metres(self.register.cameras.lon, self.register.cameras.lat)

    @cached_property
    def camera_row(self) -> Ints:
        """(cameras,) device row of each one, NOWHERE for none."""
        devices = self.register.devices
        return np.array([devices.row(ident) for ident in self.register.cameras.ids], dtype=np.int64)

    @cached_property
    def safety_xy(self) -> Floats:
        """(safety objects, 2)."""
        return self.metres(self.register.safety.lon, self.register.safety.lat)

    @cached_property
    def base_xy(self) -> Floats:
        """(responders, 2) where one without a fix is taken to stand."""
        return self.metres(self.register.responders.base_lon, self.register.responders.base_lat)

    @cached_property
    def tracker_row(self) -> Ints:
        """(responders,) device row of each one's tracker, NOWHERE for none."""
        devices = self.register.devices
        rows = [devices.row(tracker) if tracker else NOWHERE for tracker in self.register.responders.device]
        return np.array(rows, dtype=np.int64)


def spread(floors: NDArray[np.generic], along: Floats) -> tuple[Floats, Floats]:
    """Places and shares of homes along their floor: evenly where two homes of a floor claim nearly the same place.

    `floors` (n,) equal for homes of one floor of one block; `along` (n,) 0..1. Returns (n,) places, (n,) shares.
    """
    n = len(along)
    if not n:
        return np.zeros(0), np.zeros(0)
    order = np.lexsort((along, floors))
    first = np.concatenate([[True], np.diff(floors[order]) != 0])
    start = np.flatnonzero(first)
    floor = np.cumsum(first) - 1
    size = np.diff(np.append(start, n))[floor]
    gap = np.where(first, 1.0, np.diff(along[order], prepend=-1.0))
    clash = np.logical_or.reduceat(gap < 0.25 / size, start)[floor]
    rank = np.arange(n) - start[floor]
    places, shares = np.empty(n), np.empty(n)
    places[order] = np.where(clash, (rank + 0.5) / size, along[order])
    shares[order] = 1.0 / size
    return places, shares

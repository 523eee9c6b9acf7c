"""The register's tables: one dataclass of equal-long columns each; a column is a numpy array, a Ragged, or text.

Rows are addressed inside by int32 numbers; a column whose name ends in `_row` points into another table, −1 for none.
Longitudes and latitudes are float64 degrees WGS-84. Tables are built once and not changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

I8 = npt.NDArray[np.int8]
I16 = npt.NDArray[np.int16]
U16 = npt.NDArray[np.uint16]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ragged:
    """Rings or lines of unequal length: row i is `xy[offsets[i]:offsets[i+1]]`; xy (m, 2) degrees, rings not closed."""

    offsets: I32
    xy: F64

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> F64:
        return self.xy[self.offsets[row] : self.offsets[row + 1]]

    @classmethod
    def of(cls, rows: list[F64]) -> Ragged:
        """From a list of (k, 2) arrays."""
        offsets = np.zeros(len(rows) + 1, dtype=np.int32)
        if rows:
            np.cumsum([len(r) for r in rows], out=offsets[1:])
        xy = np.concatenate(rows).astype(np.float64) if rows else np.empty((0, 2))
        return cls(offsets, xy)

    @classmethod
    def empty(cls) -> Ragged:
        """No rows."""
        return cls(np.zeros(1, dtype=np.int32), np.empty((0, 2)))


def col(dtype: Any) -> Any:
    """A numpy column, empty unless given."""
    return field(default_factory=lambda: np.empty(0, dtype=dtype))


def text() -> Any:
    """A text column, empty unless given."""
    return field(default_factory=list)


def ragged() -> Any:
    """A Ragged column, empty unless given."""
    return field(default_factory=Ragged.empty)


@dataclass
class Table:
    """Columns of one length and an index from id to row."""

    ids: list[str] = text()

    def __post_init__(self) -> None:
        """Refuse columns of unequal length: ValueError names the column."""
        for f in fields(self):
            if len(getattr(self, f.name)) != len(self.ids):
                raise ValueError(f"{type(self).__name__}.{f.name}: {len(getattr(self, f.name))} rows, not {len(self)}")

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index(self) -> dict[str, int]:
        """Row by id."""
        return {key: row for row, key in enumerate(self.ids)}

    def row(self, key: str | None) -> int:
        """The row of an id; −1 for None and for an id that is not here."""
        return self.index.get(key, -1) if key is not None else -1


@dataclass
class Communities(Table):
    """Estates 小区. `walled`: entered by gates; False: open on all sides (T1-45)."""

    name: list[str] = text()
    outline: Ragged = ragged()
    walled: Bool = col(np.bool_)


@dataclass
class Grids(Table):
    """Smallest areas of responsibility 网格; `keeper` is the grid worker's responder id, "" for none."""

    name: list[str] = text()
    community_row: I32 = col(np.int32)
    outline: Ragged = ragged()
    keeper: list[str] = text()


@dataclass
class Buildings(Table):
    """Footprints with levels; `height_m` above ground. `residential` False: shop, school, property office."""

    name: list[str] = text()
    community_row: I32 = col(np.int32)
    grid_row: I32 = col(np.int32)
    outline: Ragged = ragged()
    levels: I16 = col(np.int16)
    height_m: F32 = col(np.float32)
    has_lift: Bool = col(np.bool_)
    residential: Bool = col(np.bool_)


@dataclass
class Units(Table):
    """Stairwells 单元; `node_row` is the entrance's node of the path network, −1 where none is known."""

    name: list[str] = text()
    building_row: I32 = col(np.int32)
    node_row: I32 = col(np.int32)
    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)


@dataclass
class Homes(Table):
    """Homes 室. `along` 0…1 is the home's place along the building's long façade; `floor` counts from 1."""

    name: list[str] = text()
    unit_row: I32 = col(np.int32)
    building_row: I32 = col(np.int32)
    floor: I16 = col(np.int16)
    along: F32 = col(np.float32)
    tenure: I8 = col(np.int8)


@dataclass
class People(Table):
    """Persons by id; `label` is the masked name (mask.py), made from the sealed file when the register is loaded."""

    home_row: I32 = col(np.int32)
    flags: U16 = col(np.uint16)
    label: list[str] = text()


@dataclass
class Credentials(Table):
    """Credentials enrolled at locks and gates: whose, for which home. A credential not here is unregistered."""

    person_row: I32 = col(np.int32)
    home_row: I32 = col(np.int32)


@dataclass
class Devices(Table):
    """Devices by id (the wire's id). `kind` DeviceKind, `ring` Ring, `period_s` expected heartbeat (0: none promised),
    `installed` epoch ms, `person_row` whose wearable or bedroom magnet it is, `bedroom` an elder's door magnet.
    """

    name: list[str] = text()
    kind: I8 = col(np.int8)
    ring: I8 = col(np.int8)
    community_row: I32 = col(np.int32)
    building_row: I32 = col(np.int32)
    home_row: I32 = col(np.int32)
    person_row: I32 = col(np.int32)
    floor: I16 = col(np.int16)
    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)
    period_s: I32 = col(np.int32)
    installed: I64 = col(np.int64)
    bedroom: Bool = col(np.bool_)
    gateway: list[str] = text()


@dataclass
class Cameras(Table):
    """Cameras; ids are device ids. Bearing and field of view in degrees clockwise from north, range and height in m."""

    name: list[str] = text()
    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)
    height_m: F32 = col(np.float32)
    bearing: F32 = col(np.float32)
    fov: F32 = col(np.float32)
    range_m: F32 = col(np.float32)


@dataclass
class Responders(Table):
    """Who may be sent, by call sign; `device` is the tracker's id. No names: a responder is known by the call sign.

    `base_lon`/`base_lat` is where one without a fix is taken to stand (post, office); `community_row` −1: everywhere.
    """

    call_sign: list[str] = text()
    kind: I8 = col(np.int8)
    device: list[str] = text()
    community_row: I32 = col(np.int32)
    grid_row: I32 = col(np.int32)
    base_lon: F64 = col(np.float64)
    base_lat: F64 = col(np.float64)


@dataclass
class Nodes(Table):
    """Nodes of the walkable path network."""

    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)


@dataclass
class Edges(Table):
    """Edges of the path network, walkable both ways; `length_m` in a local transverse Mercator; `kind` EdgeKind."""

    a_row: I32 = col(np.int32)
    b_row: I32 = col(np.int32)
    length_m: F32 = col(np.float32)
    kind: I8 = col(np.int8)
    gate_row: I32 = col(np.int32)


@dataclass
class Gates(Table):
    """Gates in walls; `device` the gate or barrier device there ("" for none); `locked` as built, until one reports."""

    name: list[str] = text()
    community_row: I32 = col(np.int32)
    node_row: I32 = col(np.int32)
    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)
    device: list[str] = text()
    locked: Bool = col(np.bool_)
    width_m: F32 = col(np.float32)


@dataclass
class Ground(Table):
    """Flat things; `kind` GroundKind. `width_m` > 0: `outline` is a centre line of that width, else a ring."""

    kind: I8 = col(np.int8)
    outline: Ragged = ragged()
    width_m: F32 = col(np.float32)
    name: list[str] = text()


@dataclass
class Walls(Table):
    """Walls and fences as lines."""

    line: Ragged = ragged()
    height_m: F32 = col(np.float32)


@dataclass
class Trees(Table):
    """Trees, for the eye."""

    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)
    size_m: F32 = col(np.float32)


@dataclass
class SafetyObjects(Table):
    """Hydrants, AEDs, risers, lifts, gas valves, fire lanes; `kind` SafetyKind."""

    name: list[str] = text()
    kind: I8 = col(np.int8)
    building_row: I32 = col(np.int32)
    lon: F64 = col(np.float64)
    lat: F64 = col(np.float64)

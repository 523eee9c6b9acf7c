"""The register as a whole, and its way to bytes and back, one table at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import msgspec
import numpy as np

from domain.register.tables import (
    Buildings,
    Cameras,
    Communities,
    Credentials,
    Devices,
    Edges,
    Gates,
    Grids,
    Ground,
    Homes,
    Nodes,
    People,
    Ragged,
    Responders,
    SafetyObjects,
    Table,
    Trees,
    Units,
    Walls,
)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of itself. `kind`: "sample", "import", "import+demo" or "real" (R10 hangs on it).

    `lon0`, `lat0` degrees: origin of the local frame. `registration_at`: when registration truth was last synced
    (epoch ms; Q15), None where the register is its own truth. `attribution` is shown on the map.
    """

    id: str
    name: str
    kind: str
    lon0: float
    lat0: float
    zone: str = "Asia/Shanghai"
    datum: str = "WGS-84"
    attribution: str = ""
    registration_at: int | None = None


@dataclass
class Register:
    """All tables. Loaded at start, changed rarely; read from any thread, written by none."""

    site: Site
    communities: Communities = field(default_factory=Communities)
    grids: Grids = field(default_factory=Grids)
    buildings: Buildings = field(default_factory=Buildings)
    units: Units = field(default_factory=Units)
    homes: Homes = field(default_factory=Homes)
    people: People = field(default_factory=People)
    credentials: Credentials = field(default_factory=Credentials)
    devices: Devices = field(default_factory=Devices)
    cameras: Cameras = field(default_factory=Cameras)
    responders: Responders = field(default_factory=Responders)
    nodes: Nodes = field(default_factory=Nodes)
    edges: Edges = field(default_factory=Edges)
    gates: Gates = field(default_factory=Gates)
    ground: Ground = field(default_factory=Ground)
    walls: Walls = field(default_factory=Walls)
    trees: Trees = field(default_factory=Trees)
    safety: SafetyObjects = field(default_factory=SafetyObjects)

    @cached_property
    def responder_of_device(self) -> dict[str, int]:
        """Responder row by tracker id."""
        return {device: row for row, device in enumerate(self.responders.device) if device}

    @cached_property
    def gate_of_device(self) -> dict[str, int]:
        """Gate row by gate device id."""
        return {device: row for row, device in enumerate(self.gates.device) if device}

    def address(self, home_row: int) -> str:
        """A home's short address "3-2-502" (building-unit-home); "" for −1."""
        if home_row < 0:
            return ""
        unit_row = int(self.homes.unit_row[home_row])
        building = self.buildings.name[int(self.homes.building_row[home_row])].removesuffix("栋").removesuffix("号楼")
        unit = f"-{self.units.name[unit_row].removesuffix('单元')}" if unit_row >= 0 else ""
        return f"{building}{unit}-{self.homes.name[home_row]}"


TABLES: tuple[tuple[str, type[Table]], ...] = (
    ("communities", Communities),
    ("grids", Grids),
    ("buildings", Buildings),
    ("units", Units),
    ("homes", Homes),
    ("people", People),
    ("credentials", Credentials),
    ("devices", Devices),
    ("cameras", Cameras),
    ("responders", Responders),
    ("nodes", Nodes),
    ("edges", Edges),
    ("gates", Gates),
    ("ground", Ground),
    ("walls", Walls),
    ("trees", Trees),
    ("safety", SafetyObjects),
)


def pack_table(table: Table, *, leave_out: tuple[str, ...] = ()) -> bytes:
    """A table as msgpack: column name → text list, {dtype, shape, data}, or {offsets, xy}.

    Text columns in `leave_out` travel as so many empty strings, so that the table's length still holds.
    """
    body: dict[str, Any] = {}
    for f in fields(table):
        value = getattr(table, f.name)
        body[f.name] = [""] * len(table) if f.name in leave_out else _pack(value)
    return msgspec.msgpack.encode(body)


def unpack_table(kind: type[Table], data: bytes) -> Table:
    """Inverse of `pack_table`; a column the data does not name stays as its default. Raises ValueError on bad data."""
    try:
        body = msgspec.msgpack.decode(data)
        return kind(**{f.name: _unpack(body[f.name]) for f in fields(kind) if f.name in body})
    except (msgspec.DecodeError, TypeError, KeyError) as error:
        raise ValueError(f"{kind.__name__}: not a register table ({error})") from error


def _pack(value: Any) -> Any:
    if isinstance(value, Ragged):
        return {"offsets": _pack(value.offsets), "xy": _pack(value.xy)}
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": value.shape, "data": value.tobytes()}
    return value


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "xy" in value:
        return Ragged(_unpack(value["offsets"]), _unpack(value["xy"]))
    return np.frombuffer(value["data"], dtype=np.dtype(value["dtype"])).reshape(value["shape"])

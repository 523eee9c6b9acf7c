"""A city for the bench: the sample estate a hundred times over, as one register with one situation."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import bench_station
import numpy as np
from bench_row import NOW

from domain.changes import AnyChange, Batch, DeviceChanged, DutyChanged
from domain.register import TABLES, Ragged, Register
from domain.situation import Situation
from map.frame import LocalFrame

ACROSS = 10
PITCH_M = 720.0
"""From one estate to the next."""
WHERE = {
    **{"community_row": "communities", "grid_row": "grids", "building_row": "buildings", "unit_row": "units"},
    **{"home_row": "homes", "person_row": "people", "node_row": "nodes", "a_row": "nodes", "b_row": "nodes"},
    **{"gate_row": "gates"},
}
"""The table into which a column of row numbers points."""
IDS = ("ids", "keeper", "device", "gateway")
WRONG_EVERY = 50
"""One device in so many is offline."""


def city(guards: int = 20, across: int = ACROSS) -> tuple[Register, Situation]:
    """`across`² estates with so many guards on duty in each."""
    station = bench_station.make(guards)
    shifts = shifts_of(station.register, across, PITCH_M)
    register = tiled(station.register, shifts)
    situation = Situation(register)
    situation.apply(Batch(1, NOW, tuple(_changes(station, shifts))))
    return register, situation


def shifts_of(one: Register, across: int, pitch_m: float) -> np.ndarray:
    """(across², 2) degrees by which each estate lies off the first, about its origin."""
    frame = LocalFrame(one.site.lon0, one.site.lat0)
    places = (np.arange(across) - (across - 1) / 2) * pitch_m
    offsets = [(east, north) for north in places.tolist() for east in places.tolist()]
    shifts: np.ndarray = frame.to_degrees(offsets) - (frame.lon0, frame.lat0)
    return shifts


def tiled(one: Register, shifts: np.ndarray) -> Register:
    """An estate as many times as there are shifts; the ids of the i-th begin with "i."."""
    tables: dict[str, Any] = {
        name: kind(**{f.name: _column(one, name, f.name, shifts) for f in fields(kind)}) for name, kind in TABLES
    }
    return replace(one, **tables)


def _column(one: Register, table: str, name: str, shifts: np.ndarray) -> Any:
    """One column of all estates."""
    column, n = getattr(getattr(one, table), name), len(shifts)
    if isinstance(column, Ragged):
        return _rings(column, shifts)
    if isinstance(column, list):
        return [f"{i}.{text}" if name in IDS and text else text for i in range(n) for text in column]
    whole = np.tile(column, n)
    if name in ("lon", "base_lon", "lat", "base_lat"):
        whole = whole + np.repeat(shifts[:, int(name.endswith("lat"))], len(column))
    if name in WHERE:
        steps = np.repeat(np.arange(n) * len(getattr(one, WHERE[name])), len(column))
        whole = np.where(whole >= 0, whole + steps, whole).astype(column.dtype)
    return whole


def _rings(column: Ragged, shifts: np.ndarray) -> Ragged:
    n, points = len(shifts), len(column.xy)
    starts = column.offsets[:-1][None] + np.arange(n)[:, None] * points
    offsets = np.append(starts.ravel(), n * points).astype(np.int32)
    return Ragged(offsets, np.tile(column.xy, (n, 1)) + np.repeat(shifts, points, axis=0))


def _changes(station: bench_station.Bench, shifts: np.ndarray) -> list[AnyChange]:
    """Everybody on duty with a fix; every device has been heard, one in WRONG_EVERY is offline."""
    made: list[AnyChange] = []
    for i, (lon, lat) in enumerate(shifts.tolist()):
        made += [DutyChanged(responder=f"{i}.{one}", on_duty=True, at=NOW) for one in _walking(station)]
        spots = tuple((a + lon, b + lat) for a, b in station.spots)
        made.append(bench_station.moved(tuple(f"{i}.{one}" for one in station.trackers), spots, NOW))
        for row, device in enumerate(station.register.devices.ids):
            wrong = (row + i) % WRONG_EVERY == 0
            made.append(DeviceChanged(device=f"{i}.{device}", heard=NOW - 1000, online=not wrong))
    return made


def _walking(station: bench_station.Bench) -> list[str]:
    responders = station.register.responders
    return [key for key, device in zip(responders.ids, responders.device, strict=True) if device]

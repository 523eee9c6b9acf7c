"""`Reach`: which rows of the register a seat may have at all – by role, grids and communities – and what of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from domain.access import Role, Seat, may
from domain.register import DeviceKind, Register, ResponderClass

Mask = npt.NDArray[np.bool_]

HOME_KINDS = (DeviceKind.DOOR, DeviceKind.LOCK, DeviceKind.SOS, DeviceKind.PANEL, DeviceKind.METER)
"""Kinds that tell who lives in a home and how: never at a property seat (T1-46)."""

OWN_STAFF = (ResponderClass.PROPERTY, ResponderClass.FIRE_POST)
"""Whose positions a property seat is shown, in its own communities."""


@dataclass(frozen=True)
class Reach:
    """Row masks over the whole register's people, devices and cameras; a row that is False never leaves the station."""

    people: Mask
    devices: Mask
    cameras: Mask
    homes: Mask
    """Homes whose tenure may be told; the others' rows travel (geometry), their tenure as UNKNOWN."""


def reach_of(register: Register, seat: Seat) -> Reach:
    """What the seat sees of a register."""
    n = tuple(len(table) for table in (register.people, register.devices, register.cameras, register.homes))
    if not may(seat, "look"):
        return Reach(*(np.zeros(k, dtype=np.bool_) for k in n))
    if seat.role is Role.GRID_WORKER:
        return _in_grids(register, seat)
    if seat.role is Role.PROPERTY:
        return _in_communities(register, seat)
    return Reach(*(np.ones(k, dtype=np.bool_) for k in n))


def _in_grids(register: Register, seat: Seat) -> Reach:
    grids = _rows(register.grids, seat.grids)
    buildings = np.isin(register.buildings.grid_row, grids)
    homes = _of(buildings, register.homes.building_row)
    people = _of(homes, register.people.home_row)
    d, c = register.devices, register.cameras
    indoors = d.building_row >= 0
    outdoors = ~indoors & (d.kind != DeviceKind.TRACKER) & _inside(register, grids, d.lon, d.lat)
    own = _trackers(register, np.isin(register.responders.grid_row, grids))
    wearable = _of(people, d.person_row)
    devices = _of(buildings, d.building_row) | outdoors | own | wearable
    return Reach(people, devices, _inside(register, grids, c.lon, c.lat), homes)


def _in_communities(register: Register, seat: Seat) -> Reach:
    communities = _rows(register.communities, seat.communities)
    d, c = register.devices, register.cameras
    of_home = np.isin(d.kind, HOME_KINDS) & ((d.home_row >= 0) | (d.person_row >= 0) | d.bedroom)
    tracker = d.kind == DeviceKind.TRACKER
    r = register.responders
    own_staff = _trackers(register, np.isin(r.community_row, communities) & np.isin(r.kind, OWN_STAFF))
    devices = (np.isin(d.community_row, communities) & ~of_home & ~tracker & (d.person_row < 0)) | own_staff
    here = _inside_communities(register, communities, c.lon, c.lat)
    return Reach(_none(register.people), devices, here, _none(register.homes))


def _none(table: Any) -> Mask:
    return np.zeros(len(table), dtype=np.bool_)


def _rows(table: Any, ids: tuple[str, ...]) -> npt.NDArray[np.int64]:
    rows = [table.row(key) for key in ids]
    return np.array([row for row in rows if row >= 0], dtype=np.int64)


def _of(mask: Mask, rows: npt.NDArray[np.int32]) -> Mask:
    """`mask` looked up through a `_row` column; −1 is False."""
    found = np.zeros(len(rows), dtype=np.bool_)
    known = rows >= 0
    found[known] = mask[rows[known]]
    return found


def _trackers(register: Register, responders: Mask) -> Mask:
    mask = _none(register.devices)
    for row in np.flatnonzero(responders):
        device = register.devices.row(register.responders.device[row] or None)
        if device >= 0:
            mask[device] = True
    return mask


def _inside(register: Register, grids: npt.NDArray[np.int64], lon: Any, lat: Any) -> Mask:
    return _in_rings([register.grids.outline[row] for row in grids], lon, lat)


def _inside_communities(register: Register, rows: npt.NDArray[np.int64], lon: Any, lat: Any) -> Mask:
    return _in_rings([register.communities.outline[row] for row in rows], lon, lat)


def _in_rings(rings: list[Any], lon: Any, lat: Any) -> Mask:
    mask = np.zeros(len(lon), dtype=np.bool_)
    for ring in rings:
        if len(ring) >= 3:
            mask |= shapely.contains_xy(shapely.Polygon(ring), lon, lat)
    return mask

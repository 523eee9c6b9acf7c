"""Sample people, devices and responders on an imported place, for `sandtable demo --on STATION.db`."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np

from app.sample.amounts import scaled
from app.sample.cells import cells_of, whole
from app.sample.doors import Doors, open_doors
from app.sample.estate import SampleEstate, populate
from app.sample.land import I32, CameraSpot, Land, Posts, long_axes
from app.sample.shapes import F64
from domain.register import Buildings, Communities, Ragged, Register, Ring
from map.frame import LocalFrame

_LEAST_M2 = 40.0
_MOST_HOMES = 9_000
_FLAT_M2 = 92.0
_CAMERAS = 12


def decorate(register: Register, seed: int, now: int) -> SampleEstate:
    """A sample estate on an imported register (buildings and paths; people, homes and devices are replaced).

    Proportions are those of the sample, with at most 20,000 people. The result's site kind is "import+demo", so that
    nobody takes it for a real station. Raises ValueError, in one sentence, where nothing can be placed.
    """
    if not len(register.buildings):
        raise ValueError("There is no building in this import, so no sample can be placed on it.")
    if not len(register.edges):
        raise ValueError("There is no path in this import, so nobody could walk to a sample placed on it.")
    register = replace(register, site=msgspec.structs.replace(register.site, kind="import+demo"))
    frame = LocalFrame(register.site.lon0, register.site.lat0)
    area = _areas(register, frame)
    doors = open_doors(register, frame, _lived_in(register, area))
    flats = _flats(register.buildings, area, doors)
    land = _land(register, frame, doors, flats)
    lived = int((flats > 0).sum())
    homes = int((flats * land.register.buildings.levels).sum())
    return populate(land, scaled(lived, homes, len(land.register.grids)), seed, now)


def _areas(register: Register, frame: LocalFrame) -> F64:
    """(buildings,) footprints in square metres."""
    outline = register.buildings.outline
    xy = frame.to_metres(outline.xy)
    found = []
    for a, b in zip(outline.offsets[:-1], outline.offsets[1:], strict=True):
        x, y = (xy[a:b] - xy[a]).T
        found.append(abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2)
    return np.array(found)


def _lived_in(register: Register, area: F64) -> I32:
    """Rows of buildings that may hold homes: residential and no shed; where none is, every building that is no shed."""
    large = area >= min(_LEAST_M2, float(area.max()))
    residential = np.flatnonzero(register.buildings.residential & large)
    return np.asarray(residential if len(residential) else np.flatnonzero(large), dtype=np.int32)


def _flats(buildings: Buildings, area: F64, doors: Doors) -> I32:
    """Homes a floor: two a stairwell in low houses, by area in high ones; fewer where the whole would be too many."""
    units = np.bincount(doors.units.building_row, minlength=len(buildings))
    by_area = np.clip(np.rint(area * 0.82 / _FLAT_M2), 1, 12)
    low = np.minimum(units * 2, np.maximum(by_area, units))
    flats = np.where(doors.reached & (units > 0), np.where(buildings.levels <= 7, low, np.maximum(by_area, units)), 0)
    total = float((flats * np.maximum(buildings.levels, 1)).sum())
    if total > _MOST_HOMES:
        flats = np.where(flats > 0, np.maximum(np.floor(flats * _MOST_HOMES / total), 1), 0)
    return np.asarray(flats, dtype=np.int32)


def _land(register: Register, frame: LocalFrame, doors: Doors, flats: I32) -> Land:
    """Communities and grids where the import had none, doors joined to the paths, cameras and posts at fit places."""
    middles, _ = long_axes(register, frame)
    lived = flats > 0
    if not len(register.communities):
        ring = Ragged.of([frame.to_degrees(whole(middles))])
        one = Communities(ids=["c1"], name=[register.site.name], outline=ring, walled=np.array([False]))
        register = replace(register, communities=one)
        register = replace(
            register, buildings=replace(register.buildings, community_row=np.zeros(len(lived), np.int32))
        )
    if not len(register.grids):
        grids, grid_row = cells_of(middles, lived, register.buildings.community_row, frame)
        register = replace(register, grids=grids, buildings=replace(register.buildings, grid_row=grid_row))
    levels = np.maximum(register.buildings.levels, 1).astype(np.int16)
    register = replace(
        register, nodes=doors.nodes, edges=doors.edges, buildings=replace(register.buildings, levels=levels)
    )  # fmt: skip
    xy = frame.to_metres(np.column_stack([register.nodes.lon, register.nodes.lat]))
    return Land(
        register, doors.units, flats, _cameras(register, xy, doors.main), _posts(register, xy, middles, doors.main)
    )


def _cameras(register: Register, xy: F64, main: I32) -> tuple[CameraSpot, ...]:
    """At gates first, looking along the way through; then at the busiest crossings, well apart from one another."""
    edges = register.edges
    degree = np.bincount(np.concatenate([edges.a_row, edges.b_row]), minlength=len(xy))
    nodes = [int(n) for n in register.gates.node_row.tolist() if n >= 0][: _CAMERAS // 2]
    outer = len(nodes)
    for node in main[np.argsort(-degree[main], kind="stable")].tolist():
        if len(nodes) >= _CAMERAS:
            break
        if all(float(np.hypot(*(xy[node] - xy[other]))) > 45 for other in nodes):
            nodes.append(int(node))
    return tuple(
        _camera(register, xy, node, nth, Ring.OUTER if nth < outer else Ring.MIDDLE) for nth, node in enumerate(nodes)
    )


def _camera(register: Register, xy: F64, node: int, nth: int, ring: Ring) -> CameraSpot:
    edges = register.edges
    touching = np.flatnonzero((edges.a_row == node) | (edges.b_row == node))
    away = np.array([1.0, 0.0])
    if len(touching):
        longest = touching[int(np.argmax(edges.length_m[touching]))]
        other = edges.b_row[longest] if edges.a_row[longest] == node else edges.a_row[longest]
        step = xy[other] - xy[node]
        away = step / max(float(np.hypot(*step)), 1e-6)
    at = xy[node] - 6.0 * away + 2.5 * np.array([-away[1], away[0]])
    towards = xy[node] + 20.0 * away
    name = f"{'大门' if ring is Ring.OUTER else '路口'}相机 {nth + 1}"
    return CameraSpot(name, (float(at[0]), float(at[1])), (float(towards[0]), float(towards[1])), 66, 55, ring, -1)


def _posts(register: Register, xy: F64, middles: F64, main: I32) -> Posts:
    """The police room near the middle, one property post a community, services coming in at the two farthest ends."""
    centre = middles.mean(axis=0)
    distance = np.hypot(*(xy[main] - centre).T)
    first = int(main[int(distance.argmax())])
    second = int(main[int((distance + np.hypot(*(xy[main] - xy[first]).T)).argmax())])
    rows = register.buildings.community_row
    post = {c: _near(xy, main, middles[rows == c].mean(axis=0) if (rows == c).any() else centre)
            for c in range(len(register.communities))}  # fmt: skip
    gates = [int(n) for n in register.gates.node_row.tolist() if n in set(main.tolist())]
    police = _near(xy, main, centre)
    return Posts(police=police, property=post, fire=gates[0] if gates else police, far=(first, second))


def _near(xy: F64, rows: I32, point: F64) -> int:
    return int(rows[int(np.hypot(*(xy[rows] - point).T).argmin())])

"""Stairwells for imported houses: the entrances that the map knows, or doors made on the side that faces the paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString, Polygon

from app.sample.land import I32, long_axes
from app.sample.network import pieces
from app.sample.shapes import F64
from domain.register import EdgeKind, Edges, Nodes, Register, Units
from map.frame import LocalFrame

_NEAR_M = 150.0
_UNIT_M = 18.0


@dataclass(frozen=True)
class Doors:
    """Units west to east within each building, the network with the new doors joined to it, `main` the node rows of
    its largest part, and `reached` (buildings,): there is a way to this building.
    """

    units: Units
    nodes: Nodes
    edges: Edges
    main: I32
    reached: npt.NDArray[np.bool_]


@dataclass
class _Door:
    key: str
    building: int
    at: F64
    share: float
    node: int = -1
    joined: int = -1


def open_doors(register: Register, frame: LocalFrame, lived: I32) -> Doors:
    """Doors for the buildings in `lived`. Raises ValueError where no path comes near any of them."""
    xy = frame.to_metres(np.column_stack([register.nodes.lon, register.nodes.lat]))
    _, part = pieces(len(xy), register.edges.a_row, register.edges.b_row)
    main = np.flatnonzero(part == np.bincount(part).argmax()).astype(np.int32)
    doors = [*_known(register, frame, lived), *_made(register, frame, lived, xy[main])]
    _join(doors, register, frame, xy, main)
    doors = [d for d in doors if d.node >= 0 or d.joined >= 0]
    if not doors:
        raise ValueError("No path comes within 150 m of any building here, so no sample can be placed on this import.")
    doors.sort(key=lambda d: (d.building, d.share))
    return _tables(doors, register, frame, main)


def _known(register: Register, frame: LocalFrame, lived: I32) -> list[_Door]:
    """Doors at the entrances that came with the import."""
    wanted = set(lived.tolist())
    units = register.units
    if not len(units):
        return []
    middle, axis = long_axes(register, frame)
    places = frame.to_metres(np.column_stack([units.lon, units.lat]))
    found = []
    for row in range(len(units)):
        building = int(units.building_row[row])
        if building in wanted:
            share = float((places[row] - middle[building]) @ axis[building])
            found.append(_Door(units.ids[row], building, places[row], share, node=int(units.node_row[row])))
    return found


def _made(register: Register, frame: LocalFrame, lived: I32, paths: F64) -> list[_Door]:
    """Doors on the long side nearer to the paths, for buildings whose entrances nobody has mapped."""
    has = set(register.units.building_row.tolist())
    middle, axis = long_axes(register, frame)
    near = cKDTree(paths)
    outline = register.buildings.outline
    found = []
    for building in (b for b in lived.tolist() if b not in has):
        length = float(np.hypot(*axis[building]))
        most = 4 if register.buildings.levels[building] <= 7 else 2
        n = int(np.clip(round(length / _UNIT_M), 1, most))
        across = np.array([-axis[building][1], axis[building][0]]) / max(length, 1e-6) * length
        rim = Polygon(frame.to_metres(outline[building])).exterior
        for nth in range(n):
            inner = middle[building] + ((nth + 0.5) / n - 0.5) * axis[building]
            ends = [_on_rim(rim, inner, inner + sign * across) for sign in (1, -1)]
            at = min(ends, key=lambda p: float(near.query(p)[0]))
            found.append(_Door(f"{register.buildings.ids[building]}u{nth + 1}", building, at, (nth + 0.5) / n))
    return found


def _on_rim(rim: LineString, inner: F64, outer: F64) -> F64:
    """Where the way outwards leaves the building."""
    hits = shapely.get_coordinates(LineString([inner, outer]).intersection(rim))
    if not len(hits):
        return np.asarray(shapely.get_coordinates(rim.interpolate(rim.project(shapely.Point(inner))))[0])
    return np.asarray(hits[int(np.hypot(*(hits - outer).T).argmin())])


def _join(doors: list[_Door], register: Register, frame: LocalFrame, xy: F64, main: I32) -> None:
    """The path node that each door without one is joined to: the nearest that no wall keeps off, within _NEAR_M."""
    tree = cKDTree(xy[main])
    walls = shapely.STRtree([LineString(frame.to_metres(register.walls.line[w])) for w in range(len(register.walls))])
    for door in (d for d in doors if d.node < 0):
        distance, near = tree.query(door.at, k=min(8, len(main)))
        ranked = [
            int(main[i]) for d, i in zip(np.atleast_1d(distance), np.atleast_1d(near), strict=True) if d <= _NEAR_M
        ]
        free = (n for n in ranked if not len(walls.query(LineString([door.at, xy[n]]), predicate="intersects")))
        door.joined = next(free, ranked[0] if ranked and not len(walls.geometries) else -1)


def _tables(doors: list[_Door], register: Register, frame: LocalFrame, main: I32) -> Doors:
    """Units, and the network with a node at every new door."""
    places = frame.to_degrees(np.array([d.at for d in doors]))
    n = len(register.nodes)
    new = [i for i, d in enumerate(doors) if d.node < 0]
    for k, i in enumerate(new):
        doors[i].node = n + k
    nodes = Nodes(
        ids=[*register.nodes.ids, *(f"door-{doors[i].key}" for i in new)],
        lon=np.concatenate([register.nodes.lon, places[new, 0]]),
        lat=np.concatenate([register.nodes.lat, places[new, 1]]),
    )  # fmt: skip
    numbers: dict[int, int] = {}
    names = []
    for door in doors:
        numbers[door.building] = numbers.get(door.building, 0) + 1
        names.append(f"{numbers[door.building]}单元")
    rows = np.array([d.building for d in doors], dtype=np.int32)
    units = Units(
        ids=[d.key for d in doors], name=names, building_row=rows, lon=places[:, 0].copy(), lat=places[:, 1].copy(),
        node_row=np.array([d.node for d in doors], dtype=np.int32),
    )  # fmt: skip
    reached = np.zeros(len(register.buildings), dtype=np.bool_)
    reached[rows] = True
    return Doors(units, nodes, _with_entrances(register.edges, [doors[i] for i in new], nodes, frame), main, reached)


def _with_entrances(edges: Edges, doors: list[_Door], nodes: Nodes, frame: LocalFrame) -> Edges:
    a = np.array([d.node for d in doors], dtype=np.int32)
    b = np.array([d.joined for d in doors], dtype=np.int32)
    xy = frame.to_metres(np.column_stack([nodes.lon, nodes.lat]))
    return Edges(
        ids=[*edges.ids, *(f"to-{d.key}" for d in doors)],
        a_row=np.concatenate([edges.a_row, a]), b_row=np.concatenate([edges.b_row, b]),
        length_m=np.concatenate([edges.length_m, np.hypot(*(xy[a] - xy[b]).T).astype(np.float32)]),
        kind=np.concatenate([edges.kind, np.full(len(a), EdgeKind.ENTRANCE, dtype=np.int8)]),
        gate_row=np.concatenate([edges.gate_row, np.full(len(a), -1, dtype=np.int32)]),
    )  # fmt: skip

"""Forty responders of all classes, their trackers, their bases, and the rounds they walk on duty.

119 and 120 stand in the register as class EXTERNAL without a tracker: they are called by telephone and answer through
the operator. All others carry one (kind TRACKER, ring NONE, heartbeat every 10 s while on duty).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from app.sample.amounts import Amounts
from app.sample.devices import DeviceRows
from app.sample.land import Land
from domain.clock import DAY
from domain.register import DeviceKind, Grids, ResponderClass, Responders, Ring

_SIGNS = {
    ResponderClass.OFFICER: "警", ResponderClass.AUXILIARY: "辅", ResponderClass.GRID_WORKER: "网",
    ResponderClass.VOLUNTEER: "志", ResponderClass.PROPERTY: "物", ResponderClass.FIRE_POST: "消",
}  # fmt: skip
Rows = npt.NDArray[np.int64]
_EXTERNAL = ("119", "120")
_ON_DUTY = (3, 6, 8, 5, 4, 2, 2)
"""Of each class, for the sample's numbers: the rest is off duty, and off duty nothing is tracked (R6)."""


@dataclass(frozen=True)
class Crew:
    """The table, grids with their keepers, each responder's round (node rows, the last leads back to the first), and
    who is on duty when the sample opens.
    """

    responders: Responders
    grids: Grids
    rounds: dict[str, tuple[int, ...]]
    on_duty: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    base: int
    community: int
    grid: int
    reach: Rows
    """Node rows that a round may pass."""


def muster(land: Land, amounts: Amounts, devices: DeviceRows, now: int, rng: Random) -> Crew:
    """All responders; their trackers are added to `devices`."""
    grids = land.register.grids
    areas = _areas(land)
    columns: dict[str, list[object]] = {k: [] for k in ("ids", "sign", "kind", "device", "community", "grid")}
    places: list[_Place] = []
    for kind in ResponderClass:
        for nth in range(amounts.responders[kind]):
            place = _place(land, areas, kind, nth, rng)
            row = len(places) + 1
            sign = _EXTERNAL[nth % 2] if kind is ResponderClass.EXTERNAL else f"{_SIGNS[kind]}-{nth + 1:02d}"
            tracker = "" if kind is ResponderClass.EXTERNAL else f"trk-{row:02d}"
            for column, value in zip(columns, (f"r{row:02d}", sign, int(kind), tracker, place.community, place.grid),
                                     strict=True):  # fmt: skip
                columns[column].append(value)
            places.append(place)
            if tracker:
                at = float(land.register.nodes.lon[place.base]), float(land.register.nodes.lat[place.base])
                devices.add(tracker, f"定位终端 {sign}", DeviceKind.TRACKER, Ring.NONE, at=at,
                            installed=now - rng.randrange(40, 400) * DAY)  # fmt: skip
    responders = _table(land, columns, places)
    keepers = _keepers(responders, len(grids))
    kept = Grids(grids.ids, grids.name, grids.community_row, grids.outline, keepers)
    return Crew(responders, kept, _rounds(land, responders, places, rng), _on_duty(responders, amounts))


def _table(land: Land, columns: dict[str, list[object]], places: list[_Place]) -> Responders:
    base = np.array([p.base for p in places], dtype=np.int32)
    return Responders(
        ids=[str(v) for v in columns["ids"]], call_sign=[str(v) for v in columns["sign"]],
        kind=np.array(columns["kind"], dtype=np.int8), device=[str(v) for v in columns["device"]],
        community_row=np.array(columns["community"], dtype=np.int32),
        grid_row=np.array(columns["grid"], dtype=np.int32),
        base_lon=land.register.nodes.lon[base], base_lat=land.register.nodes.lat[base],
    )  # fmt: skip


def _keepers(responders: Responders, grids: int) -> list[str]:
    keepers = [""] * grids
    for row in range(len(responders)):
        grid = int(responders.grid_row[row])
        if responders.kind[row] == ResponderClass.GRID_WORKER and grid >= 0:
            keepers[grid] = responders.ids[row]
    return keepers


def _on_duty(responders: Responders, amounts: Amounts) -> tuple[str, ...]:
    """The first of each class, in the sample's share."""
    found = []
    for kind in ResponderClass:
        rows = [r for r in range(len(responders)) if responders.kind[r] == kind]
        share = _ON_DUTY[kind] / Amounts().responders[kind]
        found += [responders.ids[r] for r in rows[: max(round(len(rows) * share), 1)]]
    return tuple(found)


def _areas(land: Land) -> dict[tuple[str, int], Rows]:
    """Nodes (not doors) inside each grid and community: ("grid", row) and ("community", row) → node rows."""
    edges, nodes = land.register.edges, land.register.nodes
    doors = set(np.asarray(land.stairs.node_row).tolist())
    rows = np.array([n for n in _main_part(land).tolist() if n not in doors])
    used = rows[np.isin(rows, np.concatenate([edges.a_row, edges.b_row]))]
    areas: dict[tuple[str, int], Rows] = {("all", 0): used}
    for name, table in (("grid", land.register.grids), ("community", land.register.communities)):
        for row in range(len(table)):
            ring = shapely.Polygon(table.outline[row]).buffer(2e-5)
            inside = used[shapely.contains_xy(ring, nodes.lon[used], nodes.lat[used])]
            areas[(name, row)] = inside if len(inside) else used
    return areas


def _main_part(land: Land) -> Rows:
    """Nodes of the largest part of the network when gates that are locked as built stay locked."""
    _, part = connected_components(_graph(land), directed=False)
    return np.flatnonzero(part == np.bincount(part).argmax()).astype(np.int64)


def _place(land: Land, areas: dict[tuple[str, int], Rows], kind: ResponderClass, nth: int, rng: Random) -> _Place:
    communities, grids = len(land.register.communities), len(land.register.grids)
    everywhere = areas[("all", 0)]
    if kind is ResponderClass.GRID_WORKER:
        grid = nth % grids
        reach = areas[("grid", grid)]
        return _Place(_central(land, reach), int(land.register.grids.community_row[grid]), grid, reach)
    if kind is ResponderClass.VOLUNTEER:
        reach = areas[("grid", nth % grids)]
        return _Place(int(reach[rng.randrange(len(reach))]), -1, -1, reach)
    if kind is ResponderClass.PROPERTY:
        community = nth % communities
        return _Place(land.posts.property[community], community, -1, areas[("community", community)])
    if kind is ResponderClass.FIRE_POST:
        return _Place(land.posts.fire, -1, -1, areas[("community", 0)])
    if kind is ResponderClass.EXTERNAL:
        return _Place(land.posts.far[nth % 2], -1, -1, everywhere[:0])
    return _Place(land.posts.police, -1, -1, areas[("community", nth % communities)] if nth % 3 else everywhere)


def _central(land: Land, rows: Rows) -> int:
    xy = land.node_xy[rows]
    return int(rows[int(np.argmin(np.hypot(*(xy - xy.mean(axis=0)).T)))])


def _graph(land: Land) -> csr_array:
    """Walking graph in metres without the gates that are locked as built."""
    edges, n = land.register.edges, len(land.register.nodes)
    shut = (
        (edges.gate_row >= 0) & land.register.gates.locked[edges.gate_row]
        if len(land.register.gates)
        else edges.gate_row >= 0
    )
    a, b, length = edges.a_row[~shut], edges.b_row[~shut], edges.length_m[~shut].astype(np.float64)
    both = (np.concatenate([length, length]), (np.concatenate([a, b]), np.concatenate([b, a])))
    return csr_array(both, shape=(n, n))


def _rounds(land: Land, responders: Responders, places: list[_Place], rng: Random) -> dict[str, tuple[int, ...]]:
    """A loop through a few places of each one's area, by the shortest way; none for the city's services."""
    stops = {}
    for row, place in enumerate(places):
        if len(place.reach):
            few = 3 if responders.kind[row] in (ResponderClass.PROPERTY, ResponderClass.FIRE_POST) else 6
            stops[responders.ids[row]] = _tour(land, place, few, rng)
    sources = sorted({stop for tour in stops.values() for stop in tour})
    if not sources:
        return {}
    _, before = dijkstra(_graph(land), directed=False, indices=sources, return_predecessors=True)
    index = {source: i for i, source in enumerate(sources)}
    return {key: _walk(tour, before, index) for key, tour in stops.items()}


def _tour(land: Land, place: _Place, few: int, rng: Random) -> list[int]:
    """Stops in the order of their direction from the middle, so that the loop does not cross itself much."""
    some = [int(place.reach[rng.randrange(len(place.reach))]) for _ in range(few)]
    stops = sorted({_central(land, place.reach), *some}) if few > 3 else sorted({*some})
    xy = land.node_xy[stops]
    around = np.arctan2(*(xy - xy.mean(axis=0)).T)
    return [stops[i] for i in np.argsort(around, kind="stable")]


def _walk(tour: list[int], before: npt.NDArray[np.int32], index: dict[int, int]) -> tuple[int, ...]:
    """All nodes of the loop, each leg without its last node (it is the next leg's first)."""
    path: list[int] = []
    for start, end in zip(tour, [*tour[1:], tour[0]], strict=True):
        leg, node = [], end
        while node != start and node >= 0:
            node = int(before[index[start], node])
            leg.append(node)
        path += reversed([n for n in leg if n >= 0])
    return tuple(path) or (tour[0],)

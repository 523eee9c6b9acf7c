"""Nearest responders: 1,000 on a real street network, against networkx on the same graph; the answers must agree."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
from bench_row import NOW, Row, beside, limit, own_times, quantiles, timed
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from app.importing.run import read_files
from domain.alarms import AlarmKind, Place
from domain.changes import Batch, DutyChanged, Moved
from domain.dispatch import PathNetwork, Ranked, rank
from domain.dispatch.network import WALK_M_S
from domain.register import DeviceKind, Devices, Edges, Nodes, Register, ResponderClass, Responders, Site
from domain.situation import Situation, locked_gates

CITY = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "helsinki.osm.pbf"
"""An OpenStreetMap extract that may lie beside the checkout; where it does not, a street grid is made."""
RESPONDERS, NEAREST = 1_000, 8
PLACES, PEER_PLACES = 200, 10
SIDE, CROSSING_M = 77, 60.0
"""Of the made grid: 77 × 77 crossings, 60 m apart; every tenth street is missing."""
SAME_S = 0.11
"""Walking times are told to a tenth of a second."""


@dataclass(frozen=True)
class Town:
    """A register with its responders, the situation, and places that alarms may come from."""

    name: str
    register: Register
    situation: Situation
    places: list[Place]


def town(rng: np.random.Generator) -> Town:
    """The extract where it is there, else the made grid; everybody stands at a crossing with a fresh fix."""
    if CITY.exists():
        name, register = CITY.name, read_files([CITY], name="bench")[0]
    else:
        name, register = "a made street grid", grid(rng)
    register = replace(register, devices=trackers(), responders=crew())
    nodes = register.nodes
    reached = largest_part(register)
    stood = rng.choice(reached, RESPONDERS)
    at = rng.choice(reached, PLACES, replace=False)
    situation = Situation(register)
    duty = tuple(DutyChanged(responder=key, on_duty=True, at=NOW) for key in register.responders.ids)
    moved = Moved(
        devices=tuple(register.devices.ids),
        at=(NOW,) * RESPONDERS,
        lon=tuple((nodes.lon[stood] + rng.normal(0, 1e-4, RESPONDERS)).tolist()),
        lat=tuple((nodes.lat[stood] + rng.normal(0, 5e-5, RESPONDERS)).tolist()),
        accuracy_m=(5.0,) * RESPONDERS,
        heading=(0.0,) * RESPONDERS,
    )
    situation.apply(Batch(1, NOW, (*duty, moved)))
    places = [Place(lon=float(nodes.lon[n]), lat=float(nodes.lat[n])) for n in at.tolist()]
    return Town(name, register, situation, places)


def largest_part(register: Register) -> npt.NDArray[np.int64]:
    """Nodes that can all be reached from one another: elsewhere a ranking is a guess, which no peer would share."""
    edges, n = register.edges, len(register.nodes)
    graph = csr_array((np.ones(len(edges)), (edges.a_row, edges.b_row)), shape=(n, n))
    _, part = connected_components(graph, directed=False)
    return np.flatnonzero(part == np.bincount(part).argmax())


def trackers() -> Devices:
    """One a responder."""
    none, nought = np.full(RESPONDERS, -1, dtype=np.int32), np.zeros(RESPONDERS)
    return Devices(
        ids=[f"t{n}" for n in range(RESPONDERS)], name=[""] * RESPONDERS, gateway=[""] * RESPONDERS,
        kind=np.full(RESPONDERS, DeviceKind.TRACKER, dtype=np.int8), ring=np.zeros(RESPONDERS, dtype=np.int8),
        community_row=none, building_row=none, home_row=none, person_row=none,
        floor=np.zeros(RESPONDERS, dtype=np.int16), lon=nought, lat=nought,
        bedroom=np.zeros(RESPONDERS, dtype=np.bool_), period_s=np.full(RESPONDERS, 10, dtype=np.int32),
        installed=np.zeros(RESPONDERS, dtype=np.int64),
    )  # fmt: skip


def crew() -> Responders:
    """All of one class, so that only the way tells them apart."""
    none, nought = np.full(RESPONDERS, -1, dtype=np.int32), np.zeros(RESPONDERS)
    return Responders(
        ids=[f"r{n}" for n in range(RESPONDERS)], call_sign=[f"警-{n}" for n in range(RESPONDERS)],
        kind=np.full(RESPONDERS, ResponderClass.OFFICER, dtype=np.int8), device=[f"t{n}" for n in range(RESPONDERS)],
        community_row=none, grid_row=none, base_lon=nought, base_lat=nought,
    )  # fmt: skip


def grid(rng: np.random.Generator) -> Register:
    """Streets as a grid, a tenth of them missing."""
    node = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    a = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    b = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = rng.random(len(a)) < 0.9
    a, b = a[kept].astype(np.int32), b[kept].astype(np.int32)
    north, east = (grid.ravel() * CROSSING_M for grid in np.mgrid[:SIDE, :SIDE])
    lon, lat = 120.0 + east / 92_900, 33.35 + north / 110_920
    return Register(
        site=Site(id="grid", name="grid", kind="import", lon0=120.0, lat0=33.35),
        nodes=Nodes(ids=[str(n) for n in range(SIDE * SIDE)], lon=lon, lat=lat),
        edges=Edges(
            ids=[str(n) for n in range(len(a))], a_row=a, b_row=b, kind=np.zeros(len(a), dtype=np.int8),
            length_m=(CROSSING_M * rng.uniform(1, 1.2, len(a))).astype(np.float32),
            gate_row=np.full(len(a), -1, dtype=np.int32),
        ),
    )  # fmt: skip


class Peer:
    """networkx: one walk from the place over the same seconds, then everybody sorted by the time to his crossing."""

    def __init__(self, town: Town, network: PathNetwork) -> None:
        seconds = network.graph(locked_gates(town.situation))
        self._graph = nx.from_scipy_sparse_array(seconds, create_using=nx.DiGraph)
        self._network = network
        fixes = town.situation.fixes
        nodes, off_m = network.snap(network.metres(fixes.lon, fixes.lat))
        self._nodes, self._off_s = nodes.tolist(), (off_m / WALK_M_S).tolist()

    def nearest(self, place: Place) -> list[float]:
        """Seconds of the NEAREST nearest."""
        source = int(self._network.snap(self._network.metres(place.lon, place.lat))[0][0])
        found = nx.single_source_dijkstra_path_length(self._graph, source)
        far = float("inf")
        return sorted(found.get(n, far) + off for n, off in zip(self._nodes, self._off_s, strict=True))[:NEAREST]


def agree(ours: list[Ranked], theirs: list[float]) -> bool:
    """Whether both give the same walking times, nearest first."""
    return len(ours) == len(theirs) and all(abs(a.foot_s - b) <= SAME_S for a, b in zip(ours, theirs, strict=True))


def bench_routing() -> Iterator[Row]:
    """Ranking with reasons and ways, as a window shows it."""
    here = town(np.random.default_rng(7))
    network = PathNetwork(here.register)
    peer = Peer(here, network)

    def ours(i: int) -> list[Ranked]:
        return rank(network, here.situation, here.places[i], AlarmKind.SMOKE, NOW, limit=NEAREST)

    ours(0)
    mine = timed(ours, PLACES)
    theirs = timed(lambda i: peer.nearest(here.places[i]), PEER_PLACES)
    p50, p95, most = quantiles(mine)
    own = quantiles(own_times(ours, PLACES))[1]
    nodes = len(here.register.nodes)
    row = limit("routing", f"{NEAREST} nearest of {RESPONDERS} on {nodes} nodes, p95", p95, "ms", 2.0)
    row.against = f"{here.name}; p50 {p50:.2f}, max {most:.2f}, processor {own:.2f}"
    yield row
    who = f"networkx {nx.__version__} single_source_dijkstra"
    yield beside("routing", "nearest, median", p50, "ms", peer=statistics.median(theirs), who=who)
    same = sum(agree(ours(i), peer.nearest(here.places[i])) for i in range(PEER_PLACES))
    yield Row("routing", "the same answers", same, f"of {PEER_PLACES}", who, goal="all", met=same == PEER_PLACES)

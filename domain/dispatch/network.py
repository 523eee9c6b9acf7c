"""`PathNetwork`: the walkable ways of a register as a graph of seconds, and walking times to one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from domain.drawings import Drawing, DrawingKind
from domain.geo import FloatArray, metres_from
from domain.register import EdgeKind, Register

WALK_M_S = 1.43
"""Comfortable gait of adults between 30 and 59 (Bohannon & Andrews 2011, Physiotherapy 97, meta-analysis: 1.43 m/s)."""
STAIRS_M_S = 0.6
"""Along the slope of outdoor stairs, up (Fruin 1971, Pedestrian Planning and Design: 0.57 m/s horizontally)."""
SPEED_M_S: dict[EdgeKind, float] = {
    EdgeKind.PATH: WALK_M_S,
    EdgeKind.ROAD: WALK_M_S,
    EdgeKind.STAIRS: STAIRS_M_S,
    EdgeKind.GATE: WALK_M_S,
    EdgeKind.ENTRANCE: 1.0,
}
"""Metres a second by kind of way; an entrance has a door and a turn."""
GATE_S = 5.0
"""To pass a gate that is open or opens by card."""
LOCKED_S = 180.0
"""To have a locked gate opened: a call to its keeper and his way to it. So it is passed only where the way round takes
longer than that; it is never taken to be impassable, a responder can always have it opened."""
SHUN_S = 600.0
"""A way into a no-go area costs so much more: one round it is taken where it is at most that much longer. It is never
impassable, for the place itself may lie inside."""
FAST, SLOW = 0.7, 1.4
"""Band about an estimate: at a run (2 m/s) and at the gait of people over 70 (Bohannon & Andrews: 1.0 m/s)."""
FIRST_LIMIT_S = 60.0
MIN_EDGE_S = 1e-3
"""No edge costs nothing: the graph could not tell it from no edge."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Reach:
    """Walking times to one place. `seconds` (nodes,) inf where not reached within `limit`; `towards` the next node on
    the way there, < 0 at its end."""

    seconds: FloatArray
    towards: npt.NDArray[np.int32]
    limit: float

    def way(self, node: int) -> list[int]:
        """Nodes from `node` to the place."""
        nodes = [node]
        while (node := int(self.towards[node])) >= 0:
            nodes.append(node)
        return nodes


class PathNetwork:
    """Built once from a register; used from one thread (it keeps the last graphs and where the crew stood).

    `trackers`: the device row of each responder's tracker, −1 for none.
    """

    def __init__(self, register: Register) -> None:
        nodes, edges = register.nodes, register.edges
        self.count = len(nodes)
        self.lon, self.lat = nodes.lon, nodes.lat
        self._lon0 = float(nodes.lon.mean()) if self.count else register.site.lon0
        self._lat0 = float(nodes.lat.mean()) if self.count else register.site.lat0
        self.xy = self.metres(nodes.lon, nodes.lat)
        self._tree = cKDTree(self.xy) if self.count else None
        self.gates = edge_gates(register)
        self.trackers = np.array([register.devices.row(d or None) for d in register.responders.device], dtype=np.int64)
        crew = len(register.responders)
        self._stood, self._near = np.full((crew, 2), np.nan), np.zeros(crew, dtype=np.int64)
        self._off_m = np.zeros(crew)
        speed = np.array([SPEED_M_S[kind] for kind in EdgeKind])
        seconds = edges.length_m / speed[edges.kind] if len(edges) else np.empty(0)
        self._open_s = np.maximum(seconds + GATE_S * (self.gates >= 0), MIN_EDGE_S)
        self._a, self._b = edges.a_row.astype(np.int64), edges.b_row.astype(np.int64)
        self._graphs: dict[tuple[frozenset[int], frozenset[int]], csr_array] = {}
        self._shunned: tuple[tuple[tuple[str, int], ...], frozenset[int]] = ((), frozenset())

    def metres(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> FloatArray:
        """East and north in the network's own frame, metres, shape (n, 2)."""
        return metres_from(self._lon0, self._lat0, lon, lat)

    def snap(self, xy: FloatArray) -> tuple[Rows, FloatArray]:
        """The nearest node of each point (n, 2) and the metres to it. There must be a node at least."""
        if self._tree is None:
            raise ValueError("a network without nodes")
        metres, rows = self._tree.query(xy)
        return np.atleast_1d(rows).astype(np.int64), np.atleast_1d(metres)

    def snap_crew(self, rows: Rows, xy: FloatArray) -> tuple[Rows, FloatArray]:
        """As `snap` for responders `rows`; only those who have moved since they were last asked for are looked up."""
        moved = (self._stood[rows] != xy).any(axis=1)
        if moved.any():
            who = rows[moved]
            self._near[who], self._off_m[who] = self.snap(xy[moved])
            self._stood[who] = xy[moved]
        return self._near[rows], self._off_m[rows]

    def reach(
        self, to: Rows, locked: frozenset[int], limit: float = np.inf, shunned: frozenset[int] = frozenset()
    ) -> Reach:
        """Walking seconds from everywhere to the nearest of the nodes `to`, up to `limit`; `locked` gate rows,
        `shunned` edge rows."""
        graph = self.graph(locked, shunned)
        seconds, towards, _ = dijkstra(
            graph, directed=True, indices=to, limit=limit, min_only=True, return_predecessors=True
        )
        return Reach(seconds, towards, limit)

    def graph(self, locked: frozenset[int], shunned: frozenset[int] = frozenset()) -> csr_array:
        """Seconds between neighbouring nodes, both ways, for these gates and edges; the last four answers are kept."""
        key = (locked, shunned)
        if key not in self._graphs:
            while len(self._graphs) >= 4:
                del self._graphs[next(iter(self._graphs))]
            self._graphs[key] = self._build(locked, shunned)
        return self._graphs[key]

    def shunned(self, drawings: Iterable[Drawing]) -> frozenset[int]:
        """Edge rows that lead into a no-go area; the last answer is kept."""
        areas = [d for d in drawings if d.sketch.kind is DrawingKind.NO_GO]
        key = tuple((d.id, d.rev) for d in areas)
        if key != self._shunned[0]:
            self._shunned = (key, self._edges_in(areas))
        return self._shunned[1]

    def _edges_in(self, areas: list[Drawing]) -> frozenset[int]:
        lines = shapely.linestrings(np.stack([self.xy[self._a], self.xy[self._b]], axis=1)) if len(self._a) else []
        rings = [self.metres(*np.array(d.sketch.points).T) for d in areas]
        tree = shapely.STRtree(lines)
        return frozenset(int(row) for ring in rings for row in tree.query(shapely.Polygon(ring), "intersects"))

    def gate_between(self, a: int, b: int, locked: frozenset[int]) -> int:
        """The locked gate that lies between two neighbouring nodes; −1 for none."""
        found = (int(self.gates[edge]) for edge in self.edges_between(a, b))
        return next((gate for gate in found if gate in locked), -1)

    def edges_between(self, a: int, b: int) -> Rows:
        """Edge rows between two neighbouring nodes."""
        return np.flatnonzero(((self._a == a) & (self._b == b)) | ((self._a == b) & (self._b == a)))

    def _build(self, locked: frozenset[int], shunned: frozenset[int]) -> csr_array:
        """Of edges side by side only the quickest counts (a sparse matrix would add them up)."""
        shut = np.isin(self.gates, list(locked)) & (self.gates >= 0)
        cost = self._open_s + LOCKED_S * shut
        cost[list(shunned)] += SHUN_S
        low, high = np.minimum(self._a, self._b), np.maximum(self._a, self._b)
        order = np.lexsort((cost, high, low))
        order = order[low[order] != high[order]]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
        keep = order[first]
        # both ways are stored, for dijkstra(directed=False) would build the transpose at every call
        rows, cols = np.concatenate([low[keep], high[keep]]), np.concatenate([high[keep], low[keep]])
        data = np.concatenate([cost[keep], cost[keep]])
        return csr_array((data, (rows, cols)), shape=(self.count, self.count))


def edge_gates(register: Register) -> npt.NDArray[np.int32]:
    """The gate row of each edge, −1 for none: as the edge says, else the gate that stands on one of its nodes."""
    edges, gates = register.edges, register.gates
    found = edges.gate_row.astype(np.int32).copy()
    named = set(found[found >= 0].tolist())
    for gate, node in enumerate(gates.node_row):
        if node >= 0 and gate not in named:
            found[((edges.a_row == node) | (edges.b_row == node)) & (found < 0)] = gate
    return found

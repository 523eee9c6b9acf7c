"""`Ground`: the path network in metres, for feet: where one can wander, and the shortest way to a place."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from domain.geo import metres_from, metres_per_degree
from domain.register import EdgeKind, Register

Points = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]
_ROUNDS = (EdgeKind.PATH, EdgeKind.ROAD, EdgeKind.GATE)
"""What a round is walked on; stairs and doorways only lead to somebody."""
FAR_M = 220.0
"""How far from the post a round leads before it turns back."""


class Ground:
    """Coordinates are metres east and north of the site's origin, arrays of shape (n, 2). Read-only."""

    def __init__(self, register: Register) -> None:
        site, edges = register.site, register.edges
        self._origin = np.array([site.lon0, site.lat0])
        self._scale = np.array(metres_per_degree(site.lat0))
        self.nodes = metres_from(site.lon0, site.lat0, register.nodes.lon, register.nodes.lat)
        n = len(register.nodes)
        shut = np.append(register.gates.locked, False)[edges.gate_row] if len(edges) else np.zeros(0, bool)
        a, b = edges.a_row[~shut], edges.b_row[~shut]
        metres = np.maximum(edges.length_m[~shut].astype(np.float64), 0.1)
        self._graph = _graph(n, a, b, metres)
        on_round = np.isin(edges.kind[~shut], _ROUNDS)
        self._next: dict[int, list[int]] = {}
        for i, j in zip(a[on_round].tolist(), b[on_round].tolist(), strict=True):
            self._next.setdefault(i, []).append(j)
            self._next.setdefault(j, []).append(i)
        self._walkable = self._largest(n)

    def metres(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
        """Degrees to metres, shape (n, 2)."""
        return metres_from(float(self._origin[0]), float(self._origin[1]), lon, lat)

    def degrees(self, point: Points) -> tuple[float, float]:
        """A point in metres as (longitude, latitude)."""
        lon, lat = self._origin + point / self._scale
        return float(lon), float(lat)

    def nearest(self, point: Points) -> int:
        """The nearest node of the network's main part; −1 where there is no network."""
        if not len(self._walkable):
            return -1
        gaps = ((self.nodes[self._walkable] - point) ** 2).sum(axis=1)
        return int(self._walkable[int(gaps.argmin())])

    def way(self, start: Points, end: Points) -> Points:
        """Shortest way over the network, its ends included; a straight line where the network has none."""
        a, b = self.nearest(start), self.nearest(end)
        if a < 0:
            return np.array([start, end])
        before = dijkstra(self._graph, indices=[a], return_predecessors=True)[1][0]
        rows = [b]
        while rows[-1] != a and before[rows[-1]] >= 0:
            rows.append(int(before[rows[-1]]))
        return np.vstack([start, self.nodes[rows[::-1]], end])

    def step(self, node: int, before: int, post: Points, rng: random.Random) -> int:
        """The next node of a round: not back where there is another way, and homewards once far from the post."""
        ways = self._next.get(node, [])
        if not ways:
            return node
        onward = [n for n in ways if n != before] or ways
        if ((self.nodes[node] - post) ** 2).sum() > FAR_M**2:
            return min(onward, key=lambda n: float(((self.nodes[n] - post) ** 2).sum()))
        return rng.choice(onward)

    def _largest(self, n: int) -> npt.NDArray[np.int64]:
        if not self._next:
            return np.arange(n)
        parts = connected_components(self._graph, directed=False)[1]
        main = int(np.bincount(parts).argmax())
        return np.array([row for row in sorted(self._next) if parts[row] == main], dtype=np.int64)


def _graph(n: int, a: Rows, b: Rows, metres: npt.NDArray[np.float64]) -> csr_matrix[np.float64]:
    """Both ways; of two edges between the same nodes the shorter one (scipy would add them up)."""
    pairs = np.stack([np.minimum(a, b), np.maximum(a, b)])
    order = np.argsort(metres, kind="stable")
    _, first = np.unique(pairs[:, order], axis=1, return_index=True)
    (a, b), metres = pairs[:, order[first]], metres[order[first]]
    return csr_matrix((np.r_[metres, metres], (np.r_[a, b], np.r_[b, a])), shape=(n, n))

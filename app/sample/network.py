"""The walkable path network of the sample estate: every line noded with every other, doors joined, gates cut out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring, unary_union

from app.sample.houses import Built, House
from app.sample.plan import WALLED, Plan
from app.sample.shapes import F64, Geometry
from domain.register import EdgeKind

_LONGEST_M = 16.0
_GATE_HALF_M = 3.0
_RANK = {EdgeKind.PATH: 0, EdgeKind.ROAD: 1, EdgeKind.STAIRS: 2, EdgeKind.ENTRANCE: 3, EdgeKind.GATE: 4}
I32 = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Network:
    """Nodes (n, 2) plan metres; edges as columns; `doors[i]` are the node rows of house i's doors in their order;
    `gates[g]` the node just inside gate g; `paths` the footpaths that exist on the ground, for painting.
    """

    xy: F64
    a: I32
    b: I32
    length: F64
    kind: npt.NDArray[np.int8]
    gate: I32
    doors: list[list[int]]
    gates: list[int]
    paths: list[LineString]


@dataclass(frozen=True)
class _Source:
    line: LineString
    kind: EdgeKind
    gate: int = -1


@dataclass(frozen=True)
class _Graph:
    """Nodes in plan metres and edges as columns."""

    xy: F64
    a: I32
    b: I32
    kind: npt.NDArray[np.int8]
    gate: I32

    def only(self, keep: npt.NDArray[np.bool_]) -> _Graph:
        """Some of the edges, and the nodes that they need."""
        used, index = np.unique(np.concatenate([self.a[keep], self.b[keep]]), return_inverse=True)
        ends = index.ravel().astype(np.int32).reshape(2, -1)
        return _Graph(self.xy[used], ends[0], ends[1], self.kind[keep], self.gate[keep])

    def joined(self, one: int, other: int) -> _Graph:
        """With one more footpath."""
        return _Graph(
            self.xy, np.append(self.a, np.int32(one)), np.append(self.b, np.int32(other)),
            np.append(self.kind, np.int8(EdgeKind.PATH)), np.append(self.gate, np.int32(-1)),
        )  # fmt: skip


def weave(plan: Plan, built: Built) -> Network:
    """The network, in one piece when all gates are open; no edge crosses the wall but at a gate."""
    wall = LineString(plan.outlines[WALLED].exterior.coords)
    barred = unary_union([*(Polygon(h.ring).buffer(0.25) for h in built.houses), wall, plan.pond])
    sources = [*_ways(plan), *_through_gates(plan, wall), *_court(built)]
    sources += [_Source(line, EdgeKind.PATH) for line in (*plan.walks, *built.lanes)]
    sources += [_Source(line, EdgeKind.STAIRS) for line in plan.steps]
    sources += list(_entrances(built.houses, sources, barred))
    graph = _classed(*_noded(sources), sources)
    doors = [[_key(d) for d in h.doors] for h in built.houses]
    graph = graph.only(_without_stubs(graph, {d for each in doors for d in each}))
    graph = _stitched(graph, barred)
    row = {_key(p): i for i, p in enumerate(graph.xy)}
    return Network(
        graph.xy, graph.a, graph.b, np.hypot(*(graph.xy[graph.a] - graph.xy[graph.b]).T), graph.kind, graph.gate,
        [[row[d] for d in each] for each in doors],
        [_inner_node(graph, nth, plan) for nth in range(len(plan.gates))],
        [s.line for s in sources if s.kind in (EdgeKind.PATH, EdgeKind.STAIRS, EdgeKind.ENTRANCE)],
    )  # fmt: skip


def _key(point: F64) -> tuple[float, float]:
    """A node by its place, to the millimetre."""
    return round(float(point[0]), 3), round(float(point[1]), 3)


def _ways(plan: Plan) -> list[_Source]:
    roads = [_Source(way.line, EdgeKind.ROAD) for way in (*plan.streets, *plan.roads)]
    return [*roads, _Source(LineString(plan.trail.exterior.coords), EdgeKind.PATH)]


def _through_gates(plan: Plan, wall: LineString) -> Iterable[_Source]:
    """Each gate's line in three: outside, the few metres through the wall, inside."""
    for nth, gate in enumerate(plan.gates):
        at = gate.line.project(shapely.get_parts(gate.line.intersection(wall))[0])
        kind = EdgeKind.ROAD if gate.vehicles else EdgeKind.PATH
        yield _Source(substring(gate.line, 0, at - _GATE_HALF_M), kind)
        yield _Source(substring(gate.line, at - _GATE_HALF_M, at + _GATE_HALF_M), EdgeKind.GATE, nth)
        yield _Source(substring(gate.line, at + _GATE_HALF_M, gate.line.length), kind)


def _court(built: Built) -> list[_Source]:
    """The walk round the open community's tower court, and its cross."""
    ring = LineString([(282, -258), (362, -256), (364, -178), (284, -180), (282, -258)])
    cross = [LineString([(322, -257), (322, -231)]), LineString([(322, -201), (322, -179)]),
             LineString([(283, -216), (299, -216)]), LineString([(345, -216), (363, -216)]),
             LineString([(322, -231), (299, -216), (322, -201), (345, -216), (322, -231)]),
             LineString([(284, -180), (290, -122)]), LineString([(364, -240), (428, -236)]),
             LineString([(282, -240), (210, -238)]), LineString([(340, -257), (352, -331)])]  # fmt: skip
    houses = unary_union([Polygon(h.ring).buffer(1.0) for h in built.houses])
    clear = (line.difference(houses) for line in (ring, *cross))
    return [_Source(part, EdgeKind.PATH) for line in clear for part in shapely.get_parts(line)]


def _entrances(houses: list[House], sources: list[_Source], barred: Geometry) -> Iterable[_Source]:
    """From each door straight to the path in front, or by the shortest free way to any path."""
    lines = [s.line for s in sources if s.kind is not EdgeKind.GATE]
    tree = shapely.STRtree(lines)
    shapely.prepare(barred)
    for house in houses:
        out = np.asarray(house.outward)
        for door in house.doors:
            ray = LineString([door, door + 11.0 * out])
            hits = [lines[i].intersection(ray) for i in tree.query(ray, predicate="intersects")]
            if hits:
                reach = min(Point(door).distance(hit) for hit in hits) + 0.3
                yield _Source(LineString([door, door + reach * out]), EdgeKind.ENTRANCE)
                continue
            step = door + 3.2 * out
            yield _Source(LineString([door, step]), EdgeKind.ENTRANCE)
            yield _Source(_link(step, lines, tree, barred), EdgeKind.PATH)


def _link(start: F64, lines: list[LineString], tree: shapely.STRtree, barred: Geometry) -> LineString:
    """The shortest straight way to a line that meets no house, wall or water."""
    here = Point(start)
    near = sorted((lines[i] for i in tree.query(here.buffer(120))), key=here.distance)
    for line in near:
        end = line.interpolate(line.project(here))
        away = np.array([end.x, end.y]) - start
        way = LineString([start, start + away * (1 + 0.3 / max(float(np.hypot(*away)), 0.3))])
        if not barred.intersects(way):
            return way
    raise AssertionError(f"no free way from the door at {start.round(1).tolist()}")


def _noded(sources: list[_Source]) -> tuple[F64, I32, I32]:
    """Nodes and edges of all lines cut at their crossings, no edge longer than _LONGEST_M."""
    pieces = shapely.segmentize(shapely.get_parts(unary_union([s.line for s in sources])), _LONGEST_M)
    coords, owner = shapely.get_coordinates(pieces, return_index=True)
    same = owner[1:] == owner[:-1]
    xy, node = np.unique(np.round(coords, 3), axis=0, return_inverse=True)
    node = node.ravel().astype(np.int32)
    pair = np.sort(np.column_stack([node[:-1][same], node[1:][same]]), axis=1)
    pair = np.unique(pair[pair[:, 0] != pair[:, 1]], axis=0)
    return xy, pair[:, 0], pair[:, 1]


def _classed(xy: F64, a: I32, b: I32, sources: list[_Source]) -> _Graph:
    """What each edge lies on; where lines share their way, the one that matters more for walking."""
    tree = shapely.STRtree([s.line for s in sources])
    edge, source = tree.query(shapely.points((xy[a] + xy[b]) / 2), predicate="dwithin", distance=0.05)
    rank = np.array([_RANK[s.kind] * 100_000 for s in sources]) + np.arange(len(sources))
    best = np.zeros(len(a), dtype=np.int64)
    np.maximum.at(best, edge, rank[source])
    chosen = best % 100_000
    kind = np.array([s.kind for s in sources], dtype=np.int8)
    gate = np.array([s.gate for s in sources], dtype=np.int32)
    return _Graph(xy, a, b, kind[chosen], gate[chosen])


def _without_stubs(graph: _Graph, doors: set[tuple[float, float]]) -> npt.NDArray[np.bool_]:
    """False for overshoots: dead ends shorter than a metre that are no door."""
    a, b = graph.a, graph.b
    is_door = np.array([_key(p) in doors for p in graph.xy])
    degree = np.bincount(np.concatenate([a, b]), minlength=len(graph.xy))
    loose = (degree == 1) & ~is_door
    short = np.hypot(*(graph.xy[a] - graph.xy[b]).T) < 1.0
    return np.asarray(~(short & (loose[a] | loose[b])))


def pieces(n: int, a: I32, b: I32) -> tuple[int, I32]:
    """How many parts the network has, and each node's part."""
    count, part = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(n, n)), directed=False)
    return int(count), part


def _stitched(graph: _Graph, barred: Geometry) -> _Graph:
    """Parts that touch nothing joined to the rest by the shortest free footpath."""
    count, part = pieces(len(graph.xy), graph.a, graph.b)
    while count > 1:
        lone = np.flatnonzero(part == int(np.argmin(np.bincount(part))))
        rest = np.flatnonzero(part != part[lone[0]])
        few = min(12, len(rest))
        distance, near = (np.reshape(v, (len(lone), few)) for v in cKDTree(graph.xy[rest]).query(graph.xy[lone], k=few))
        ends = [(int(lone[i // few]), int(rest[near[i // few, i % few]])) for i in np.argsort(distance, axis=None)]
        free = (e for e in ends if not barred.intersects(LineString(graph.xy[list(e)])))
        graph = graph.joined(*next(free))
        count, part = pieces(len(graph.xy), graph.a, graph.b)
    return graph


def _inner_node(graph: _Graph, nth: int, plan: Plan) -> int:
    """The node just inside a gate."""
    ends = np.unique(np.concatenate([graph.a[graph.gate == nth], graph.b[graph.gate == nth]]))
    return int(next(n for n in ends if plan.outlines[WALLED].contains(Point(graph.xy[n]))))

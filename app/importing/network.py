"""Walkable ways made into the register's path network: nodes, edges in metres, gates that can close, entrances."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from app.importing.draft import Draft, PointDraft
from domain.geo import metres_from
from domain.register import EdgeKind
from map.frame import LocalFrame

JOIN_M = 60.0
"""An entrance farther than this from every path is left unjoined: it would lead through walls."""

_ROADS = frozenset(
    {"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
     "residential", "living_street", "service", "track", "trunk", "trunk_link"}
)  # fmt: skip


@dataclass
class Network:
    """The path network in the making: node rows by source id, edges as (a, b, kind), gates by edge."""

    frame: LocalFrame
    ids: list[str] = field(default_factory=list)
    lonlat: list[tuple[float, float]] = field(default_factory=list)
    row_of: dict[int, int] = field(default_factory=dict)
    edges: dict[tuple[int, int], EdgeKind] = field(default_factory=dict)
    gate_of_edge: dict[tuple[int, int], int] = field(default_factory=dict)

    def node(self, ref: int, place: tuple[float, float]) -> int:
        """The row of a source node, made if new."""
        row = self.row_of.get(ref)
        if row is None:
            row = self.row_of[ref] = len(self.ids)
            self.ids.append(f"n{ref}")
            self.lonlat.append(place)
        return row

    def edge(self, a: int, b: int, kind: EdgeKind) -> None:
        """An edge, once."""
        if a != b:
            self.edges.setdefault((min(a, b), max(a, b)), kind)

    def lengths(self) -> npt.NDArray[np.float32]:
        """Edge lengths in metres, in the local transverse Mercator."""
        if not self.edges:
            return np.empty(0, dtype=np.float32)
        xy = self.frame.to_metres(np.array(self.lonlat))
        pairs = np.array(list(self.edges))
        apart = xy[pairs[:, 0]] - xy[pairs[:, 1]]
        lengths: npt.NDArray[np.float32] = np.hypot(apart[:, 0], apart[:, 1]).astype(np.float32)
        return lengths


def build_network(draft: Draft, frame: LocalFrame) -> Network:
    """Nodes and edges of all walkable ways."""
    network = Network(frame)
    for way in draft.ways:
        rows = [network.node(ref, place) for ref, place in zip(way.nodes, way.places, strict=True)]
        kind = _kind(way.highway)
        for a, b in pairwise(rows):
            network.edge(a, b, kind)
    return network


def _kind(highway: str) -> EdgeKind:
    if highway == "steps":
        return EdgeKind.STAIRS
    return EdgeKind.ROAD if highway in _ROADS else EdgeKind.PATH


def hang_gates(network: Network, gates: list[PointDraft]) -> list[int]:
    """Mark the edges that each gate closes; returns each gate's node row, −1 for one that stands on no path.

    A gate is a node: closing all but one of its edges closes every way through it.
    """
    at: dict[int, list[tuple[int, int]]] = {}
    for edge in network.edges:
        for row in edge:
            at.setdefault(row, []).append(edge)
    rows = []
    for number, gate in enumerate(gates):
        row = network.row_of.get(gate.node, -1)
        rows.append(row)
        for edge in at.get(row, [])[1:] or at.get(row, []):
            network.gate_of_edge[edge] = number
            network.edges[edge] = EdgeKind.GATE
    return rows


def join_entrances(network: Network, entrances: list[PointDraft]) -> list[int]:
    """Give each entrance a node joined to the nearest path node; −1 where none is within JOIN_M."""
    if not network.lonlat:
        return [-1] * len(entrances)
    lon0, lat0 = network.lonlat[0]
    paths = np.array(network.lonlat)
    tree = cKDTree(metres_from(lon0, lat0, paths[:, 0], paths[:, 1]))
    rows = []
    for entrance in entrances:
        if entrance.node in network.row_of:
            rows.append(network.row_of[entrance.node])
            continue
        away, nearest = tree.query(metres_from(lon0, lat0, entrance.lon, entrance.lat)[0])
        if away > JOIN_M:
            rows.append(-1)
            continue
        row = network.node(entrance.node, (entrance.lon, entrance.lat))
        network.edge(row, int(nearest), EdgeKind.ENTRANCE)
        rows.append(row)
    return rows

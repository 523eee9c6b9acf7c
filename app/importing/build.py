"""A draft made into a register: rows, memberships, heights, the path network."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from app.importing.draft import AreaDraft, BuildingDraft, Draft, PointDraft, Ring
from app.importing.network import Network, build_network, hang_gates, join_entrances
from app.importing.tags import STOREY_M
from domain.register import (
    Buildings,
    Communities,
    Edges,
    Gates,
    Grids,
    Ground,
    Nodes,
    Ragged,
    Register,
    Site,
    Trees,
    Units,
    Walls,
)
from map.frame import LocalFrame

ASSUMED_LEVELS = 3
"""Levels of a building that states neither levels nor height; the drawing needs one, and three looks like none."""
ENTRANCE_REACH_M = 5.0
"""An entrance that is no corner of an outline belongs to the building within this distance."""


def build_register(draft: Draft, site_id: str, name: str) -> Register:
    """The register of a draft that has at least one building."""
    lon0, lat0 = _middle(draft)
    frame = LocalFrame(lon0, lat0)
    buildings = [b for b in draft.buildings if _sound(b, draft)]
    communities = draft.communities or [_whole(buildings, name)]
    network = build_network(draft, frame)
    gate_nodes = hang_gates(network, draft.gates)
    entrances, owner = _entrances(draft, buildings)
    entrance_nodes = join_entrances(network, entrances)
    source = "© OpenStreetMap contributors" if "osm" in draft.sources else ""
    site = Site(id=site_id, name=name, kind="import", lon0=lon0, lat0=lat0, attribution=source)
    within = _within(communities, buildings)
    return Register(
        site=site,
        communities=_communities(communities, draft),
        grids=_grids(draft.grids, communities),
        buildings=_buildings(buildings, within, _within(draft.grids, buildings)),
        units=_units(entrances, owner, entrance_nodes),
        nodes=_nodes(network),
        edges=_edges(network),
        gates=_gates(draft.gates, gate_nodes, communities),
        ground=_ground(draft),
        walls=Walls(
            ids=[f"w{i}" for i in range(len(draft.walls))],
            line=Ragged.of(draft.walls),
            height_m=np.full(len(draft.walls), 2.2, dtype=np.float32),
        ),
        trees=_trees(draft),
    )


def _middle(draft: Draft) -> tuple[float, float]:
    corners = np.concatenate([b.ring for b in draft.buildings])
    lon, lat = (corners.min(axis=0) + corners.max(axis=0)) / 2
    return round(float(lon), 6), round(float(lat), 6)


def _sound(building: BuildingDraft, draft: Draft) -> bool:
    ok = len(building.ring) >= 3 and shapely.Polygon(building.ring).area > 0
    if not ok:
        draft.skipped["building_without_area"] += 1
    return ok


def _whole(buildings: list[BuildingDraft], name: str) -> AreaDraft:
    """Where no residential area is named, all that was read is one community."""
    hull = shapely.MultiPoint(np.concatenate([b.ring for b in buildings])).convex_hull
    ring = hull.exterior if hull.geom_type == "Polygon" else hull.envelope.exterior
    return AreaDraft("whole", name, np.asarray(ring.coords)[:-1])


def _within(areas: list[AreaDraft], buildings: list[BuildingDraft]) -> list[int]:
    """For each building the row of the area that holds its middle, −1 for none."""
    if not areas or not buildings:
        return [-1] * len(buildings)
    tree = shapely.STRtree([shapely.Polygon(a.ring).buffer(0) for a in areas])
    middles = [shapely.Polygon(b.ring).representative_point() for b in buildings]
    rows = [-1] * len(buildings)
    for building, area in zip(*tree.query(middles, predicate="within"), strict=True):
        rows[int(building)] = int(area)
    return rows


def _communities(areas: list[AreaDraft], draft: Draft) -> Communities:
    walls = shapely.MultiLineString([w for w in draft.walls if len(w) > 1])
    walled = [a.walled or _runs_along(a.ring, walls) for a in areas]
    return Communities(
        ids=[f"c{i + 1}" for i in range(len(areas))],
        name=[a.name for a in areas],
        outline=Ragged.of([a.ring for a in areas]),
        walled=np.array(walled, dtype=np.bool_),
    )


def _runs_along(ring: Ring, walls: Any) -> bool:
    """Walled: at least a third of the outline lies within ~10 m of a wall (1e-4 degrees)."""
    outline = shapely.LinearRing(ring)
    return bool(not walls.is_empty and outline.intersection(walls.buffer(1e-4)).length > outline.length / 3)


def _grids(grids: list[AreaDraft], communities: list[AreaDraft]) -> Grids:
    middles = [BuildingDraft(g.key, g.ring) for g in grids]
    return Grids(
        ids=[f"g{i + 1}" for i in range(len(grids))],
        name=[g.name or f"网格{i + 1}" for i, g in enumerate(grids)],
        community_row=np.array(_within(communities, middles), dtype=np.int32),
        outline=Ragged.of([g.ring for g in grids]),
        keeper=[""] * len(grids),
    )


def _buildings(buildings: list[BuildingDraft], community: list[int], grid: list[int]) -> Buildings:
    """A building without a name gets a number that looks like none on a door: "#17" – somebody may be sent there."""
    levels = [b.levels or (max(1, round(b.height_m / STOREY_M)) if b.height_m else ASSUMED_LEVELS) for b in buildings]
    heights = [b.height_m or n * STOREY_M + 0.6 for b, n in zip(buildings, levels, strict=True)]
    return Buildings(
        ids=[b.key for b in buildings],
        name=[b.name or f"#{row + 1}" for row, b in enumerate(buildings)],
        community_row=np.array(community, dtype=np.int32),
        grid_row=np.array(grid, dtype=np.int32),
        outline=Ragged.of([b.ring for b in buildings]),
        levels=np.array(levels, dtype=np.int16),
        height_m=np.array(heights, dtype=np.float32),
        has_lift=np.array([n >= 7 for n in levels], dtype=np.bool_),
        residential=np.array([b.residential for b in buildings], dtype=np.bool_),
    )


def _entrances(draft: Draft, buildings: list[BuildingDraft]) -> tuple[list[PointDraft], list[int]]:
    """Entrances that belong to a building, and whose."""
    by_node = {node: row for row, b in enumerate(buildings) for node in b.nodes}
    tree = shapely.STRtree([shapely.Polygon(b.ring) for b in buildings])
    kept, owner = [], []
    for entrance in draft.entrances:
        row = by_node.get(entrance.node, -1)
        if row < 0:
            near = tree.query_nearest(shapely.Point(entrance.lon, entrance.lat), max_distance=ENTRANCE_REACH_M / 1.1e5)
            row = int(near[0]) if len(near) else -1
        if row < 0:
            draft.skipped["entrance_of_no_building"] += 1
            continue
        kept.append(entrance)
        owner.append(row)
    return kept, owner


def _units(entrances: list[PointDraft], owner: list[int], nodes: list[int]) -> Units:
    count: dict[int, int] = {}
    names = []
    for entrance, row in zip(entrances, owner, strict=True):
        count[row] = count.get(row, 0) + 1
        names.append(entrance.name or f"{count[row]}单元")
    return Units(
        ids=[f"u{e.node}" for e in entrances],
        name=names,
        building_row=np.array(owner, dtype=np.int32),
        node_row=np.array(nodes, dtype=np.int32),
        lon=np.array([e.lon for e in entrances], dtype=np.float64),
        lat=np.array([e.lat for e in entrances], dtype=np.float64),
    )


def _nodes(network: Network) -> Nodes:
    places = np.array(network.lonlat, dtype=np.float64).reshape(-1, 2)
    return Nodes(ids=network.ids, lon=places[:, 0].copy(), lat=places[:, 1].copy())


def _edges(network: Network) -> Edges:
    pairs = np.array(list(network.edges), dtype=np.int32).reshape(-1, 2)
    return Edges(
        ids=[f"e{i}" for i in range(len(pairs))],
        a_row=pairs[:, 0].copy(),
        b_row=pairs[:, 1].copy(),
        length_m=network.lengths(),
        kind=np.array([int(k) for k in network.edges.values()], dtype=np.int8),
        gate_row=np.array([network.gate_of_edge.get(e, -1) for e in network.edges], dtype=np.int32),
    )


def _gates(gates: list[PointDraft], nodes: list[int], communities: list[AreaDraft]) -> Gates:
    """A gate belongs to the community whose outline it stands nearest to, within ~30 m (3e-4 degrees)."""
    outlines = shapely.STRtree([shapely.Polygon(a.ring).buffer(0) for a in communities])
    rows = []
    for gate in gates:
        near = outlines.query_nearest(shapely.Point(gate.lon, gate.lat), max_distance=3e-4)
        rows.append(int(near[0]) if len(near) else -1)
    return Gates(
        ids=[f"gate-{g.key}" for g in gates],
        name=[g.name for g in gates],
        community_row=np.array(rows, dtype=np.int32),
        node_row=np.array(nodes, dtype=np.int32),
        lon=np.array([g.lon for g in gates], dtype=np.float64),
        lat=np.array([g.lat for g in gates], dtype=np.float64),
        device=[""] * len(gates),
        locked=np.array([g.locked for g in gates], dtype=np.bool_),
        width_m=np.array([g.width_m for g in gates], dtype=np.float32),
    )


def _ground(draft: Draft) -> Ground:
    return Ground(
        ids=[f"f{i}" for i in range(len(draft.ground))],
        kind=np.array([int(kind) for kind, *_ in draft.ground], dtype=np.int8),
        outline=Ragged.of([ring for _, ring, *_ in draft.ground]),
        width_m=np.array([width for _, _, width, _ in draft.ground], dtype=np.float32),
        name=[name for *_, name in draft.ground],
    )


def _trees(draft: Draft) -> Trees:
    places = np.array(draft.trees, dtype=np.float64).reshape(-1, 2)
    return Trees(
        ids=[f"t{i}" for i in range(len(places))],
        lon=places[:, 0].copy(),
        lat=places[:, 1].copy(),
        size_m=np.full(len(places), 5.0, dtype=np.float32),
    )

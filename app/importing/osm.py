"""OpenStreetMap files (.osm, .osm.gz, .osm.bz2, .pbf) read into a draft, with osmium doing the reading."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from app.importing.draft import AreaDraft, BuildingDraft, Draft, ImportRefused, PointDraft, Ring, WayDraft
from app.importing.tags import (
    AREA_GROUND,
    GATES,
    ROAD_WIDTH_M,
    WALLS,
    building_name,
    ground_kind,
    height_m,
    is_residential,
    levels,
    walkable,
)
from domain.register import GroundKind


def read_osm(path: Path, draft: Draft) -> None:
    """Add what a file holds. Raises ImportRefused where osmium cannot read it."""
    try:
        _Reader(draft).read(path)
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise ImportRefused(f"{path.name} is damaged or not an OpenStreetMap file ({_short(error)}).") from error


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


class _Reader:
    """One pass over a file; areas (closed ways and multipolygons) come after the ways they are made of."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.seen: set[tuple[str, int]] = set()
        self.torn: dict[tuple[str, int], tuple[dict[str, str], list[int]]] = {}
        self.rings: dict[int, Ring] = {}
        self.way_nodes: dict[int, tuple[int, ...]] = {}

    def read(self, path: Path) -> None:
        items: Iterable[Any] = osmium.FileProcessor(str(path)).with_locations().with_areas()
        for item in items:
            tags = dict(item.tags)
            if item.is_node():
                self.node(item, tags)
            elif item.is_way():
                self.way(item, tags)
            elif item.is_relation():
                self.relation(item, tags)
            else:
                self.area(item, tags)
        self.mend_torn()

    def node(self, node: Any, tags: dict[str, str]) -> None:
        if not tags:
            return
        point = PointDraft(f"n{node.id}", node.location.lon, node.location.lat, tags.get("name", ""), node.id)
        if tags.get("barrier") in GATES:
            point.locked = tags.get("locked") == "yes" or tags.get("access") == "no"
            self.draft.gates.append(point)
        elif "entrance" in tags or tags.get("building") == "entrance":
            point.name = tags.get("addr:unit") or tags.get("ref") or tags.get("name", "")
            self.draft.entrances.append(point)
        elif tags.get("natural") == "tree":
            self.draft.trees.append((point.lon, point.lat))

    def way(self, way: Any, tags: dict[str, str]) -> None:
        nodes = [(n.ref, n.location) for n in way.nodes]
        placed = [(ref, (at.lon, at.lat)) for ref, at in nodes if at.valid()]
        whole = len(placed) == len(nodes)
        if "building" in tags and len(nodes) > 2:
            self.torn[("w", way.id)] = (tags, [way.id])
        if way.is_closed():
            self.rings[way.id] = np.array(list(dict(placed).values())).reshape(-1, 2)
            self.way_nodes[way.id] = tuple(ref for ref, _ in placed)
        if tags.get("barrier") in WALLS and len(placed) > 1:
            self.draft.walls.append(np.array([p for _, p in placed]))
        if "highway" in tags:
            self.highway(tags, nodes, whole)

    def highway(self, tags: dict[str, str], nodes: list[tuple[int, Any]], whole: bool) -> None:
        if not walkable(tags):
            self.draft.skipped["way_not_walkable"] += 1
            return
        if not whole:
            self.draft.skipped["way_beyond_the_edge"] += 1
        for run in _placed_runs(nodes):
            places = [p for _, p in run]
            self.draft.ways.append(WayDraft([ref for ref, _ in run], places, tags["highway"]))
            width = ROAD_WIDTH_M.get(tags["highway"])
            if width is not None and tags.get("tunnel") != "yes" and tags.get("area") != "yes":
                kind = GroundKind.ROAD if width >= 3 else GroundKind.PATH
                self.draft.ground.append((kind, np.array(places), width, tags.get("name", "")))

    def relation(self, relation: Any, tags: dict[str, str]) -> None:
        if "building" in tags:
            outers = [m.ref for m in relation.members if m.type == "w" and m.role in ("outer", "")]
            self.torn[("r", relation.id)] = (tags, outers)

    def area(self, area: Any, tags: dict[str, str]) -> None:
        key = ("w" if area.from_way() else "r", area.orig_id())
        ring = self.outer(area)
        if ring is None:
            self.draft.skipped["area_without_ring"] += 1
            return
        if "building" in tags:
            self.torn.pop(key, None)
            self.building(key, tags, ring)
        elif tags.get("landuse") == "residential" or tags.get("place") == "neighbourhood":
            self.community(key, tags, ring)
        else:
            self.flat(tags, ring)

    @staticmethod
    def outer(area: Any) -> Ring | None:
        """The largest outer ring, not closed; courtyards are left out of the footprint's outline."""
        rings = [np.array([(n.lon, n.lat) for n in ring])[:-1] for ring in area.outer_rings()]
        rings = [r for r in rings if len(r) >= 3]
        return max(rings, key=_rough_area) if rings else None

    def building(self, key: tuple[str, int], tags: dict[str, str], ring: Ring) -> None:
        if key in self.seen:
            return
        self.seen.add(key)
        nodes = self.way_nodes.get(key[1], ()) if key[0] == "w" else ()
        name, floors, height = building_name(tags), levels(tags), height_m(tags)
        self.draft.buildings.append(
            BuildingDraft(f"{key[0]}{key[1]}", ring, name, floors, height, is_residential(tags), nodes)
        )

    def community(self, key: tuple[str, int], tags: dict[str, str], ring: Ring) -> None:
        name = tags.get("name:zh") or tags.get("name")
        if name:
            walled = tags.get("barrier") in WALLS
            self.draft.communities.append(AreaDraft(f"{key[0]}{key[1]}", name, ring, walled))
        else:
            self.draft.ground.append((GroundKind.YARD, ring, 0.0, ""))

    def flat(self, tags: dict[str, str], ring: Ring) -> None:
        kind = ground_kind(tags)
        if kind is not None:
            self.draft.ground.append((kind, ring, 0.0, tags.get("name", "")))
        elif any(key in tags for key in AREA_GROUND):
            self.draft.skipped["area_of_no_use_here"] += 1

    def mend_torn(self) -> None:
        """Buildings cut by the extract's edge: keep the part that is here, or a mark where it stands, and say so."""
        for key, (tags, ways) in self.torn.items():
            rings = [self.rings[w] for w in ways if len(self.rings.get(w, ())) > 0]
            if key in self.seen or tags.get("building") in ("no", "entrance"):
                continue
            if not rings:
                self.draft.skipped["building_beyond_the_edge"] += 1
                continue
            largest = max(rings, key=len)
            self.draft.skipped["outline_cut_by_the_edge"] += 1
            self.building(key, tags, largest if len(largest) >= 3 else _mark(largest))


def _mark(corners: Ring) -> Ring:
    """A square of about four metres about the few corners that are known: the building is there, its outline is not."""
    half = np.array([1 / np.cos(np.radians(corners[:, 1].mean())), 1.0]) * 2 / 111_000
    mark: Ring = corners.mean(axis=0) + half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return mark


def _placed_runs(nodes: list[tuple[int, Any]]) -> list[list[tuple[int, tuple[float, float]]]]:
    """The stretches of a way whose nodes are in the file, two nodes at least."""
    runs: list[list[tuple[int, tuple[float, float]]]] = [[]]
    for ref, at in nodes:
        if at.valid():
            runs[-1].append((ref, (at.lon, at.lat)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _rough_area(ring: Ring) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))))

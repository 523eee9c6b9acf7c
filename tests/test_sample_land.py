"""The sample estate's ground is sound for several seeds: nothing overlaps, walls hold, every door can be reached."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from app.sample.land import Land
from app.sample.layout import lay_out
from domain.register import EdgeKind, GroundKind, Register


@pytest.fixture(scope="module", params=[1, 2, 3, 11])
def land(request: pytest.FixtureRequest) -> Land:
    return lay_out(np.random.default_rng([request.param, 1]))


def metres(land: Land, ragged_row: np.ndarray) -> np.ndarray:
    return land.frame.to_metres(ragged_row)


def houses(land: Land) -> list[shapely.Polygon]:
    outline = land.register.buildings.outline
    return [shapely.Polygon(metres(land, outline[row])) for row in range(len(outline))]


def segments(land: Land) -> np.ndarray:
    edges, xy = land.register.edges, land.node_xy
    return shapely.linestrings(np.stack([xy[edges.a_row], xy[edges.b_row]], axis=1))


def parts(register: Register, keep: np.ndarray) -> np.ndarray:
    edges, n = register.edges, len(register.nodes)
    graph = coo_array((np.ones(keep.sum()), (edges.a_row[keep], edges.b_row[keep])), shape=(n, n))
    return connected_components(graph, directed=False)[1]


def test_127_houses_stand_apart_and_inside_their_community(land: Land) -> None:
    assert int(land.register.buildings.residential.sum()) == 127
    found = houses(land)
    tree = shapely.STRtree(found)
    a, b = tree.query(found, predicate="dwithin", distance=3.0)
    assert (a == b).all()
    outlines = [shapely.Polygon(metres(land, land.register.communities.outline[c])).buffer(0.05) for c in range(2)]
    for house, community in zip(found, land.register.buildings.community_row, strict=True):
        assert outlines[int(community)].contains(house)


def test_no_house_stands_on_a_road_in_the_pond_or_across_a_path(land: Land) -> None:
    found = houses(land)
    tree = shapely.STRtree(found)
    ground = land.register.ground
    for row in range(len(ground)):
        shape = metres(land, ground.outline[row])
        if ground.kind[row] == GroundKind.ROAD:
            assert not len(tree.query(shapely.LineString(shape).buffer(float(ground.width_m[row]) / 2), "intersects"))
        if ground.kind[row] == GroundKind.WATER:
            assert not len(tree.query(shapely.Polygon(shape), "intersects"))
    crossing = tree.query(segments(land), predicate="intersects")
    assert not crossing.size


def test_nobody_walks_through_the_pond(land: Land) -> None:
    ground = land.register.ground
    pond = next(row for row in range(len(ground)) if ground.name[row] == "月牙池")
    assert not shapely.intersects(shapely.Polygon(metres(land, ground.outline[pond])), segments(land)).any()


def test_the_wall_is_crossed_at_its_gates_only(land: Land) -> None:
    ring = shapely.LinearRing(metres(land, land.register.communities.outline[0]))
    crosses = shapely.intersects(ring, segments(land))
    edges = land.register.edges
    assert set(edges.gate_row[crosses].tolist()) == set(range(len(land.register.gates)))
    assert (edges.kind[crosses] == EdgeKind.GATE).all()
    walls = [shapely.LineString(metres(land, land.register.walls.line[w])) for w in range(len(land.register.walls))]
    assert not any(shapely.intersects(wall, segments(land)).any() for wall in walls)


def test_the_network_is_whole_and_falls_apart_at_the_gates(land: Land) -> None:
    register = land.register
    assert len(set(parts(register, np.ones(len(register.edges), dtype=bool)).tolist())) == 1
    shut = parts(register, register.edges.gate_row < 0)
    inside = shapely.Polygon(metres(land, register.communities.outline[0]))
    within = shapely.contains_xy(inside, land.node_xy)
    assert len(set(shut[within].tolist())) == 1 and len(set(shut[~within].tolist())) == 1
    assert set(shut[within].tolist()).isdisjoint(shut[~within].tolist())


def test_lengths_are_metres_and_doors_are_nodes(land: Land) -> None:
    register, xy = land.register, land.node_xy
    straight = np.hypot(*(xy[register.edges.a_row] - xy[register.edges.b_row]).T)
    assert np.allclose(straight, register.edges.length_m, atol=0.01) and (straight > 0).all()
    assert (land.stairs.node_row >= 0).all()
    doors = land.frame.to_metres(np.column_stack([land.stairs.lon, land.stairs.lat]))
    assert np.allclose(doors, xy[land.stairs.node_row], atol=0.01)
    found = houses(land)
    distance = [found[int(b)].distance(shapely.Point(d)) for b, d in zip(land.stairs.building_row, doors, strict=True)]
    assert max(distance) < 1.0


def test_grids_fill_the_communities_without_overlap(land: Land) -> None:
    register = land.register
    cells = [shapely.Polygon(metres(land, register.grids.outline[g])) for g in range(len(register.grids))]
    outlines = [shapely.Polygon(metres(land, register.communities.outline[c])) for c in range(2)]
    assert all(cell.is_valid for cell in cells)
    assert sum(c.area for c in cells) == pytest.approx(sum(o.area for o in outlines), rel=1e-4)
    assert shapely.unary_union(cells).area == pytest.approx(sum(c.area for c in cells), rel=1e-6)
    for house, grid in zip(houses(land), register.buildings.grid_row, strict=True):
        assert cells[int(grid)].contains(house.centroid)


def test_the_estate_has_the_promised_size(land: Land) -> None:
    xy = land.frame.to_metres(land.register.communities.outline.xy)
    width, depth = np.ptp(xy, axis=0)
    assert 780 <= width <= 1000 and 600 <= depth <= 750
    assert set(range(5, 7)) <= set(land.register.buildings.levels.tolist())
    assert land.register.buildings.levels.max() <= 18


def test_trees_do_not_grow_in_houses_or_on_roads(land: Land) -> None:
    xy = land.frame.to_metres(np.column_stack([land.register.trees.lon, land.register.trees.lat]))
    solid = shapely.unary_union(houses(land))
    assert not shapely.contains_xy(solid, xy[:, 0], xy[:, 1]).any()

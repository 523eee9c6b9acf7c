"""A sample can be placed on any import that has a building and a path, and says clearly when it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.sample import decorate
from domain.changes import Batch
from domain.clock import HOUR, MINUTE, SECOND
from domain.events import DoorMoved
from domain.register import (
    Buildings,
    Communities,
    DeviceKind,
    EdgeKind,
    Edges,
    Nodes,
    PersonFlag,
    Ragged,
    Register,
    Site,
    Units,
)
from domain.situation import Situation

NOW = 1_760_000_000_000
LON, LAT = 24.94, 60.17
DX, DY = 1 / 55_500, 1 / 111_400


def place(houses: int, *, levels: int = 5, residential: bool = True, far_m: float = 0.0) -> Register:
    """A street of 20 nodes running east, houses of 40 × 12 m on its northern side."""
    rings = [
        np.array([(x, 15), (x + 40, 15), (x + 40, 27), (x, 27)]) + np.array([0, far_m])
        for x in np.arange(houses) * 60.0
    ]
    n = max(houses * 4, 4)
    buildings = Buildings(
        ids=[f"w{k}" for k in range(houses)], name=[f"House {k}" for k in range(houses)],
        community_row=np.full(houses, -1, np.int32), grid_row=np.full(houses, -1, np.int32),
        outline=Ragged.of([r * (DX, DY) + (LON, LAT) for r in rings]), levels=np.full(houses, levels, np.int16),
        height_m=np.full(houses, levels * 3.0, np.float32), has_lift=np.zeros(houses, bool),
        residential=np.full(houses, residential),
    )  # fmt: skip
    nodes = Nodes(ids=[f"n{k}" for k in range(n)], lon=LON + np.arange(n) * 15 * DX, lat=np.full(n, LAT))
    edges = Edges(
        ids=[f"e{k}" for k in range(n - 1)], a_row=np.arange(n - 1, dtype=np.int32),
        b_row=np.arange(1, n, dtype=np.int32), length_m=np.full(n - 1, 15, np.float32),
        kind=np.full(n - 1, EdgeKind.ROAD, np.int8), gate_row=np.full(n - 1, -1, np.int32),
    )  # fmt: skip
    site = Site(id="t", name="Street", kind="import", lon0=LON, lat0=LAT)
    return Register(site=site, buildings=buildings, nodes=nodes, edges=edges)


@pytest.mark.parametrize("houses", [1, 2, 7, 40])
def test_a_street_of_houses_becomes_a_living_place(houses: int) -> None:
    estate = decorate(place(houses), 1, NOW)
    r = estate.register
    assert r.site.kind == "import+demo"
    assert r.buildings.ids == place(houses).buildings.ids
    assert len(r.homes) and len(r.people) == len(estate.people) > 0
    assert len(r.communities) == 1 and len(r.grids) >= 1 and (r.buildings.grid_row >= 0).all()
    assert (r.people.flags & PersonFlag.ELDER_ALONE).any()
    assert len(r.cameras) and (r.devices.kind == DeviceKind.SMOKE).any()
    last = {e.device: e.judged for e in estate.history if isinstance(e, DoorMoved)}
    silent = {d for d, at in last.items() if NOW - at >= 11 * HOUR}
    assert silent == {estate.hints.silent_magnet}
    assert abs(NOW - last[estate.hints.silent_magnet] - 11 * HOUR - 30 * MINUTE) <= 5 * SECOND
    Situation(r).apply(Batch(1, NOW, estate.changes))


def test_new_doors_are_joined_to_the_street_on_the_side_that_faces_it() -> None:
    r = decorate(place(3), 1, NOW).register
    assert len(r.units) == 6
    assert np.allclose(r.units.lat, LAT + 15 * DY, atol=0.3 * DY)
    assert (r.edges.kind == EdgeKind.ENTRANCE).sum() == 6
    assert set(r.edges.a_row[r.edges.kind == EdgeKind.ENTRANCE].tolist()) == set(r.units.node_row.tolist())
    lengths = r.edges.length_m[r.edges.kind == EdgeKind.ENTRANCE]
    assert (lengths >= 14).all() and (lengths < 25).all()


def test_known_entrances_are_kept() -> None:
    known = Units(ids=["u9"], name=["A"], building_row=np.array([1], np.int32), node_row=np.array([5], np.int32),
                  lon=np.array([LON + 75 * DX]), lat=np.array([LAT]))  # fmt: skip
    r = decorate(replace(place(2), units=known), 1, NOW).register
    assert "u9" in r.units.ids
    assert r.units.building_row.tolist().count(1) == 1
    assert r.units.node_row[r.units.ids.index("u9")] == 5


def test_communities_of_the_import_are_kept() -> None:
    ring = np.array([(-50, -50), (400, -50), (400, 80), (-50, 80)]) * (DX, DY) + (LON, LAT)
    one = Communities(ids=["c7"], name=["Quarter"], outline=Ragged.of([ring]), walled=np.array([False]))
    base = place(5)
    base = replace(base, communities=one, buildings=replace(base.buildings, community_row=np.zeros(5, np.int32)))
    r = decorate(base, 1, NOW).register
    assert r.communities.ids == ["c7"] and r.communities.name == ["Quarter"]


def test_where_nobody_is_said_to_live_the_houses_are_taken_anyway() -> None:
    assert len(decorate(place(2, residential=False), 1, NOW).register.homes) > 0


def test_the_number_of_people_is_capped() -> None:
    r = decorate(place(60, levels=60), 1, NOW).register
    assert len(r.people) <= 20_000 and len(r.homes) <= 12_000


def test_the_same_import_and_seed_give_the_same_estate() -> None:
    a, b = (decorate(place(6), 4, NOW) for _ in range(2))
    assert a.people == b.people and a.history == b.history and repr(a.changes) == repr(b.changes)


def test_what_cannot_be_decorated_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"no building in this import"):
        decorate(replace(place(1), buildings=Buildings()), 1, NOW)
    with pytest.raises(ValueError, match=r"no path in this import"):
        decorate(replace(place(1), edges=Edges(), nodes=Nodes()), 1, NOW)
    with pytest.raises(ValueError, match=r"No path comes within 150 m"):
        decorate(place(2, far_m=400.0), 1, NOW)

"""Dispatch against brute force, and every reason on the little street; the matrix cell by cell."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alarms import AlarmKind, IncidentKind, Order, Place
from domain.changes import DeviceChanged, Drawn, DutyChanged, Moved, OrderMade
from domain.clock import MINUTE
from domain.dispatch import MATRIX, REASONS, PathNetwork, Permit, Ranked, external, permit, rank, reason
from domain.dispatch.floors import floor_s, storeys
from domain.dispatch.network import GATE_S, LOCKED_S, MIN_EDGE_S, SPEED_M_S, WALK_M_S
from domain.drawings import Drawing, DrawingKind, Sketch
from domain.register import (
    DeviceKind,
    Devices,
    EdgeKind,
    Edges,
    Gates,
    Nodes,
    Register,
    ResponderClass,
    Responders,
    Site,
)
from domain.situation import Situation, locked_gates
from tests.desk_scene import STEP, T0, register

PLACE = Place(lon=120.002, lat=33.0, community="c0", grid="g0", building="b0", unit="u0", home="h0", floor=3)
TOWER = Place(lon=120.008, lat=33.0, community="c1", grid="g1", building="b1", unit="u1", home="h3", floor=12)


class Street:
    """The scene's street with a hand that places responders."""

    def __init__(self) -> None:
        self.situation = Situation(register())
        self.network = PathNetwork(self.situation.register)

    def stand(self, responder: str, tracker: str, node: float, at: int = T0) -> None:
        self.situation.apply_change(DutyChanged(responder=responder, on_duty=True, at=T0))
        fix = Moved(
            devices=(tracker,), at=(at,), lon=(120 + STEP * node,), lat=(33.0,), accuracy_m=(5.0,), heading=(0.0,)
        )
        self.situation.apply_change(fix)

    def lock(self) -> None:
        self.situation.apply_change(DeviceChanged(device="gate1", heard=T0, state="locked"))

    def rank(self, place: Place = PLACE, what: AlarmKind | IncidentKind = AlarmKind.SOS, now: int = T0) -> list[Ranked]:
        return rank(self.network, self.situation, place, what, now)


@pytest.fixture
def street() -> Iterator[Street]:
    yield Street()


def codes(ranked: Ranked) -> list[str]:
    return [f.code for f in ranked.reasons]


def test_nearest_on_foot_with_its_route_and_its_stairs(street: Street) -> None:
    street.stand("r1", "t1", 4)
    street.stand("r3", "t3", 1)
    first, second = street.rank()
    assert (first.responder, second.responder) == ("r3", "r1")
    assert first.foot_s == pytest.approx(93.4 / WALK_M_S, abs=0.5)
    assert second.foot_s == pytest.approx(2 * 93.4 / WALK_M_S, abs=0.5)
    assert second.route[0] == (120.004, 33.0) and second.route[-1] == (120.002, 33.0)
    assert first.floor_s == pytest.approx(2 * (3.0 / math.tan(math.radians(32)) / 0.51 + 2), abs=0.5)
    assert "nearest" in codes(first) and "further" in codes(second) and "stairs" in codes(first)
    assert first.band_s[0] < first.foot_s + (first.floor_s or 0) < first.band_s[1]


def test_a_locked_gate_makes_a_detour_that_is_named(street: Street) -> None:
    street.stand("r1", "t1", 7)
    (open_way,) = street.rank()
    street.lock()
    (round_way,) = street.rank()
    detour = next(f for f in round_way.reasons if f.code == "detour_locked_gate")
    assert detour.params["gate"] == "G1" and 170 < detour.params["metres"] < 190
    assert round_way.foot_s > open_way.foot_s + 100
    assert "detour_locked_gate" not in codes(open_way)


def forbid(street: Street, lon: float, size: float = 0.0002) -> None:
    """A no-go area across the street at a longitude."""
    ring = ((lon, 32.9999), (lon + size, 32.9999), (lon + size, 33.0001), (lon, 33.0001))
    drawing = Drawing(id="draw-1", rev=1, at=T0, by="op", sketch=Sketch(kind=DrawingKind.NO_GO, name="x", points=ring))
    street.situation.apply_change(Drawn(id="draw-1", rev=1, at=T0, drawing=drawing))


def test_a_no_go_area_is_walked_round_and_told(street: Street) -> None:
    street.stand("r1", "t1", 7)
    (straight,) = street.rank()
    forbid(street, 120.0054)
    (round_way,) = street.rank()
    detour = next(f for f in round_way.reasons if f.code == "detour_no_go")
    assert 170 < detour.params["metres"] < 190 and round_way.foot_s > straight.foot_s + 100
    assert (120.005, 33.0008) in round_way.route
    street.situation.apply_change(Drawn(id="draw-1", rev=2, at=T0))
    (again,) = street.rank()
    assert (again.foot_s, codes(again)) == (straight.foot_s, codes(straight))


def test_where_there_is_no_way_round_a_no_go_area_it_is_told_and_costs_no_time(street: Street) -> None:
    street.stand("r1", "t1", 7)
    (straight,) = street.rank()
    forbid(street, 120.0034)
    (through,) = street.rank()
    assert "through_no_go" in codes(through) and "detour_no_go" not in codes(through)
    assert through.foot_s == straight.foot_s and through.route == straight.route


def test_a_locked_gate_is_passed_where_there_is_no_way_round(street: Street) -> None:
    edges = street.situation.register.edges
    keep = np.array([i for i, key in enumerate(edges.ids) if key not in ("e10", "e11", "e12")])
    cut = {name: getattr(edges, name)[keep] for name in ("a_row", "b_row", "length_m", "kind", "gate_row")}
    street.situation.register.edges = Edges(ids=[edges.ids[i] for i in keep], **cut)
    street.network = PathNetwork(street.situation.register)
    street.stand("r1", "t1", 7)
    street.lock()
    (through,) = street.rank()
    assert "through_locked_gate" in codes(through) and through.foot_s > LOCKED_S


def test_gates_count_as_they_last_said_and_as_built_before(street: Street) -> None:
    assert locked_gates(street.situation) == frozenset()
    street.lock()
    assert locked_gates(street.situation) == {0}
    street.situation.register.gates.locked[:] = True
    street.situation.apply_change(DeviceChanged(device="gate1", heard=T0, state="unlocked"))
    assert locked_gates(street.situation) == frozenset()
    assert locked_gates(Situation(street.situation.register)) == {0}


def test_a_stale_fix_and_a_busy_one_come_after_a_fresh_one_further_away(street: Street) -> None:
    street.stand("r1", "t1", 2, at=T0 - 10 * MINUTE)
    street.stand("r2", "t2", 10)
    street.stand("r5", "t5", 3)
    order = Order(id="O1", alarm="A1", responder="r5", by="u", at=T0, release_at=T0)
    street.situation.apply_change(OrderMade(order=order))
    found = street.rank()
    assert [r.responder for r in found] == ["r2", "r5", "r1"]
    assert "busy" in codes(found[1]) and "stale_fix" in codes(found[2])


def test_without_a_fix_the_base_counts_and_is_told(street: Street) -> None:
    street.situation.apply_change(DutyChanged(responder="r1", on_duty=True, at=T0))
    (only,) = street.rank()
    assert "no_fix_from_base" in codes(only) and only.foot_s == pytest.approx(2 * 93.4 / WALK_M_S, abs=0.5)


def test_nobody_on_duty_is_nobody(street: Street) -> None:
    assert street.rank() == []


def test_no_lift_in_smoke_and_the_lift_otherwise(street: Street) -> None:
    street.stand("r1", "t1", 8)
    (helping,) = street.rank(TOWER, AlarmKind.SOS)
    (burning,) = street.rank(TOWER, AlarmKind.SMOKE)
    assert "lift" in codes(helping) and "stairs" in codes(burning)
    assert (burning.floor_s or 0) > (helping.floor_s or 0)


def test_volunteers_never_above_a_fire(street: Street) -> None:
    street.stand("r3", "t3", 2)
    (up,) = street.rank(PLACE, AlarmKind.SMOKE)
    assert up.floor_s is None and not up.allowed and "ground_floor_only" in codes(up)
    ground = Place(lon=120.002, lat=33.0, community="c0", building="b0", unit="u0", floor=1)
    assert street.rank(ground, AlarmKind.SMOKE)[0].allowed


def test_property_of_another_estate_is_no_candidate_and_grids_are_named(street: Street) -> None:
    street.stand("r4", "t4", 2)
    street.stand("r5", "t5", 2)
    street.stand("r2", "t2", 2)
    assert [r.responder for r in street.rank(TOWER)] == ["r2", "r5"]
    own, far = street.rank(TOWER)
    assert "own_grid" in codes(own)
    assert "leaves_grid_empty" in codes(far) and "other_community" in codes(far)


def test_two_officers_for_violence_and_no_volunteer(street: Street) -> None:
    street.stand("r1", "t1", 2)
    street.stand("r3", "t3", 2)
    officer, volunteer = street.rank(PLACE, IncidentKind.VIOLENCE)
    assert "two_officers" in codes(officer) and not volunteer.allowed and "class_not_sent" in codes(volunteer)


def test_external_services_are_called_and_never_ranked(street: Street) -> None:
    assert [r.responder for r in external(street.situation)] == ["x119"]


def test_a_register_without_paths_still_ranks_by_the_straight_line() -> None:
    street = Street()
    street.situation.register.nodes, street.situation.register.edges = Nodes(), Edges()
    street.network = PathNetwork(street.situation.register)
    street.stand("r1", "t1", 4)
    street.stand("r3", "t3", 1)
    found = street.rank()
    assert [r.responder for r in found] == ["r3", "r1"] and "no_path" in codes(found[0])
    assert len(found[0].route) == 2


def test_storeys() -> None:
    assert [storeys(f) for f in (-1, 0, 1, 2, 12)] == [1, 0, 0, 1, 11]
    assert floor_s(register(), "b1", 12, lift=True)[1] and not floor_s(register(), "b1", 2, lift=True)[1]
    assert floor_s(register(), "nowhere", 3, lift=True)[0] > 0


# the matrix


def test_every_cell_is_there() -> None:
    assert set(MATRIX) == {*AlarmKind, *IncidentKind}
    assert all(set(row) == set(ResponderClass) for row in MATRIX.values())


@pytest.mark.parametrize("what", [AlarmKind.SMOKE, IncidentKind.FIRE])
def test_the_cells_that_the_law_of_the_house_asks_for(what: AlarmKind | IncidentKind) -> None:
    assert permit(what, ResponderClass.VOLUNTEER, 2) is Permit.GROUND
    assert permit(what, ResponderClass.VOLUNTEER, 1) is Permit.YES
    assert permit(what, ResponderClass.FIRE_POST, 9) is Permit.YES
    assert permit(AlarmKind.ELDER_SILENCE, ResponderClass.PROPERTY, 1) is Permit.NO
    assert permit(AlarmKind.UNREGISTERED_OPENER, ResponderClass.PROPERTY, 1) is Permit.NO
    assert permit(IncidentKind.VIOLENCE, ResponderClass.VOLUNTEER, 0) is Permit.NO
    assert all(row[ResponderClass.OFFICER] is Permit.YES for row in MATRIX.values())


def test_a_reason_with_other_params_is_refused() -> None:
    assert len({code for code, _ in REASONS}) == len(REASONS)
    with pytest.raises(ValueError, match="not a reason"):
        reason("nearest", params={"metres": 3})


# brute force


def town(rng: np.random.Generator, side: int, crew: int, gates: int) -> Situation:
    """A grid of streets some 40 m apart with missing stretches, and responders anywhere."""
    grid = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [
            np.stack([grid[:, :-1].ravel(), grid[:, 1:].ravel()], 1),
            np.stack([grid[:-1].ravel(), grid[1:].ravel()], 1),
        ]
    )
    pairs = pairs[rng.random(len(pairs)) > 0.1]
    lon, lat = 120 + 0.0004 * (grid % side).ravel(), 33 + 0.0004 * (grid // side).ravel()
    lon, lat = lon + rng.normal(0, 5e-5, lon.shape), lat + rng.normal(0, 5e-5, lat.shape)
    metres = np.hypot(np.diff(lon[pairs], axis=1) * 93453, np.diff(lat[pairs], axis=1) * 110905).ravel() * rng.uniform(
        1, 1.3, len(pairs)
    )
    gate_row = np.full(len(pairs), -1, dtype=np.int32)
    gate_row[rng.choice(len(pairs), gates, replace=False)] = np.arange(gates)
    ids = [f"t{i}" for i in range(crew)]
    minus, none = np.full(crew, -1, dtype=np.int32), np.zeros(crew)
    blank = np.full(gates, -1, dtype=np.int32)
    r = Register(
        site=Site(id="x", name="x", kind="sample", lon0=120.0, lat0=33.0),
        nodes=Nodes(ids=[str(i) for i in range(side * side)], lon=lon, lat=lat),
        edges=Edges(
            ids=[str(i) for i in range(len(pairs))], a_row=pairs[:, 0].astype(np.int32),
            b_row=pairs[:, 1].astype(np.int32), length_m=metres.astype(np.float32),
            kind=rng.integers(0, len(EdgeKind), len(pairs)).astype(np.int8), gate_row=gate_row,
        ),
        gates=Gates(
            ids=[f"G{i}" for i in range(gates)], name=[""] * gates, community_row=blank, node_row=blank,
            lon=np.zeros(gates), lat=np.zeros(gates), device=[""] * gates, locked=rng.random(gates) < 0.5,
            width_m=np.ones(gates, dtype=np.float32),
        ),
        devices=Devices(
            ids=ids, name=ids, kind=np.full(crew, DeviceKind.TRACKER, dtype=np.int8), ring=np.zeros(crew, np.int8),
            community_row=minus, building_row=minus, home_row=minus, person_row=minus, floor=np.zeros(crew, np.int16),
            lon=none, lat=none, period_s=np.full(crew, 5, np.int32), installed=np.ones(crew, np.int64),
            bedroom=np.zeros(crew, np.bool_), gateway=[""] * crew,
        ),
        responders=Responders(
            ids=[f"r{i}" for i in range(crew)], call_sign=ids, kind=np.zeros(crew, np.int8), device=ids,
            community_row=minus, grid_row=minus, base_lon=none, base_lat=none,
        ),
    )  # fmt: skip
    situation = Situation(r)
    situation.on_duty[:] = True
    situation.fixes.lon[:] = 120 + rng.random(crew) * 0.0004 * side
    situation.fixes.lat[:] = 33 + rng.random(crew) * 0.0004 * side
    situation.fixes.at[:] = T0
    return situation


def brute(situation: Situation, start: int) -> dict[int, float]:
    """Seconds from a node to all, by a heap and nothing else."""
    e, locked = situation.register.edges, locked_gates(situation)
    ways: dict[int, list[tuple[int, float]]] = {}
    for a, b, metres, kind, gate in zip(e.a_row, e.b_row, e.length_m, e.kind, e.gate_row, strict=True):
        cost = float(metres) / SPEED_M_S[EdgeKind(int(kind))] + (GATE_S if gate >= 0 else 0)
        cost = max(cost, MIN_EDGE_S) + (LOCKED_S if int(gate) in locked else 0)
        ways.setdefault(int(a), []).append((int(b), cost))
        ways.setdefault(int(b), []).append((int(a), cost))
    best, heap = {}, [(0.0, start)]
    while heap:
        seconds, node = heapq.heappop(heap)
        if node not in best:
            best[node] = seconds
            for other, cost in ways.get(node, []):
                heapq.heappush(heap, (seconds + cost, other))
    return best


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), crew=st.integers(1, 40), gates=st.integers(0, 12), limit=st.integers(1, 10))
def test_the_ranking_is_that_of_brute_force(seed: int, crew: int, gates: int, limit: int) -> None:
    rng = np.random.default_rng(seed)
    situation = town(rng, 12, crew, gates)
    network = PathNetwork(situation.register)
    place = Place(lon=120 + rng.random() * 0.004, lat=33 + rng.random() * 0.004)
    start = int(network.snap(network.metres(place.lon, place.lat))[0][0])
    best = brute(situation, start)
    nodes, off = network.snap(network.metres(situation.fixes.lon, situation.fixes.lat))
    seconds = [best.get(int(n), math.inf) + o / WALK_M_S for n, o in zip(nodes, off, strict=True)]
    expected = sorted(s for s in seconds if s < math.inf)[:limit]
    found = [r for r in rank(network, situation, place, AlarmKind.SOS, T0, limit=limit) if "no_path" not in codes(r)]
    reachable = [r.foot_s for r in found]
    if all(s < math.inf for s in seconds):
        assert reachable == pytest.approx(expected, abs=0.06)
    for r in found:
        assert r.foot_s == pytest.approx(seconds[int(r.responder[1:])], abs=0.06)
        assert r.route[-1] == pytest.approx((network.lon[start], network.lat[start]), abs=1e-6)
        assert r.reasons


def test_a_thousand_responders_on_six_thousand_nodes() -> None:
    situation = town(np.random.default_rng(7), 78, 1_000, 40)
    network = PathNetwork(situation.register)
    rng = np.random.default_rng(1)
    for _ in range(60):
        place = Place(lon=120 + rng.random() * 0.03, lat=33 + rng.random() * 0.03)
        assert len(rank(network, situation, place, AlarmKind.SOS, T0)) == 8

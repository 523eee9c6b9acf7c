"""Flat things of the sample estate in painting order: banks, water, yards, lawns, parking, roads, paths, walls."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring, unary_union

from app.sample.houses import Built, House
from app.sample.network import Network
from app.sample.plan import OPEN, WALLED, Plan, plazas
from app.sample.shapes import F64, Geometry, lines_of, rectangle, rings_of
from domain.register import GroundKind

_PATH_M = 2.2


@dataclass
class Sheet:
    """Rows of the Ground table in plan metres, in the order in which they are painted."""

    kinds: list[GroundKind] = field(default_factory=list)
    shapes: list[F64] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def ring(self, kind: GroundKind, ring: F64, name: str = "") -> None:
        """An area."""
        self.line(kind, ring, 0.0, name)

    def line(self, kind: GroundKind, line: F64, width: float, name: str = "") -> None:
        """A centre line with its width in metres."""
        self.kinds.append(kind)
        self.shapes.append(line)
        self.widths.append(width)
        self.names.append(name)


@dataclass(frozen=True)
class Surfaces:
    """The sheet, and the areas that trees must know of."""

    sheet: Sheet
    greens: Geometry
    hard: Geometry


def pave(plan: Plan, built: Built, network: Network, rng: np.random.Generator) -> Surfaces:
    """Everything flat."""
    houses = unary_union([Polygon(h.ring) for h in built.houses])
    walked = unary_union([line.buffer(_PATH_M / 2 + 0.5) for line in network.paths])
    roads = plan.carriageway
    places = plazas(plan)
    hard = unary_union([roads.buffer(1.0), walked, *(Polygon(p) for p in places)])
    parking = _parking(plan, built, hard.union(houses.buffer(2.0)), rng)
    solid = [Polygon(p).buffer(0.8) for p in (*parking, *_playgrounds(built))]
    greens = _greens(plan, built, unary_union([hard, houses.buffer(1.3), *solid]))
    sheet = Sheet()
    for ring in rings_of(plan.banks):
        sheet.ring(GroundKind.GREEN, ring, "临溪绿带")
    sheet.ring(GroundKind.WATER, rings_of(plan.creek)[0], "小溪")
    for ring in rings_of(unary_union(plan.outlines).difference(roads), 400.0):
        sheet.ring(GroundKind.YARD, ring)
    _paint(sheet, plan, greens, [*places, *_playgrounds(built)], parking)
    for way in (*plan.streets, *plan.roads):
        sheet.line(GroundKind.ROAD, np.asarray(way.line.coords), way.width, way.name)
    for gate in plan.gates:
        kind = GroundKind.ROAD if gate.vehicles else GroundKind.PATH
        sheet.line(kind, np.asarray(gate.line.coords), 6.0 if gate.vehicles else 2.8)
    for line in network.paths:
        sheet.line(GroundKind.PATH, np.asarray(line.coords), _PATH_M if line.length > 12 else 1.6)
    sheet.line(GroundKind.PATH, np.asarray(plan.trail.exterior.coords), 1.8, "健身步道")
    return Surfaces(sheet, greens, unary_union([hard, houses, plan.pond, *(Polygon(p) for p in parking)]))


def _paint(sheet: Sheet, plan: Plan, greens: Geometry, places: list[F64], parking: list[F64]) -> None:
    for ring in rings_of(greens, 30.0):
        sheet.ring(GroundKind.GREEN, ring)
    paved = unary_union([Polygon(p) for p in places])
    for ring in rings_of(plan.park.buffer(-5).buffer(-6).buffer(6).difference(paved), 400.0):
        sheet.ring(GroundKind.GREEN, ring, "听潮公园")
    walks = unary_union([walk.buffer(1.4) for walk in plan.walks])
    for ring in rings_of(plan.lawn.difference(unary_union([walks, paved]))):
        sheet.ring(GroundKind.GREEN, ring)
    for ring in places:
        sheet.ring(GroundKind.PLAZA, ring)
    for ring in parking:
        sheet.ring(GroundKind.PARKING, ring)
    sheet.ring(GroundKind.WATER, np.asarray(plan.pond.exterior.coords)[:-1], "月牙池")
    sheet.ring(GroundKind.WATER, np.asarray(plan.fountain.exterior.coords)[:-1])


def _greens(plan: Plan, built: Built, avoid: Geometry) -> Geometry:
    """Lawns before the southern fronts, round the towers, and a belt along the wall."""
    lawns: list[Geometry] = [_front_lawn(h) for h in built.houses if h.residential and not h.tower]
    lawns += [Point(h.ring.mean(axis=0)).buffer(25) for h in built.houses if h.tower]
    lawns += [Polygon(r).buffer(3.0, join_style="mitre") for i, r in enumerate(built.free) if i % 3 == 2]
    outline = plan.outlines[WALLED]
    lawns.append(outline.buffer(-0.8).difference(outline.buffer(-4.4)))
    inside = unary_union([outline.buffer(-0.8), plan.outlines[OPEN]])
    return unary_union(lawns).intersection(inside).difference(avoid).buffer(-0.7).buffer(0.7).simplify(0.3)


def _front_lawn(house: House) -> Polygon:
    """A strip along the side away from the doors."""
    out = np.asarray(house.outward)
    along = np.array([out[1], -out[0]])
    middle = house.ring.mean(axis=0)
    local = house.ring - middle
    half = float((local @ along).max()) - 0.8
    south = float((local @ out).min()) - 1.6
    deep = 10.5 if house.community == WALLED else 7.0
    ends = [middle + side * half * along + level * out for level, sides in ((south, (-1, 1)), (south - deep, (1, -1)))
            for side in sides]  # fmt: skip
    return Polygon(ends)


def _playgrounds(built: Built) -> list[F64]:
    """Every third free plot is a place to play; the kindergarten has its own yard."""
    plots = [Polygon(r).minimum_rotated_rectangle for i, r in enumerate(built.free) if i % 3 == 2]
    rings = [_middle_third(np.asarray(p.exterior.coords)[:4]) for p in plots]
    return [*rings, rectangle(-114, -293.5, 40, 10)]


def _middle_third(corners: F64) -> F64:
    """The middle of an oblong plot from edge to edge, a little deeper than the plot."""
    a, b, c, d = corners if np.hypot(*(corners[1] - corners[0])) > np.hypot(*(corners[2] - corners[1])) else np.roll(
        corners, 1, axis=0)  # fmt: skip
    deep = 3.2 * (c - b) / np.hypot(*(c - b))
    return np.array([a + (b - a) * 0.35 - deep, a + (b - a) * 0.65 - deep, d + (c - d) * 0.65 + deep,
                     d + (c - d) * 0.35 + deep])  # fmt: skip


def _parking(plan: Plan, built: Built, taken: Geometry, rng: np.random.Generator) -> list[F64]:
    """Bays along internal roads, and lots on free plots."""
    lots = [
        Polygon(r).buffer(1.5, join_style="mitre").difference(taken) for i, r in enumerate(built.free) if i % 3 != 2
    ]
    rings = [ring for lot in lots for ring in rings_of(lot, 150.0)]
    taken = unary_union(
        [taken, plan.park, plan.lawn, *(Polygon(r) for r in rings), *(Polygon(r) for r in _playgrounds(built))]
    )
    shapely.prepare(taken)
    allowed = unary_union([o.buffer(-6) for o in plan.outlines])
    for way in plan.roads:
        for side in (-1, 1):
            for kerb in lines_of(way.line.offset_curve(side * (way.width / 2 + 3.7))):
                rings += _bays(kerb, taken, allowed, rng)
    return rings


def _bays(kerb: LineString, taken: Geometry, allowed: Geometry, rng: np.random.Generator) -> list[F64]:
    """Rows of bays, 5 m deep, where the kerb is free."""
    rings, at = [], 6.0
    while at < kerb.length - 12:
        length = float(rng.choice([10.4, 15.6, 20.8, 26.0]))
        strip = substring(kerb, at, at + length).buffer(2.5, cap_style="flat")
        if (
            rng.random() < 0.75
            and strip.geom_type == "Polygon"
            and not taken.intersects(strip)
            and allowed.contains(strip)
        ):
            rings.append(np.asarray(strip.exterior.coords)[:-1])
            at += length + float(rng.uniform(3, 12))
        else:
            at += 5.0
    return rings

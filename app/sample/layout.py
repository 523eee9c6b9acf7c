"""The drawn plan as a Land: tables in degrees, stairwells at their doors, cameras and posts where they belong."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point, Polygon

from app.sample import greenery, grids, ground, houses, network
from app.sample.houses import House
from app.sample.land import CameraSpot, Land, Posts
from app.sample.network import Network
from app.sample.plan import NAMES, OPEN, TURN_DEG, WALLED, Plan, draw
from app.sample.shapes import F64, turned
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
    Ring,
    SafetyKind,
    SafetyObjects,
    Site,
    Trees,
    Units,
    Walls,
)
from map.frame import LocalFrame

LON0, LAT0 = 120.15, 33.35
_FLOOR_M = 2.95
Place: TypeAlias = tuple[float, float]


class _Degrees:
    """Plan metres → degrees: turned, then out of the local frame."""

    def __init__(self) -> None:
        self.frame = LocalFrame(LON0, LAT0)

    def __call__(self, xy: npt.ArrayLike) -> F64:
        return self.frame.to_degrees(turned(xy, TURN_DEG))

    def ragged(self, rows: list[F64]) -> Ragged:
        plain = Ragged.of(rows)
        return Ragged(plain.offsets, self(plain.xy))


def lay_out(rng: np.random.Generator) -> Land:
    """The sample estate without people and devices."""
    plan = draw(rng)
    built = houses.build(plan, rng)
    paths = network.weave(plan, built)
    surfaces = ground.pave(plan, built, paths, rng)
    trees, crowns = greenery.plant(plan, surfaces, rng)
    to = _Degrees()
    cells = grids.cut(plan)
    buildings = _buildings(built.houses, cells, to)
    stairs = _stairs(built.houses, paths, buildings, to)
    register = Register(
        site=Site(id="sample", name="云听警务站", kind="sample", lon0=LON0, lat0=LAT0),
        communities=Communities(
            ids=["c1", "c2"], name=list(NAMES), walled=np.array([True, False]),
            outline=to.ragged([np.asarray(o.exterior.coords)[:-1] for o in plan.outlines]),
        ),
        grids=Grids(
            ids=[f"g{n + 1:02d}" for n in range(len(cells))], name=[f"第{n + 1}网格" for n in range(len(cells))],
            community_row=np.array([c for c, _ in cells], dtype=np.int32), outline=to.ragged([r for _, r in cells]),
            keeper=[""] * len(cells),
        ),
        buildings=buildings, nodes=_nodes(paths, to), edges=_edges(paths), gates=_gates(plan, paths, to),
        ground=_ground(surfaces.sheet, to), walls=_walls(plan, to),
        trees=_trees(trees, crowns, to), safety=_safety(plan, built.houses, to, rng),
    )  # fmt: skip
    flats = np.array([h.homes_per_floor for h in built.houses], dtype=np.int32)
    return Land(register, stairs, flats, _cameras(plan), _posts(built.houses, paths, plan))


def _buildings(built: list[House], cells: list[tuple[int, F64]], to: _Degrees) -> Buildings:
    levels = np.array([h.levels for h in built], dtype=np.int16)
    tall = np.array([h.tower for h in built])
    middles = shapely.points([h.ring.mean(axis=0) for h in built])
    distance = np.array([shapely.distance(Polygon(ring), middles) for _, ring in cells])
    return Buildings(
        ids=[f"b{n + 1:03d}" for n in range(len(built))],
        name=[h.name or f"{n + 1}栋" for n, h in enumerate(built)],
        community_row=np.array([h.community for h in built], dtype=np.int32),
        grid_row=distance.argmin(axis=0).astype(np.int32),
        outline=to.ragged([h.ring for h in built]),
        levels=levels,
        height_m=(levels * _FLOOR_M + np.where(tall, 1.8, 0.9)).astype(np.float32),
        has_lift=tall,
        residential=np.array([h.residential for h in built]),
    )


def _stairs(built: list[House], paths: Network, buildings: Buildings, to: _Degrees) -> Units:
    """A unit for every door of a house with homes."""
    rows = [(b, d) for b, h in enumerate(built) if h.residential for d in range(len(h.doors))]
    places = to([built[b].doors[d] for b, d in rows])
    return Units(
        ids=[f"{buildings.ids[b]}u{d + 1}" for b, d in rows], name=[f"{d + 1}单元" for _, d in rows],
        building_row=np.array([b for b, _ in rows], dtype=np.int32),
        node_row=np.array([paths.doors[b][d] for b, d in rows], dtype=np.int32),
        lon=places[:, 0].copy(), lat=places[:, 1].copy(),
    )  # fmt: skip


def _nodes(paths: Network, to: _Degrees) -> Nodes:
    places = to(paths.xy)
    return Nodes(ids=[f"n{n:04d}" for n in range(len(places))], lon=places[:, 0].copy(), lat=places[:, 1].copy())


def _edges(paths: Network) -> Edges:
    return Edges(
        ids=[f"e{n:04d}" for n in range(len(paths.a))], a_row=paths.a.astype(np.int32), b_row=paths.b.astype(np.int32),
        length_m=paths.length.astype(np.float32), kind=paths.kind.astype(np.int8), gate_row=paths.gate.astype(np.int32),
    )  # fmt: skip


def _gates(plan: Plan, paths: Network, to: _Degrees) -> Gates:
    wall = LineString(plan.outlines[WALLED].exterior.coords)
    places = to([shapely.get_coordinates(g.line.intersection(wall))[0] for g in plan.gates])
    n = len(plan.gates)
    return Gates(
        ids=[f"gate{k + 1}" for k in range(n)], name=[g.name for g in plan.gates],
        community_row=np.full(n, WALLED, dtype=np.int32), node_row=np.array(paths.gates, dtype=np.int32),
        lon=places[:, 0].copy(), lat=places[:, 1].copy(), device=[""] * n,
        locked=np.array([g.locked for g in plan.gates]),
        width_m=np.array([g.width for g in plan.gates], dtype=np.float32),
    )  # fmt: skip


def _ground(sheet: ground.Sheet, to: _Degrees) -> Ground:
    return Ground(
        ids=[f"f{n:04d}" for n in range(len(sheet.kinds))], kind=np.array(sheet.kinds, dtype=np.int8),
        outline=to.ragged(sheet.shapes), width_m=np.array(sheet.widths, dtype=np.float32), name=sheet.names,
    )  # fmt: skip


def _walls(plan: Plan, to: _Degrees) -> Walls:
    """The wall without its gates' openings."""
    wall = LineString(plan.outlines[WALLED].exterior.coords)
    gaps = [Point(shapely.get_coordinates(g.line.intersection(wall))[0]).buffer(g.width / 2) for g in plan.gates]
    lines = shapely.get_parts(shapely.line_merge(wall.difference(shapely.unary_union(gaps))))
    return Walls(
        ids=[f"w{n + 1}" for n in range(len(lines))], line=to.ragged([np.asarray(g.coords) for g in lines]),
        height_m=np.full(len(lines), 2.4, dtype=np.float32),
    )  # fmt: skip


def _trees(xy: F64, crowns: F64, to: _Degrees) -> Trees:
    places = to(xy)
    return Trees(
        ids=[f"t{n:04d}" for n in range(len(xy))], lon=places[:, 0].copy(), lat=places[:, 1].copy(),
        size_m=crowns.astype(np.float32),
    )  # fmt: skip


def _safety(plan: Plan, built: list[House], to: _Degrees, rng: np.random.Generator) -> SafetyObjects:
    """Hydrants along roads, AEDs where people are, risers and lifts in towers, gas valves at slabs, fire lanes."""
    rows: list[tuple[str, SafetyKind, int, float, float]] = []
    for road in plan.roads:
        for at in np.arange(30.0, road.line.length - 15, 95.0):
            p = road.line.offset_curve(road.width / 2 + 1.0).interpolate(at)
            rows.append(
                (f"消火栓 {sum(r[1] == SafetyKind.HYDRANT for r in rows) + 1}", SafetyKind.HYDRANT, -1, p.x, p.y)
            )
    for row, house in enumerate(built):
        x, y = (float(v) for v in house.ring.mean(axis=0))
        door = house.doors[0]
        if house.tower:
            rows.append((f"{row + 1}栋消防立管", SafetyKind.RISER, row, x + 2.5, y))
            rows.append((f"{row + 1}栋电梯", SafetyKind.LIFT, row, x - 2.5, y))
            out = door + 9.0 * np.asarray(house.outward)
            rows.append((f"{row + 1}栋登高场地", SafetyKind.FIRE_LANE, row, float(out[0]), float(out[1])))
        elif house.residential and rng.random() < 0.35:
            rows.append((f"{row + 1}栋燃气总阀", SafetyKind.GAS_VALVE, row, float(door[0]) + 3.0, float(door[1])))
        elif house.name in {"听潮警务室", "物业服务中心", "社区卫生站", "邻里中心"}:
            rows.append((f"AED {house.name}", SafetyKind.AED, row, float(door[0]), float(door[1])))
    places = to([(r[3], r[4]) for r in rows])
    return SafetyObjects(
        ids=[f"s{n + 1:03d}" for n in range(len(rows))], name=[r[0] for r in rows],
        kind=np.array([r[1] for r in rows], dtype=np.int8), building_row=np.array([r[2] for r in rows], dtype=np.int32),
        lon=places[:, 0].copy(), lat=places[:, 1].copy(),
    )  # fmt: skip


def _cameras(plan: Plan) -> tuple[CameraSpot, ...]:
    """Six outside (four gates, two corners of the open community), six inside."""
    wall = LineString(plan.outlines[WALLED].exterior.coords)
    spots = []
    for nth in (0, 2, 3, 4):
        gate = plan.gates[nth]
        at = gate.line.project(shapely.get_parts(gate.line.intersection(wall))[0])
        back, front = (np.asarray(gate.line.interpolate(at + d).coords[0]) for d in (17.0, -8.0))
        aside = np.array([front[1] - back[1], back[0] - front[0]]) / 25 * 4.5
        name = gate.name.replace("车行道闸", "").replace("侧消防门", "门") + "相机"
        spots.append(_spot(name, _place(back + aside), _place(front), (62, 52), (Ring.OUTER, WALLED)))
    spots += [
        _spot("听潮东口相机", (412, -112), (300, -108), (58, 60), (Ring.OUTER, OPEN)),
        _spot("听潮南口相机", (222, -312), (218, -220), (58, 60), (Ring.OUTER, OPEN)),
        _spot("中路环路口相机", (-364, -68), (-280, -76), (70, 55), (Ring.MIDDLE, WALLED)),
        _spot("幼儿园门前相机", (-138, -258), (-104, -262), (74, 42), (Ring.MIDDLE, WALLED)),
        _spot("中心花园相机", (-290, 22), (-212, 14), (66, 62), (Ring.MIDDLE, WALLED)),
        _spot("公园池边相机", (196, 84), (120, 0), (64, 75), (Ring.MIDDLE, OPEN)),
        _spot("公园西入口相机", (34, 18), (92, 6), (70, 50), (Ring.MIDDLE, OPEN)),
        _spot("高层广场相机", (352, -188), (318, -222), (82, 52), (Ring.MIDDLE, OPEN)),
    ]
    return tuple(spots)


def _place(point: F64) -> Place:
    return float(point[0]), float(point[1])


def _spot(name: str, at: Place, towards: Place, lens: tuple[float, float], where: tuple[Ring, int]) -> CameraSpot:
    """Plan metres turned; `lens`: field of view and range; `where`: ring and community."""
    (ax, ay), (bx, by) = turned([at, towards], TURN_DEG).tolist()
    return CameraSpot(name, (ax, ay), (bx, by), *lens, *where)


def _posts(built: list[House], paths: Network, plan: Plan) -> Posts:
    doors = {h.name: paths.doors[row][0] for row, h in enumerate(built) if h.name}
    far = tuple(int(np.argmin(np.hypot(*(paths.xy - p).T))) for p in ((515, -333), (515, 316)))
    return Posts(
        police=doors["听潮警务室"], property={WALLED: doors["物业服务中心"], OPEN: doors["邻里中心"]},
        fire=paths.gates[0], far=(far[0], far[1]),
    )  # fmt: skip

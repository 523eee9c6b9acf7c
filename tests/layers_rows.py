"""A small estate by hand for the layers' tests: eight slabs, one tower, some devices and responders; nobody is real."""

from __future__ import annotations

import numpy as np

from domain.alarms import Alarm, AlarmKind, Cause, Level, Order, OrderStage, Place, Step, Verb
from domain.changes import AlarmRaised, Batch, DeviceChanged, DutyChanged, LinkChanged, Moved, OrderMade
from domain.clock import HOUR, MINUTE, SECOND
from domain.register import (
    Buildings,
    Cameras,
    Communities,
    DeviceKind,
    Devices,
    Grids,
    Ground,
    GroundKind,
    Homes,
    People,
    PersonFlag,
    Ragged,
    Register,
    ResponderClass,
    Responders,
    Site,
    Tenure,
    Trees,
    Units,
    Walls,
)
from domain.situation import Situation
from layers.picture import Picture
from layers.plan import Plan
from layers.trails import Trails
from map.frame import LocalFrame

LON, LAT = 120.14, 33.35
NOW = 1_767_208_365_000  # 2026-01-01 03:12:45 in Shanghai
FRAME = LocalFrame(LON, LAT)
TOWER_FLOORS, SLAB_FLOORS = 18, 6
LABELS = ("刘**", "陈**", "王**", "李**")
FULL_NAMES = ("刘桂花", "陈家宝", "王大明", "李阿妹")  # in the sealed files; no layer may ever show them


def box(x: float, y: float, w: float, d: float) -> np.ndarray:
    return np.array([(x, y), (x + w, y), (x + w, y + d), (x, y + d)])


def degrees(rings: list[np.ndarray]) -> Ragged:
    return Ragged.of([FRAME.to_degrees(ring) for ring in rings])


def i32(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def at(*places: tuple[float, float]) -> dict[str, np.ndarray]:
    lonlat = FRAME.to_degrees(np.array(places))
    return {"lon": lonlat[:, 0], "lat": lonlat[:, 1]}


def buildings() -> Buildings:
    rings = [box(-120 + 80 * (i % 3), -90 + 40 * (i // 3), 62, 12) for i in range(8)] + [box(130, -20, 25, 19)]
    n = len(rings)
    return Buildings(
        ids=[f"b{i + 1}" for i in range(n)],
        name=[f"{i + 1}栋" for i in range(n)],
        community_row=np.zeros(n, dtype=np.int32),
        grid_row=np.zeros(n, dtype=np.int32),
        outline=degrees(rings),
        levels=np.array([SLAB_FLOORS] * 8 + [TOWER_FLOORS], dtype=np.int16),
        height_m=np.array([SLAB_FLOORS * 3.0] * 8 + [TOWER_FLOORS * 3.0], dtype=np.float32),
        has_lift=np.array([False] * 8 + [True]),
        residential=np.ones(n, dtype=np.bool_),
    )


def homes(table: Buildings) -> Homes:
    rows = [(b, f, i) for b in range(len(table)) for f in range(1, int(table.levels[b]) + 1) for i in range(6)]
    n = len(rows)
    tenure = np.array([(b * 7 + f * 3 + i) % 5 == 0 for b, f, i in rows]).astype(np.int8) * int(Tenure.RENTAL)
    tenure[:36] = Tenure.RENTAL  # the first slab is let whole
    return Homes(
        ids=[f"h{b + 1}-{f}{i + 1:02d}" for b, f, i in rows],
        name=[f"{f}{i + 1:02d}" for _, f, i in rows],
        unit_row=np.array([b for b, _, _ in rows], dtype=np.int32),
        building_row=np.array([b for b, _, _ in rows], dtype=np.int32),
        floor=np.array([f for _, f, _ in rows], dtype=np.int16),
        along=np.array([(i + 0.5) / 6 for _, _, i in rows], dtype=np.float32),
        tenure=tenure.reshape(n),
    )


def people(table: Homes) -> People:
    where = [table.row(h) for h in ("h3-502", "h9-1201", "h9-1303", "h9-1502")]
    flags = [PersonFlag.ELDER_ALONE, PersonFlag.ELDER_ALONE, PersonFlag.NEEDS_HELP, PersonFlag.ELDER_ALONE]
    return People(
        ids=["p1", "p2", "p3", "p4"], home_row=i32(*where), flags=np.array(flags, dtype=np.uint16), label=list(LABELS)
    )


def devices(table: Homes) -> Devices:
    """Name, kind, home, building row, floor, person row, place in metres."""
    elder, fire, beside = (table.row(h) for h in ("h3-502", "h9-1203", "h9-1204"))
    rows: list[tuple[str, DeviceKind, int, int, int, int, tuple[float, float]]] = [
        ("m1", DeviceKind.DOOR, elder, 2, 5, 0, (50.0, -85.0)),
        ("k1", DeviceKind.SMOKE, fire, 8, 12, -1, (140.0, -10.0)),
        ("k2", DeviceKind.SMOKE, beside, 8, 12, -1, (140.0, -10.0)),
        ("k3", DeviceKind.SMOKE, -1, 8, 12, -1, (142.0, -11.0)),
        ("k4", DeviceKind.SMOKE, -1, 8, 13, -1, (142.0, -11.0)),
        ("l1", DeviceKind.LOCK, table.row("h1-101"), 0, 1, -1, (-120.0, -90.0)),
        ("g1", DeviceKind.GATE, -1, -1, 0, -1, (0.0, -140.0)),
        ("c1", DeviceKind.CAMERA, -1, -1, 0, -1, (-140.0, 90.0)),
        *((f"t{i}", DeviceKind.TRACKER, -1, -1, 0, -1, (0.0, 0.0)) for i in range(1, 7)),
    ]
    n = len(rows)
    return Devices(
        ids=[r[0] for r in rows],
        name=[r[0].upper() for r in rows],
        kind=np.array([r[1] for r in rows], dtype=np.int8),
        ring=np.zeros(n, dtype=np.int8),
        community_row=np.zeros(n, dtype=np.int32),
        building_row=i32(*(r[3] for r in rows)),
        home_row=i32(*(r[2] for r in rows)),
        person_row=i32(*(r[5] for r in rows)),
        floor=np.array([r[4] for r in rows], dtype=np.int16),
        **at(*(r[6] for r in rows)),
        period_s=np.full(n, 300, dtype=np.int32),
        installed=np.full(n, NOW - 100 * HOUR, dtype=np.int64),
        bedroom=np.array([r[0] == "m1" for r in rows]),
        gateway=[""] * n,
    )


def responders() -> Responders:
    kinds = [ResponderClass.OFFICER, ResponderClass.AUXILIARY, ResponderClass.GRID_WORKER, ResponderClass.VOLUNTEER]
    kinds += [ResponderClass.OFFICER, ResponderClass.PROPERTY]
    places = at(*((-30.0 * i, 100.0) for i in range(6)))
    return Responders(
        ids=[f"r{i}" for i in range(1, 7)],
        call_sign=[f"巡-0{i}" for i in range(1, 7)],
        kind=np.array(kinds, dtype=np.int8),
        device=[f"t{i}" for i in range(1, 7)],
        community_row=np.full(6, -1, dtype=np.int32),
        grid_row=np.full(6, -1, dtype=np.int32),
        base_lon=places["lon"],
        base_lat=places["lat"],
    )


def register() -> Register:
    table = buildings()
    flats = homes(table)
    outline = box(-160, -140, 340, 260)
    wall = np.concatenate([outline, outline[:1]])
    park, road = box(-110, 60, 120, 50), np.array([(-150, 45), (170, 45)])
    count = len(table)
    return Register(
        site=Site(id="t", name="T", kind="sample", lon0=LON, lat0=LAT, attribution="© OpenStreetMap contributors"),
        communities=Communities(ids=["c1"], name=["云杉里"], outline=degrees([outline]), walled=np.array([True])),
        grids=Grids(ids=["w1"], name=["第一网格"], community_row=i32(0), outline=degrees([outline]), keeper=["r3"]),
        buildings=table,
        units=Units(
            ids=[f"u{i}" for i in range(count)], name=["1单元"] * count, building_row=np.arange(count, dtype=np.int32),
            node_row=np.full(count, -1, dtype=np.int32), **at(*((0.0, 0.0),) * count),
        ),
        homes=flats,
        people=people(flats),
        devices=devices(flats),
        cameras=Cameras(
            ids=["c1"], name=["东门全景"], **at((-140.0, 90.0)), height_m=np.array([4.0], dtype=np.float32),
            bearing=np.array([135.0], dtype=np.float32), fov=np.array([60.0], dtype=np.float32),
            range_m=np.array([50.0], dtype=np.float32),
        ),
        responders=responders(),
        ground=Ground(
            ids=["g1", "g2"], kind=np.array([GroundKind.GREEN, GroundKind.ROAD], dtype=np.int8),
            outline=degrees([park, road]), width_m=np.array([0.0, 7.0], dtype=np.float32), name=["", ""],
        ),
        walls=Walls(ids=["w1"], line=degrees([wall]), height_m=np.array([2.2], np.float32)),
        trees=Trees(ids=["tr1"], **at((-50.0, 80.0)), size_m=np.array([5.0], dtype=np.float32)),
    )  # fmt: skip


def moved(*fixes: tuple[str, float, float, int]) -> Moved:
    """Fixes: device, east, north, at."""
    lonlat = FRAME.to_degrees(np.array([(east, north) for _, east, north, _ in fixes]))
    n = len(fixes)
    return Moved(
        devices=tuple(f[0] for f in fixes), at=tuple(f[3] for f in fixes), lon=tuple(lonlat[:, 0].tolist()),
        lat=tuple(lonlat[:, 1].tolist()), accuracy_m=(8.0,) * n, heading=(float("nan"),) * n,
    )  # fmt: skip


def situation(reg: Register) -> Situation:
    """Link up; on duty: r1, r2 fresh, r3 ninety seconds old, r4 a quarter of an hour, r5 without a fix; r6 off duty."""
    live = Situation(reg)
    heard = tuple(
        DeviceChanged(device=d, heard=NOW - 60 * SECOND) for d in reg.devices.ids if d not in ("t5", "t6")
    )  # fmt: skip
    changes = (
        LinkChanged(at=NOW - 10 * HOUR, up=True, caught_up=True),
        *heard,
        *(DutyChanged(responder=f"r{i}", on_duty=i != 6, at=NOW - HOUR) for i in range(1, 7)),
        moved(
            ("t1", 120.0, -60.0, NOW - 5 * SECOND), ("t2", -20.0, -100.0, NOW - 20 * SECOND),
            ("t3", 40.0, 20.0, NOW - 90 * SECOND), ("t4", -100.0, 50.0, NOW - 15 * MINUTE),
        ),
    )  # fmt: skip
    live.apply(Batch(1, NOW, changes))
    return live


def smoke(ident: str = "A1", level: Level = Level.RED) -> Alarm:
    """Smoke in 1203 of the tower."""
    lon, lat = FRAME.to_degrees([(142.0, -10.0)])[0]
    return Alarm(
        id=ident, kind=AlarmKind.SMOKE, level=level, cause=Cause(AlarmKind.SMOKE, "k1", NOW - 130 * SECOND),
        at=NOW - 130 * SECOND, device="k1", trail=(Step(at=NOW - 130 * SECOND, verb=Verb.RAISE, by="desk"),),
        place=Place(lon=lon, lat=lat, community="c1", building="b9", unit="u8", home="h9-1203", floor=12),
    )  # fmt: skip


def order(responder: str = "r2", stage: OrderStage = OrderStage.EN_ROUTE, alarm: str = "A1") -> Order:
    """On the way from (-20, -100) east and then north to the tower: 260 m, 200 s."""
    route = FRAME.to_degrees([(-20.0, -100.0), (142.5, -100.0), (142.5, -20.0)])
    return Order(
        id=f"O-{responder}", alarm=alarm, responder=responder, by="u", at=NOW - 40 * SECOND, release_at=NOW,
        stage=stage, foot_s=200.0, floor_s=150.0, route=tuple((float(a), float(b)) for a, b in route),
    )  # fmt: skip


def raise_smoke(live: Situation, *orders: Order) -> None:
    live.apply(Batch(live.seq + 1, NOW, (AlarmRaised(alarm=smoke()), *(OrderMade(order=o) for o in orders))))


def picture(reg: Register | None = None, live: Situation | None = None, **more: object) -> Picture:
    reg = reg or register()
    made = Picture(
        Plan(reg), live or situation(reg), NOW, trails=Trails(len(reg.devices)), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    made.trails.record(made.plan, made.situation.fixes.lon, made.situation.fixes.lat, made.situation.fixes.at)
    return made

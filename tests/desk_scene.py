"""A small estate made by hand for the desk's tests: a street of nodes, a slab of six floors, a tower with a lift."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from domain.access import Role, Seat
from domain.changes import DutyChanged
from domain.clock import HOUR
from domain.desk import Desk
from domain.events import DeviceReported, DoorMoved, Located
from domain.register import (
    Buildings,
    Cameras,
    Communities,
    Contact,
    Credentials,
    DeviceKind,
    Devices,
    EdgeKind,
    Edges,
    Gates,
    Grids,
    Homes,
    Nodes,
    People,
    PersonFile,
    PersonFlag,
    Ragged,
    Register,
    ResponderClass,
    Responders,
    Site,
    Tenure,
    Units,
)
from domain.situation import Situation
from domain.store import Ledger

T0 = 1_800_000_000_000
INSTALLED = T0 - 100 * 24 * HOUR
STEP = 0.001
"""Degrees between nodes of the street: some 93 m."""
PERIOD_S = 600

OPERATOR = Seat(user="op", role=Role.OPERATOR)
SUPERVISOR = Seat(user="boss", role=Role.SUPERVISOR)
ADMIN = Seat(user="admin", role=Role.ADMINISTRATOR)
AUDITOR = Seat(user="audit", role=Role.AUDITOR)
GRID0 = Seat(user="g0", role=Role.GRID_WORKER, grids=("g0",))
GRID1 = Seat(user="g1", role=Role.GRID_WORKER, grids=("g1",))
PROPERTY = Seat(user="wy", role=Role.PROPERTY, communities=("c0",))


def i32(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def i8(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int8)


def f64(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def ring(lon: float, lat: float, size: float) -> np.ndarray:
    return np.array([[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size]])


# id, kind, home, building, person, floor, bedroom, gateway, period
DEVICES = (
    ("m1", DeviceKind.DOOR, 0, 0, 0, 3, True, "", PERIOD_S),
    ("m3", DeviceKind.DOOR, 2, 0, 2, 5, True, "", PERIOD_S),
    ("l0", DeviceKind.LOCK, 0, 0, -1, 3, False, "", 0),
    ("l1", DeviceKind.LOCK, 1, 0, -1, 3, False, "", 0),
    ("s1", DeviceKind.SMOKE, -1, 0, -1, 3, False, "", PERIOD_S),
    ("s2", DeviceKind.SMOKE, -1, 0, -1, 5, False, "", PERIOD_S),
    ("sos1", DeviceKind.SOS, -1, -1, 0, 0, False, "", 0),
    ("wall1", DeviceKind.SOS, -1, 1, -1, 1, False, "", 0),
    ("gate1", DeviceKind.GATE, -1, -1, -1, 0, False, "", 0),
    ("w1", DeviceKind.DOOR, -1, 1, -1, 1, False, "gw", PERIOD_S),
    ("w2", DeviceKind.DOOR, -1, 1, -1, 2, False, "gw", PERIOD_S),
    ("w3", DeviceKind.DOOR, -1, 1, -1, 3, False, "gw", PERIOD_S),
    ("w4", DeviceKind.DOOR, -1, 1, -1, 4, False, "gw", PERIOD_S),
    ("t1", DeviceKind.TRACKER, -1, -1, -1, 0, False, "", 10),
    ("t2", DeviceKind.TRACKER, -1, -1, -1, 0, False, "", 10),
    ("t3", DeviceKind.TRACKER, -1, -1, -1, 0, False, "", 10),
    ("t4", DeviceKind.TRACKER, -1, -1, -1, 0, False, "", 10),
    ("t5", DeviceKind.TRACKER, -1, -1, -1, 0, False, "", 10),
    ("cam1", DeviceKind.CAMERA, -1, 0, -1, 0, False, "", 0),
    ("cam2", DeviceKind.CAMERA, -1, 1, -1, 0, False, "", 0),
)

# id, class, tracker, community, grid
RESPONDERS = (
    ("r1", ResponderClass.OFFICER, "t1", -1, -1),
    ("r2", ResponderClass.OFFICER, "t2", -1, 1),
    ("r3", ResponderClass.VOLUNTEER, "t3", 0, -1),
    ("r4", ResponderClass.PROPERTY, "t4", 0, -1),
    ("r5", ResponderClass.GRID_WORKER, "t5", 0, 0),
    ("x119", ResponderClass.EXTERNAL, "", -1, -1),
)


def register(registration_at: int | None = None) -> Register:
    """Nodes 0…10 along latitude 33 from longitude 120; building b0 at node 2, tower b1 at node 8; gate at edge 5."""
    n = len(DEVICES)
    column = list(zip(*DEVICES, strict=True))
    crew = list(zip(*RESPONDERS, strict=True))
    return Register(
        site=Site(id="t", name="T", kind="sample", lon0=120.005, lat0=33.0, registration_at=registration_at),
        communities=Communities(
            ids=["c0", "c1"],
            name=["甲", "乙"],
            outline=Ragged.of([ring(119.999, 32.999, 0.006), ring(120.005, 32.999, 0.007)]),
            walled=np.array([True, False]),
        ),
        grids=Grids(
            ids=["g0", "g1"],
            name=["一", "二"],
            community_row=i32(0, 1),
            outline=Ragged.of([ring(119.999, 32.999, 0.006), ring(120.005, 32.999, 0.007)]),
            keeper=["r5", ""],
        ),
        buildings=Buildings(
            ids=["b0", "b1"],
            name=["1栋", "2栋"],
            community_row=i32(0, 1),
            grid_row=i32(0, 1),
            outline=Ragged.of([ring(120.0018, 33.0002, 0.0004), ring(120.0078, 33.0002, 0.0004)]),
            levels=np.array([6, 18], dtype=np.int16),
            height_m=np.array([18, 54], dtype=np.float32),
            has_lift=np.array([False, True]),
            residential=np.array([True, True]),
        ),
        units=Units(
            ids=["u0", "u1"],
            name=["1单元", "1单元"],
            building_row=i32(0, 1),
            node_row=i32(2, 8),
            lon=f64(120.002, 120.008),
            lat=f64(33.0, 33.0),
        ),
        homes=Homes(
            ids=["h0", "h1", "h2", "h3"],
            name=["301", "302", "501", "1201"],
            unit_row=i32(0, 0, 0, 1),
            building_row=i32(0, 0, 0, 1),
            floor=np.array([3, 3, 5, 12], dtype=np.int16),
            along=np.full(4, 0.5, dtype=np.float32),
            tenure=i8(Tenure.OWNER, Tenure.RENTAL, Tenure.OWNER, Tenure.OWNER),
        ),
        people=People(
            ids=["p0", "p1", "p2", "p3"],
            home_row=i32(0, 1, 2, 3),
            flags=np.array(
                [PersonFlag.ELDER_ALONE, PersonFlag.TENANT, PersonFlag.ELDER_ALONE | PersonFlag.NEEDS_HELP, 0],
                dtype=np.uint16,
            ),
            label=["司**", "欧**", "上**", "慕**"],
        ),
        credentials=Credentials(ids=["k0", "k1", "k3"], person_row=i32(0, 1, 3), home_row=i32(0, 1, 3)),
        devices=Devices(
            ids=list(column[0]),
            name=list(column[0]),
            kind=i8(*column[1]),
            ring=i8(*[0] * n),
            community_row=i32(*[0 if b == 0 else 1 if b == 1 else -1 for b in column[3]]),
            building_row=i32(*column[3]),
            home_row=i32(*column[2]),
            person_row=i32(*column[4]),
            floor=np.array(column[5], dtype=np.int16),
            lon=f64(*[120.002 if b == 0 else 120.008 if b == 1 else 0.0 for b in column[3]]),
            lat=f64(*[33.0 if b >= 0 else 0.0 for b in column[3]]),
            period_s=i32(*column[8]),
            installed=np.full(n, INSTALLED, dtype=np.int64),
            bedroom=np.array(column[6]),
            gateway=list(column[7]),
        ),
        cameras=Cameras(
            ids=["cam1", "cam2"],
            name=["东门", "西门"],
            lon=f64(120.002, 120.008),
            lat=f64(33.0, 33.0),
            height_m=np.array([4, 4], dtype=np.float32),
            bearing=np.array([90, 0], dtype=np.float32),
            fov=np.array([60, 60], dtype=np.float32),
            range_m=np.array([40, 40], dtype=np.float32),
        ),
        responders=Responders(
            ids=list(crew[0]),
            call_sign=list(crew[0]),
            kind=i8(*crew[1]),
            device=list(crew[2]),
            community_row=i32(*crew[3]),
            grid_row=i32(*crew[4]),
            base_lon=f64(*[120.0] * len(RESPONDERS)),
            base_lat=f64(*[33.0] * len(RESPONDERS)),
        ),
        **street(),
    )


def street() -> dict[str, object]:
    """Eleven nodes in a row, a gate between 5 and 6, and a long way round it over nodes 11 and 12."""
    lon = [120.0 + STEP * i for i in range(11)] + [120.005, 120.006]
    lat = [33.0] * 11 + [33.0008, 33.0008]
    pairs = [(i, i + 1) for i in range(10)] + [(5, 11), (11, 12), (12, 6)]
    return {
        "nodes": Nodes(ids=[f"n{i}" for i in range(13)], lon=f64(*lon), lat=f64(*lat)),
        "edges": Edges(
            ids=[f"e{i}" for i in range(len(pairs))],
            a_row=i32(*[a for a, _ in pairs]),
            b_row=i32(*[b for _, b in pairs]),
            length_m=np.array([88.7 if (a, b) in ((5, 11), (12, 6)) else 93.4 for a, b in pairs], dtype=np.float32),
            kind=i8(*[EdgeKind.GATE if (a, b) == (5, 6) else EdgeKind.PATH for a, b in pairs]),
            gate_row=i32(*[0 if (a, b) == (5, 6) else -1 for a, b in pairs]),
        ),
        "gates": Gates(
            ids=["G1"],
            name=["东门"],
            community_row=i32(0),
            node_row=i32(-1),
            lon=f64(120.0055),
            lat=f64(33.0),
            device=["gate1"],
            locked=np.array([False]),
            width_m=np.array([3], dtype=np.float32),
        ),
    }


NAMES = ("司徒望舒", "欧阳问渠", "上官听雪", "慕容归舟")


def people_files() -> list[PersonFile]:
    contact = Contact(name="司徒念", relation="女儿", phone="19900000009", key_holder=True)
    return [
        PersonFile(id=f"p{i}", name=name, phone=f"1990000000{i}", id_number="320981194001019990", contacts=(contact,))
        for i, name in enumerate(NAMES)
    ]


def new_ledger(folder: Path, registration_at: int | None = None) -> Ledger:
    return Ledger.create(folder / "t.db", register(registration_at), people_files(), now=T0)


class Loop:
    """A desk with its link up, and a hand that plays devices; `now` moves by `wait`."""

    def __init__(self, ledger: Ledger, situation: Situation | None = None, **more: object) -> None:
        self.ledger = ledger
        self.now = T0
        self.count = 0
        self.situation = situation or Situation(ledger.load_register())
        self.desk = Desk(ledger, self.situation, **more)  # type: ignore[arg-type]
        self.desk.start(self.now)
        self.desk.link_changed(True, True, self.now)

    def id(self) -> str:
        self.count += 1
        return f"e{self.count}"

    def take(self, event: object) -> str:
        return self.desk.take(event, self.now)  # type: ignore[arg-type]

    def head(self, device: str, at: int | None = None, **more: object) -> dict[str, object]:
        return {"id": self.id(), "device": device, "at": self.now if at is None else at, "received": self.now} | more

    def door(self, device: str = "m1", at: int | None = None, *, is_open: bool = True, **more: object) -> str:
        return self.take(DoorMoved(open=is_open, **self.head(device, at, **more)))  # type: ignore[arg-type]

    def beat(self, *devices: str) -> None:
        for device in devices:
            self.take(DeviceReported(online=True, **self.head(device)))  # type: ignore[arg-type]

    def duty(self, *responders: str) -> None:
        """Stage duty as an import would."""
        for responder in responders:
            self.desk._book.put(DutyChanged(responder=responder, on_duty=True, at=self.now))

    def fix(self, device: str, node: float, at: int | None = None) -> str:
        return self.take(Located(lon=120.0 + STEP * node, lat=33.0, **self.head(device, at)))  # type: ignore[arg-type]

    def wait(self, ms: int, step: int = 10_000, beats: tuple[str, ...] = ()) -> None:
        """Time passes in ticks of `step`; `beats` devices speak every five minutes."""
        end = self.now + ms
        while self.now < end:
            self.now = min(end, self.now + step)
            if beats and self.now % 300_000 < step:
                self.beat(*beats)
            self.desk.tick(self.now)

    def alarms(self, kind: str) -> list:
        return [a for a in self.situation.alarms.values() if a.kind == kind]

    def do(self, command: object, by: Seat = OPERATOR):  # noqa: ANN201
        return self.desk.do(command, by, self.now)  # type: ignore[arg-type]

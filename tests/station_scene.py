"""A little estate made by hand for the station's tests: two communities, two grids, four people, seven devices."""

from __future__ import annotations

import numpy as np

from domain.alarms import Alarm, AlarmKind, Cause, Fact, Level, Order, Place, Step, Verb
from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    Batch,
    DeviceChanged,
    DutyChanged,
    Entry,
    LifeSigned,
    Moved,
    OrderMade,
)
from domain.register import (
    Buildings,
    Communities,
    Credentials,
    DeviceKind,
    Devices,
    Grids,
    Homes,
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
from domain.store import Ledger

T0 = 1_760_000_000_000

NAMES = ("司徒望舒", "欧阳问渠", "上官听雪", "慕容归舟")
PHONES = ("19900000001", "19900000002", "19900000003", "19900000004")
ID_NUMBERS = ("320981194001019990", "320981195001019991", "320981198001019992", "320981199001019993")


def people_files() -> list[PersonFile]:
    return [
        PersonFile(id=f"per-{i}", name=NAMES[i], phone=PHONES[i], id_number=ID_NUMBERS[i], notes=f"密语{i}")
        for i in range(4)
    ]


def secrets() -> list[bytes]:
    return [text.encode() for text in (*NAMES, *PHONES, *ID_NUMBERS, "密语")]


def i32(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def f64(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def square(lon: float, lat: float) -> np.ndarray:
    return np.array([[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat + 0.01]])


def register(kind: str = "sample") -> Register:
    """c0/g0 at 120.00, c1/g1 at 120.02; elder p0 and tenant p1 in c0, elder p2 and resident p3 in c1."""
    squares = Ragged.of([square(120.0, 33.0), square(120.02, 33.0)])
    small = Ragged.of([square(120.001, 33.001), square(120.021, 33.001)])
    return Register(
        site=Site(id="t", name="T", kind=kind, lon0=120.0, lat0=33.0),
        communities=Communities(ids=["c0", "c1"], name=["甲", "乙"], outline=squares, walled=np.array([True, False])),
        grids=Grids(ids=["g0", "g1"], name=["一", "二"], community_row=i32(0, 1), outline=squares, keeper=["r1", ""]),
        buildings=Buildings(
            ids=["b0", "b1"],
            name=["1栋", "2栋"],
            community_row=i32(0, 1),
            grid_row=i32(0, 1),
            outline=small,
            levels=np.array([6, 6], dtype=np.int16),
            height_m=np.array([18, 18], dtype=np.float32),
            has_lift=np.array([False, False]),
            residential=np.array([True, True]),
        ),
        units=Units(
            ids=["u0", "u1"],
            name=["1单元", "1单元"],
            building_row=i32(0, 1),
            node_row=i32(-1, -1),
            lon=f64(120.002, 120.022),
            lat=f64(33.002, 33.002),
        ),
        homes=Homes(
            ids=["h0", "h1", "h2", "h3"],
            name=["101", "102", "101", "102"],
            unit_row=i32(0, 0, 1, 1),
            building_row=i32(0, 0, 1, 1),
            floor=np.ones(4, dtype=np.int16),
            along=np.full(4, 0.5, dtype=np.float32),
            tenure=np.array([Tenure.OWNER, Tenure.RENTAL, Tenure.OWNER, Tenure.GROUP_RENTAL], dtype=np.int8),
        ),
        people=People(
            ids=["per-0", "per-1", "per-2", "per-3"],
            home_row=i32(0, 1, 2, 3),
            flags=np.array([PersonFlag.ELDER_ALONE, PersonFlag.TENANT, PersonFlag.ELDER_ALONE, 0], dtype=np.uint16),
            label=["司**", "欧**", "上**", "慕**"],
        ),
        credentials=Credentials(ids=["k0"], person_row=i32(1), home_row=i32(1)),
        devices=_devices(),
        responders=Responders(
            ids=["r0", "r1"],
            call_sign=["01", "02"],
            kind=np.array([ResponderClass.OFFICER, ResponderClass.GRID_WORKER], dtype=np.int8),
            device=["trk0", "trk1"],
            community_row=i32(-1, 0),
            grid_row=i32(-1, 0),
            base_lon=f64(120.0, 120.0),
            base_lat=f64(33.0, 33.0),
        ),
    )


def _devices() -> Devices:
    """Bedroom magnets of p0 and p2, a lock at h1, smoke in b0 and b1, two trackers."""
    d, k, s, t = DeviceKind.DOOR, DeviceKind.LOCK, DeviceKind.SMOKE, DeviceKind.TRACKER
    return Devices(
        ids=["mag0", "mag2", "lock1", "smoke0", "smoke1", "trk0", "trk1"],
        name=["门磁", "门磁", "锁", "烟感", "烟感", "终端", "终端"],
        kind=np.array([d, d, k, s, s, t, t], dtype=np.int8),
        ring=np.array([3, 3, 3, 2, 2, 0, 0], dtype=np.int8),
        community_row=i32(0, 1, 0, 0, 1, -1, -1),
        building_row=i32(0, 1, 0, 0, 1, -1, -1),
        home_row=i32(0, 2, 1, -1, -1, -1, -1),
        person_row=i32(0, 2, -1, -1, -1, -1, -1),
        floor=np.ones(7, dtype=np.int16),
        lon=f64(120.002, 120.022, 120.002, 120.002, 120.022, 120.0, 120.0),
        lat=np.full(7, 33.002),
        period_s=np.zeros(7, dtype=np.int32),
        installed=np.full(7, T0 - 86_400_000, dtype=np.int64),
        bedroom=np.array([True, True, False, False, False, False, False]),
        gateway=[""] * 7,
    )


def alarm(number: int, kind: AlarmKind, *, side: int, subject: str = "", device: str = "") -> Alarm:
    place = Place(lon=120.002 + side * 0.02, lat=33.002, community=f"c{side}", grid=f"g{side}", building=f"b{side}")
    return Alarm(
        id=f"ALM-{number}",
        kind=kind,
        level=Level.RED,
        cause=Cause(kind, subject or device, T0 + number),
        at=T0 + number,
        place=place,
        device=device,
        subject=subject,
        evidence=(Fact(code="last_life", at=T0, params={"person": subject}),) if subject else (),
        trail=(Step(at=T0 + number, verb=Verb.RAISE, by="desk"),),
    )


def acknowledged(number: int, note: str = "") -> AlarmStepped:
    step = Step(at=T0 + number + 5, verb=Verb.ACKNOWLEDGE, by="u")
    return AlarmStepped(alarm=f"ALM-{number}", step=step, key=f"ALM-{number}", note=note)


def order(number: int) -> OrderMade:
    return OrderMade(
        order=Order(id=f"ORD-{number}", alarm=f"ALM-{number}", responder="r0", by="u", at=T0, release_at=T0 + 5)
    )


def moved(*devices: str) -> Moved:
    n = len(devices)
    at = (T0,) * n
    return Moved(devices=devices, at=at, lon=(120.0,) * n, lat=(33.0,) * n, accuracy_m=(5.0,) * n, heading=(0.0,) * n)


def busy_batches() -> list[Batch]:
    """Every kind of change, on both sides, telling and harmless."""
    groups: list[tuple[AnyChange, ...]] = [
        (DutyChanged(responder="r0", on_duty=True, at=T0), DutyChanged(responder="r1", on_duty=True, at=T0)),
        (DeviceChanged(device="mag0", heard=T0, state="open"), LifeSigned(person="per-0", at=T0)),
        (
            DeviceChanged(device="lock1", heard=T0, state="opened"),
            DeviceChanged(device="smoke0", heard=T0, state="clear"),
        ),
        (moved("trk0", "trk1"),),
        (
            AlarmRaised(alarm=alarm(1, AlarmKind.ELDER_SILENCE, side=0, subject="per-0", device="mag0")),
            acknowledged(1, "a"),
        ),
        (AlarmRaised(alarm=alarm(2, AlarmKind.UNREGISTERED_OPENER, side=0, subject="per-1", device="lock1")), order(2)),
        (AlarmRaised(alarm=alarm(3, AlarmKind.SMOKE, side=0, device="smoke0")), acknowledged(3, "手写"), order(3)),
        (AlarmRaised(alarm=alarm(4, AlarmKind.SMOKE, side=1, device="smoke1")),),
        (AlarmRaised(alarm=alarm(5, AlarmKind.DEVICE_SILENT, side=0, device="mag0")),),
        (AlarmRaised(alarm=alarm(6, AlarmKind.ELDER_SILENCE, side=1, subject="per-2", device="mag2")),),
        (DeviceChanged(device="mag2", heard=T0 + 9, state="closed"), LifeSigned(person="per-2", at=T0 + 9)),
    ]
    return [Batch(seq, T0 + seq, changes) for seq, changes in enumerate(groups, 1)]


def write(ledger: Ledger, batch: Batch) -> Batch:
    ledger.commit(Entry(batch=batch))
    return batch

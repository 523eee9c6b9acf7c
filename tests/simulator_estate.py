"""A hand-made estate for the simulator's tests: a square of paths, one tower, one rental, two elders, two guards."""

from __future__ import annotations

import numpy as np

from domain.register import (
    Buildings,
    Communities,
    Credentials,
    DeviceKind,
    Devices,
    Edges,
    Gates,
    Homes,
    Nodes,
    People,
    PersonFlag,
    Ragged,
    Register,
    Responders,
    Site,
    Tenure,
)
from domain.situation import Situation

LON0, LAT0 = 116.3, 40.0
STEP = 0.001
DEVICES: list[tuple[str, DeviceKind, int, int]] = [
    ("door-silent", DeviceKind.DOOR, 0, 0),
    ("door-other", DeviceKind.DOOR, 1, 1),
    ("lock-rental", DeviceKind.LOCK, 2, -1),
    ("lock-owner", DeviceKind.LOCK, 0, -1),
    ("smoke-tower", DeviceKind.SMOKE, 1, -1),
    ("smoke-low", DeviceKind.SMOKE, -1, -1),
    ("sos-1", DeviceKind.SOS, -1, 1),
    ("gate-1", DeviceKind.GATE, -1, -1),
    ("cam-1", DeviceKind.CAMERA, -1, -1),
    ("cam-broken", DeviceKind.CAMERA, -1, -1),
    ("t-1", DeviceKind.TRACKER, -1, -1),
    ("t-2", DeviceKind.TRACKER, -1, -1),
]
"""Id, kind, home row, person row."""


def ints(*values: int, dtype: type = np.int32) -> np.ndarray:
    return np.array(values, dtype=dtype)


def square() -> tuple[Nodes, Edges]:
    """Nine nodes, 3 × 3, about 85 m and 111 m apart; the last two edges lead through a locked gate."""
    lon = [LON0 + STEP * (i % 3) for i in range(9)]
    lat = [LAT0 + STEP * (i // 3) for i in range(9)]
    pairs = [(i, i + 1, 85.0) for i in range(9) if i % 3 < 2] + [(i, i + 3, 111.0) for i in range(6)]
    n = len(pairs)
    gate = np.full(n, -1, dtype=np.int32)
    gate[pairs.index((1, 4, 111.0))] = 0
    edges = Edges(
        ids=[f"e{i}" for i in range(n)],
        a_row=ints(*(p[0] for p in pairs)),
        b_row=ints(*(p[1] for p in pairs)),
        length_m=np.array([p[2] for p in pairs], dtype=np.float32),
        kind=np.zeros(n, dtype=np.int8),
        gate_row=gate,
    )
    return Nodes(ids=[f"n{i}" for i in range(9)], lon=np.array(lon), lat=np.array(lat)), edges


def device_table() -> Devices:
    n = len(DEVICES)
    kinds = np.array([d[1] for d in DEVICES], dtype=np.int8)
    tower = np.array([0 if d[2] >= 0 else -1 for d in DEVICES], dtype=np.int32)
    return Devices(
        ids=[d[0] for d in DEVICES],
        name=[""] * n,
        kind=kinds,
        ring=np.zeros(n, dtype=np.int8),
        community_row=np.zeros(n, dtype=np.int32),
        building_row=tower,
        home_row=np.array([d[2] for d in DEVICES], dtype=np.int32),
        person_row=np.array([d[3] for d in DEVICES], dtype=np.int32),
        floor=np.ones(n, dtype=np.int16),
        lon=np.array([LON0 + 2 * STEP + i * 1e-5 for i in range(n)]),
        lat=np.full(n, LAT0 + 2 * STEP),
        period_s=np.where(kinds == DeviceKind.TRACKER, 10, 300).astype(np.int32),
        installed=np.zeros(n, dtype=np.int64),
        bedroom=kinds == DeviceKind.DOOR,
        gateway=["gw-1" if kind != DeviceKind.TRACKER else "" for kind in kinds],
    )


def estate(kind: str = "sample") -> Register:
    nodes, edges = square()
    nothing = Ragged.of([np.empty((0, 2))])
    homes = Homes(
        ids=["h0", "h1", "h2"],
        name=["101", "102", "103"],
        unit_row=ints(-1, -1, -1),
        building_row=ints(0, 0, 0),
        floor=ints(1, 2, 3, dtype=np.int16),
        along=np.zeros(3, dtype=np.float32),
        tenure=ints(Tenure.OWNER, Tenure.OWNER, Tenure.RENTAL, dtype=np.int8),
    )
    elder = PersonFlag.ELDER_ALONE
    return Register(
        site=Site(id="small", name="S", kind=kind, lon0=LON0, lat0=LAT0),
        communities=Communities(ids=["c"], name=["c"], outline=nothing, walled=np.ones(1, dtype=np.bool_)),
        buildings=Buildings(
            ids=["b"],
            name=["1"],
            community_row=ints(0),
            grid_row=ints(-1),
            outline=nothing,
            levels=ints(18, dtype=np.int16),
            height_m=np.full(1, 54, dtype=np.float32),
            has_lift=np.ones(1, dtype=np.bool_),
            residential=np.ones(1, dtype=np.bool_),
        ),
        homes=homes,
        people=People(
            ids=["silent", "other", "tenant"],
            home_row=ints(0, 1, 2),
            flags=np.array([elder, elder, PersonFlag.TENANT], dtype=np.uint16),
            label=["", "", ""],
        ),
        credentials=Credentials(ids=["k0", "k1", "k2"], person_row=ints(0, 1, 2), home_row=ints(0, 1, 2)),
        devices=device_table(),
        responders=Responders(
            ids=["r1", "r2"],
            call_sign=["A1", "A2"],
            kind=np.zeros(2, dtype=np.int8),
            device=["t-1", "t-2"],
            community_row=ints(-1, -1),
            grid_row=ints(-1, -1),
            base_lon=np.array([LON0, LON0 + STEP]),
            base_lat=np.array([LAT0, LAT0]),
        ),
        nodes=nodes,
        edges=edges,
        gates=Gates(
            ids=["g"],
            name=["g"],
            community_row=ints(0),
            node_row=ints(1),
            lon=np.array([LON0 + STEP]),
            lat=np.array([LAT0]),
            device=[""],
            locked=np.ones(1, dtype=np.bool_),
            width_m=np.ones(1, dtype=np.float32),
        ),
    )


def opening(register: Register, now: int) -> Situation:
    """The silent elder at 11 h 30 min, the other at three hours, both guards on duty, one camera in repair."""
    situation = Situation(register)
    situation.life[:] = (now - 11 * 3_600_000 - 1_800_000, now - 3 * 3_600_000, 0)
    situation.on_duty[:] = True
    situation.devices.online[register.devices.row("cam-broken")] = 0
    return situation

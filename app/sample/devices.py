"""The front-end devices on their three rings, and the cameras among them.

The sample has exactly 87: five at the wall's gates, six cameras there and at the open community's corners (outer); 13
unit doors and six cameras inside (middle); 24 bedroom door magnets, 14 smart locks, 14 smoke detectors and five SOS
buttons (inner). The responders' trackers are not among the 87: they belong to no ring and are added by `responders`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np

from app.sample.amounts import Amounts
from app.sample.land import Land
from app.sample.residents import Residents
from domain.clock import DAY, HOUR
from domain.register import Cameras, DeviceKind, Devices, Gates, Homes, PersonFlag, Ring, Tenure

PERIOD_S = {
    DeviceKind.DOOR: 3600, DeviceKind.LOCK: 14_400, DeviceKind.SMOKE: 3600, DeviceKind.GATE: 300,
    DeviceKind.BARRIER: 300, DeviceKind.CAMERA: 300, DeviceKind.SOS: 3600, DeviceKind.TRACKER: 10,
}  # fmt: skip
"""Heartbeats as vendors' data sheets of such devices usually promise: Zigbee magnets and detectors about hourly, NB-IoT
locks every four hours, mains-fed controllers every five minutes, ONVIF/RTSP cameras by a probe every five minutes."""


@dataclass
class DeviceRows:
    """Rows of the Devices table while they are collected."""

    columns: dict[str, list[object]] = field(default_factory=dict)

    def add(
        self, key: str, name: str, kind: DeviceKind, ring: Ring, *, at: tuple[float, float], installed: int,
        community: int = -1, building: int = -1, home: int = -1, person: int = -1, floor: int = 0,
        bedroom: bool = False, gateway: str = "",
    ) -> None:  # fmt: skip
        """One device."""
        row = {
            "ids": key, "name": name, "kind": int(kind), "ring": int(ring), "community_row": community,
            "building_row": building, "home_row": home, "person_row": person, "floor": floor,
            "lon": at[0], "lat": at[1], "period_s": PERIOD_S[kind], "installed": installed, "bedroom": bedroom,
            "gateway": gateway,
        }  # fmt: skip
        for column, value in row.items():
            self.columns.setdefault(column, []).append(value)

    def table(self) -> Devices:
        """The table, each column in its own type."""
        blank = Devices()
        made = {}
        for column, values in self.columns.items():
            like = getattr(blank, column)
            made[column] = np.array(values, dtype=like.dtype) if isinstance(like, np.ndarray) else values
        return Devices(**made)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Fitted:
    """What the other rooms of the sample need to know of the devices: ids, and rows of homes and persons."""

    rows: DeviceRows
    gates: Gates
    cameras: Cameras
    magnets: dict[str, int]
    locks: dict[str, int]
    unit_gates: dict[str, int]
    served: set[int]


class _Fitter:
    """Puts up devices one by one; `home` and `person` are rows."""

    def __init__(self, land: Land, homes: Homes, residents: Residents, now: int, rng: Random) -> None:
        self.land, self.homes, self.residents, self.now, self.rng = land, homes, residents, now, rng
        self.rows = DeviceRows()
        self.count: dict[str, int] = {}
        self.dwellers: dict[int, list[int]] = {}
        for person, home in enumerate(residents.people.home_row.tolist()):
            self.dwellers.setdefault(home, []).append(person)

    def key(self, prefix: str) -> str:
        self.count[prefix] = self.count.get(prefix, 0) + 1
        return f"{prefix}-{self.count[prefix]:02d}"

    def installed(self) -> int:
        """Between two years and two months ago, in office hours."""
        return self.now - self.rng.randrange(60, 730) * DAY - self.rng.randrange(0, 8) * HOUR

    def in_home(self, prefix: str, kind: DeviceKind, what: str, home: int, person: int = -1) -> str:
        """A device inside a home (ring INNER)."""
        key, building = self.key(prefix), int(self.homes.building_row[home])
        grid = int(self.land.register.buildings.grid_row[building])
        self.rows.add(
            key, f"{what} {_address(self.land, self.homes, home)}", kind, Ring.INNER,
            at=self.land.home_at(self.homes, home), installed=self.installed(),
            community=int(self.land.register.buildings.community_row[building]), building=building, home=home,
            person=person, floor=int(self.homes.floor[home]), bedroom=kind is DeviceKind.DOOR,
            gateway=f"gw-{grid + 1:02d}{'ab'[home % 2]}",
        )  # fmt: skip
        return key


def fit(land: Land, homes: Homes, residents: Residents, amounts: Amounts, *, now: int, rng: Random) -> Fitted:
    """Everything but the trackers."""
    fitter = _Fitter(land, homes, residents, now, rng)
    gates = _gates(fitter)
    cameras = _cameras(fitter)
    unit_gates = _unit_gates(fitter, amounts.unit_gates)
    magnets = _magnets(fitter, amounts.magnets)
    locks = _locks(fitter, amounts.locks)
    _smoke(fitter, amounts.smoke)
    served = set(magnets.values()) | _sos(fitter, amounts.sos, set(magnets.values()))
    return Fitted(fitter.rows, gates, cameras, magnets, locks, unit_gates, served)


def _gates(fitter: _Fitter) -> Gates:
    """A controller at every gate: a barrier where vehicles enter, a turnstile or a lock elsewhere."""
    gates = fitter.land.register.gates
    keys = []
    for row in range(len(gates)):
        kind = DeviceKind.BARRIER if gates.width_m[row] >= 6 else DeviceKind.GATE
        key = fitter.key(kind.wire_name)
        keys.append(key)
        fitter.rows.add(
            key, gates.name[row] or f"大门 {row + 1}", kind, Ring.OUTER,
            at=(float(gates.lon[row]), float(gates.lat[row])), installed=fitter.installed(),
            community=int(gates.community_row[row]), gateway="gw-gate",
        )  # fmt: skip
    return Gates(
        gates.ids, gates.name, gates.community_row, gates.node_row, gates.lon, gates.lat, keys, gates.locked,
        gates.width_m,
    )  # fmt: skip


def _cameras(fitter: _Fitter) -> Cameras:
    spots = fitter.land.cameras
    places = fitter.land.frame.to_degrees(np.array([s.at for s in spots]).reshape(-1, 2))
    keys = [fitter.key("cam") for _ in spots]
    for key, spot, (lon, lat) in zip(keys, spots, places, strict=True):
        fitter.rows.add(
            key, spot.name, DeviceKind.CAMERA, spot.ring, at=(float(lon), float(lat)), installed=fitter.installed(),
            community=spot.community, gateway="nvr-01" if spot.community <= 0 else "nvr-02",
        )  # fmt: skip
    return Cameras(
        ids=keys, name=[s.name for s in spots], lon=places[:, 0].copy(), lat=places[:, 1].copy(),
        height_m=np.array([s.height_m for s in spots], dtype=np.float32),
        bearing=np.array([s.bearing for s in spots], dtype=np.float32),
        fov=np.array([s.fov for s in spots], dtype=np.float32),
        range_m=np.array([s.range_m for s in spots], dtype=np.float32),
    )  # fmt: skip


def _unit_gates(fitter: _Fitter, wanted: int) -> dict[str, int]:
    """Access control at unit doors (ring MIDDLE), where there are gates in a wall first. Device id → unit row."""
    land, stairs = fitter.land, fitter.land.stairs
    buildings = land.register.buildings
    lived = [u for u in range(len(stairs)) if land.flats[stairs.building_row[u]] > 0]
    lived.sort(key=lambda u: (buildings.levels[stairs.building_row[u]] < 8, fitter.rng.random()))
    found = {}
    for unit in sorted(lived[:wanted]):
        building = int(stairs.building_row[unit])
        key = fitter.key("entry")
        found[key] = unit
        fitter.rows.add(
            key, f"{buildings.name[building]}{stairs.name[unit]}门禁", DeviceKind.GATE, Ring.MIDDLE,
            at=(float(stairs.lon[unit]), float(stairs.lat[unit])), installed=fitter.installed(),
            community=int(buildings.community_row[building]), building=building, floor=1,
            gateway=f"gw-{int(buildings.grid_row[building]) + 1:02d}a",
        )  # fmt: skip
    return found


def _magnets(fitter: _Fitter, wanted: int) -> dict[str, int]:
    """Bedroom door magnets of elders who agreed to one, spread over the grids. Device id → person row."""
    elders = fitter.residents.elders.tolist()
    chosen = elders[:: max(len(elders) // wanted, 1)][:wanted]
    home = fitter.residents.people.home_row
    return {fitter.in_home("door", DeviceKind.DOOR, "卧室门磁", int(home[p]), p): p for p in chosen}


def _locks(fitter: _Fitter, wanted: int) -> dict[str, int]:
    """Smart locks on rentals, group rentals first. Device id → home row."""
    tenure = fitter.homes.tenure
    groups = np.flatnonzero(tenure == Tenure.GROUP_RENTAL).tolist()
    rentals = [h for h in np.flatnonzero(tenure == Tenure.RENTAL).tolist() if h in fitter.dwellers]
    chosen = fitter.rng.sample(groups, min(len(groups), wanted // 5))
    chosen += fitter.rng.sample(rentals, min(len(rentals), wanted - len(chosen)))
    return {fitter.in_home("lock", DeviceKind.LOCK, "智能门锁", h): h for h in sorted(chosen)}


def _smoke(fitter: _Fitter, wanted: int) -> None:
    """Three on one high floor (two homes and the corridor between them), the rest in homes that need them most."""
    homes = fitter.homes
    tall = int(np.argmax(np.where(fitter.land.flats > 0, fitter.land.register.buildings.levels, -1)))
    floor = max(int(fitter.land.register.buildings.levels[tall]) * 2 // 3, 1)
    same = [
        h
        for h in np.flatnonzero((homes.building_row == tall) & (homes.floor == floor)).tolist()
        if h in fitter.dwellers
    ]
    chosen = same[:2]
    elders = fitter.residents.people.home_row[fitter.residents.elders].tolist()
    groups = np.flatnonzero(homes.tenure == Tenure.GROUP_RENTAL).tolist()
    chosen += fitter.rng.sample(groups, min(len(groups), 3))
    chosen += fitter.rng.sample(elders, min(len(elders), max(wanted - 1 - len(chosen), 0)))
    for home in chosen[: wanted - 1]:
        fitter.in_home("smoke", DeviceKind.SMOKE, "烟感", int(home))
    for _ in range(wanted - len(chosen[: wanted - 1])):
        _corridor_smoke(fitter, tall, floor)


def _corridor_smoke(fitter: _Fitter, building: int, floor: int) -> None:
    land = fitter.land
    middle = land.frame.to_degrees(land.axes[0][building][None])[0]
    name = f"楼道烟感 {land.register.buildings.name[building]}{floor}层"
    fitter.rows.add(
        fitter.key("smoke"), name, DeviceKind.SMOKE, Ring.INNER, at=(float(middle[0]), float(middle[1])),
        installed=fitter.installed(),
        community=int(land.register.buildings.community_row[building]), building=building, floor=floor,
        gateway=f"gw-{int(land.register.buildings.grid_row[building]) + 1:02d}a",
    )  # fmt: skip


def _sos(fitter: _Fitter, wanted: int, served: set[int]) -> set[int]:
    """Call buttons of elders without a magnet and of people who need help. Person rows."""
    flags = fitter.residents.people.flags
    elders = [p for p in fitter.residents.elders.tolist() if p not in served]
    others = np.flatnonzero((flags & PersonFlag.NEEDS_HELP) > 0).tolist()
    half = min((wanted + 1) // 2, len(elders))
    chosen = fitter.rng.sample(elders, half)
    rest = sorted(set(others) - set(chosen)) or sorted(set(range(len(flags))) - set(chosen))
    chosen += fitter.rng.sample(rest, min(len(rest), wanted - half))
    for person in chosen:
        fitter.in_home("sos", DeviceKind.SOS, "一键呼叫器", int(fitter.residents.people.home_row[person]), person)
    return set(chosen)


def _address(land: Land, homes: Homes, home: int) -> str:
    building = land.register.buildings.name[int(homes.building_row[home])].removesuffix("栋").removesuffix("号楼")
    unit = land.stairs.name[int(homes.unit_row[home])].removesuffix("单元")
    return f"{building}-{unit}-{homes.name[home]}"

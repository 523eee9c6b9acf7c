"""The opening situation as changes: what every device last said, who is on duty and where, and one known repair."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from app.sample.devices import Fitted
from app.sample.history import Cast, Told
from app.sample.responders import Crew
from domain.alarms import Alarm, AlarmKind, Cause, Fact, Level, Place, Step, Verb
from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    DeviceChanged,
    DutyChanged,
    LifeSigned,
    Moved,
    ZoneDrawn,
)
from domain.clock import HOUR, MINUTE, SECOND
from domain.register import DeviceKind, Register
from vision.scenes import RESTRICTED

REPAIR = "A-REPAIR"
"""The id of the alarm about the camera that waits for its repair."""


@dataclass(frozen=True)
class Stage:
    """What the opening situation is read off."""

    register: Register
    crew: Crew
    fitted: Fitted
    told: Told
    cast: Cast


def opening(stage: Stage, rng: Random) -> tuple[AnyChange, ...]:
    """All changes that make the opening situation true at `told.now`, applied in this order."""
    register, told, fitted = stage.register, stage.told, stage.fitted
    found: list[AnyChange] = []
    for row, device in enumerate(register.devices.ids):
        if register.devices.kind[row] != DeviceKind.TRACKER:
            found.append(_device(stage, row, device))
    people = register.people.ids
    found += [LifeSigned(person=people[p], at=told.life[d]) for d, p in fitted.magnets.items() if d in told.life]
    watched = [camera for camera in register.cameras.ids if camera != stage.cast.offline]
    found += [ZoneDrawn(camera=camera, corners=RESTRICTED, at=told.now) for camera in watched[::4]]
    found += _duty(register, stage.crew, told.now, rng)
    return (*found, *_repair(register, stage.cast.offline, told))


def _device(stage: Stage, row: int, device: str) -> DeviceChanged:
    told = stage.told
    state, since = _state(stage.register, row, device, told)
    return DeviceChanged(
        device=device, heard=told.heard[device], state=state, state_since=since if state else None,
        online=device != stage.cast.offline, battery=told.battery.get(device),
    )  # fmt: skip


def _state(register: Register, row: int, device: str, told: Told) -> tuple[str | None, int | None]:
    """The word of its kind and since when."""
    kind = DeviceKind(int(register.devices.kind[row]))
    last = told.last.get(device, int(register.devices.installed[row]))
    gate = register.gate_of_device.get(device, -1)
    if gate >= 0 and register.gates.locked[gate]:
        return "locked", int(register.devices.installed[row])
    words = {DeviceKind.DOOR: "closed", DeviceKind.LOCK: "opened", DeviceKind.SMOKE: "clear",
             DeviceKind.GATE: "unlocked" if gate >= 0 else "passed", DeviceKind.BARRIER: "unlocked"}  # fmt: skip
    return words.get(kind), last


def _duty(register: Register, crew: Crew, now: int, rng: Random) -> list[AnyChange]:
    """Who is on duty, and one young fix of each tracker that is worn."""
    found: list[AnyChange] = []
    devices, lon, lat, at = [], [], [], []
    for row, key in enumerate(crew.responders.ids):
        on = key in crew.on_duty
        found.append(DutyChanged(responder=key, on_duty=on, at=now - rng.randrange(20, 200) * MINUTE))
        if on and crew.responders.device[row]:
            node = crew.rounds[key][0]
            devices.append(crew.responders.device[row])
            lon.append(float(register.nodes.lon[node]))
            lat.append(float(register.nodes.lat[node]))
            at.append(now - rng.randrange(1, 9) * SECOND)
    found += [DeviceChanged(device=d, heard=t, online=True, battery=rng.randrange(35, 100)) for d, t in
              zip(devices, at, strict=True)]  # fmt: skip
    n = len(devices)
    found.append(Moved(
        devices=tuple(devices), at=tuple(at), lon=tuple(lon), lat=tuple(lat),
        accuracy_m=tuple(round(rng.uniform(3.5, 9.0), 1) for _ in range(n)), heading=(float("nan"),) * n,
    ))  # fmt: skip
    return found


def _repair(register: Register, offline: str, told: Told) -> list[AnyChange]:
    """The broken camera's alarm since its last word: seen, a repair booked, put aside until then."""
    row = register.devices.row(offline)
    since = told.heard[offline]
    community = int(register.devices.community_row[row])
    place = Place(
        lon=float(register.devices.lon[row]), lat=float(register.devices.lat[row]),
        community=register.communities.ids[community] if community >= 0 else "",
    )  # fmt: skip
    cause = Cause(AlarmKind.DEVICE_SILENT, offline, since)
    alarm = Alarm(
        id=REPAIR, kind=AlarmKind.DEVICE_SILENT, level=Level.BLUE, cause=cause,
        at=since, place=place, device=offline, evidence=(Fact(code="device_offline", at=since),),
        trail=(Step(at=since, verb=Verb.RAISE, by="desk"),),
    )  # fmt: skip
    seen = Step(at=since + 4 * MINUTE, verb=Verb.ACKNOWLEDGE, by="desk")
    shelved = Step(at=since + 9 * MINUTE, verb=Verb.SHELVE, by="desk")
    return [
        AlarmRaised(alarm=alarm),
        AlarmStepped(alarm=REPAIR, step=seen, key=alarm.key),
        AlarmStepped(
            alarm=REPAIR, step=shelved, key=alarm.key, shelved_until=told.now + 20 * HOUR, note="已报修,明日更换电源"
        ),
    ]

"""Cuts: register, picture and changes as one seat may have them. What is cut here never leaves the station."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as dc_replace
from typing import Any

import numpy as np
from msgspec.structs import replace

from app.seat.pieces import rows_of
from app.station.alarm_index import AlarmIndex, Known
from app.station.reach import Reach, reach_of
from domain import changes as ch
from domain.access import PROPERTY_INCIDENTS, PROPERTY_SEES, Role, Seat, may, sees_place
from domain.alarms import CALLER, Alarm, AlarmKind, Fact, Order, Step
from domain.drawings import Drawing
from domain.mask import mask_phone
from domain.register import Credentials, Register, Tenure
from domain.situation import Keyframe, Situation

PROPERTY_FACTS = frozenset(
    {
        *("smoke_sensed", "smoke_density", "smoke_cleared", "smoke_again", "fire_or_steam_unknown"),
        *("neighbour_in_alarm", "neighbours_quiet", "no_neighbour_detector"),
        *("not_heard", "reported_offline", "battery_dead", "never_heard", "heard_again", "silent_again"),
        *("battery_or_radio_unknown", "broker_link_down", "broker_link_up", "heard_late", "clock_doubtful"),
        *("reported_by_telephone", "overdue_acknowledge", "overdue_accept", "overdue_arrive", "overdue_feedback"),
        *("order_declined", "declined_by_all"),
        *("seen_in_zone", "seen_again", "who_is_there_unknown"),
    }
)
"""Evidence codes that a property seat may read: none names a person, a home, or another home's device. A code that is
not here – also one invented tomorrow – is left out.
"""


class Cut:
    """One seat's cut; shared by seats of the same role and reach. Used on the door's thread."""

    def __init__(self, register: Register, seat: Seat, index: AlarmIndex) -> None:
        self._seat, self._index = seat, index
        self._reach = reach_of(register, seat)
        self._whole = bool(self._reach.people.all() and self._reach.devices.all()) and may(seat, "look")
        self._devices = {register.devices.ids[row] for row in np.flatnonzero(self._reach.devices)}
        self._people = {register.people.ids[row] for row in np.flatnonzero(self._reach.people)}
        self._property = seat.role is Role.PROPERTY
        self._looks = may(seat, "look")

    # the register

    def register(self, register: Register, erased: set[str]) -> Register:
        """The register's rows within reach; credentials never travel, erased persons have no label."""
        if not self._looks:
            return Register(site=register.site)
        r = self._reach
        people = rows_of(register.people, np.flatnonzero(r.people))
        people["label"] = [
            "" if key in erased else label for key, label in zip(people["ids"], people["label"], strict=True)
        ]
        return dc_replace(
            register,
            people=type(register.people)(**people),
            credentials=Credentials(),
            homes=dc_replace(
                register.homes, tenure=np.where(r.homes, register.homes.tenure, Tenure.UNKNOWN).astype(np.int8)
            ),
            devices=self._cut_devices(register, r),
            cameras=type(register.cameras)(**rows_of(register.cameras, np.flatnonzero(r.cameras))),
            responders=dc_replace(register.responders, device=self._mine(register.responders.device)),
            gates=dc_replace(register.gates, device=self._mine(register.gates.device)),
        )

    def _cut_devices(self, register: Register, reach: Reach) -> Any:
        columns = rows_of(register.devices, np.flatnonzero(reach.devices))
        new_row = np.where(reach.people, np.cumsum(reach.people) - 1, -1)
        old = columns["person_row"]
        columns["person_row"] = np.where(old >= 0, new_row[old] if len(new_row) else -1, -1).astype(np.int32)
        return type(register.devices)(**columns)

    def _mine(self, devices: list[str]) -> list[str]:
        return [device if device in self._devices else "" for device in devices]

    # the picture

    def keyframe(self, situation: Situation) -> Keyframe:
        """The picture's rows and alarms within reach."""
        frame = situation.freeze()
        if self._whole:
            return replace(frame, alarms=tuple(_masked(a) for a in frame.alarms))
        alarms = tuple(self._alarm(a) for a in frame.alarms if self._sees(a.id))
        shown = {a.id for a in alarms}
        orders = tuple(self._order(o) for o in frame.orders if o.alarm in shown)
        columns = {name: (dtype, self._rows(name, dtype, data)) for name, (dtype, data) in frame.columns.items()}
        erased = tuple(p for p in frame.erased if p in self._people)
        zones = {camera: corners for camera, corners in frame.zones.items() if camera in self._devices}
        drawings = tuple(d for d in frame.drawings if self._sees_drawing(d))
        frame = replace(frame, columns=columns, alarms=alarms, orders=orders, causes=(), zones=zones, erased=erased)
        return replace(frame, drawings=drawings)

    def _rows(self, name: str, dtype: str, data: bytes) -> bytes:
        values = np.frombuffer(data, dtype=np.dtype(dtype))
        if name.startswith(("devices.", "fixes.")):
            return values[self._reach.devices].tobytes()
        if name == "life":
            return values[self._reach.people].tobytes()
        return values.tobytes() if self._looks else b""

    # changes

    def batch(self, batch: ch.Batch) -> ch.Batch:
        """The batch with its number and what of its changes the seat may know, possibly none."""
        if self._whole:
            return replace(batch, changes=tuple(_masked_raise(change) for change in batch.changes))
        cut = (_CUT[type(change)](self, change) for change in batch.changes)
        return replace(batch, changes=tuple(change for change in cut if change is not None))

    def _all(self, change: ch.AnyChange) -> ch.AnyChange | None:
        return change

    def _device(self, change: ch.DeviceChanged) -> ch.DeviceChanged | None:
        return change if change.device in self._devices else None

    def _moved(self, change: ch.Moved) -> ch.Moved | None:
        keep = [i for i, device in enumerate(change.devices) if device in self._devices]
        if not keep:
            return None
        return ch.Moved(**{name: tuple(getattr(change, name)[i] for i in keep) for name in change.__struct_fields__})

    def _duty(self, change: ch.DutyChanged) -> ch.DutyChanged | None:
        return change if self._looks else None

    def _person(self, change: ch.LifeSigned | ch.PersonErased) -> ch.AnyChange | None:
        return change if change.person in self._people else None

    def _zone(self, change: ch.ZoneDrawn) -> ch.ZoneDrawn | None:
        return change if change.camera in self._devices else None

    def _drawn(self, change: ch.Drawn) -> ch.Drawn | None:
        """What was moved out of reach is gone for this seat; of a drawing it never saw it learns that one is gone."""
        if not self._looks:
            return None
        seen = change.drawing is not None and self._sees_drawing(change.drawing)
        return change if seen else replace(change, drawing=None)

    def _sees_drawing(self, drawing: Drawing) -> bool:
        return self._looks and any(sees_place(self._seat, drawing.community, g) for g in drawing.grids or ("",))

    def _raised(self, change: ch.AlarmRaised) -> ch.AlarmRaised | None:
        if not self._sees(change.alarm.id):
            return None
        if not self._property:
            return replace(change, alarm=_masked(change.alarm))
        return replace(change, alarm=self._alarm(change.alarm), key="", note="")

    def _stepped(self, change: ch.AlarmStepped) -> ch.AlarmStepped | None:
        if not self._sees(change.alarm):
            return None
        return replace(change, key="", note="") if self._property else change

    def _evidence(self, change: ch.EvidenceAdded) -> ch.EvidenceAdded | None:
        if not self._sees(change.alarm):
            return None
        return change if not self._property or _plain(change.fact) else None

    def _made(self, change: ch.OrderMade) -> ch.OrderMade | None:
        return replace(change, order=self._order(change.order)) if self._sees(change.order.alarm) else None

    def _ordered(self, change: ch.OrderStepped) -> ch.OrderStepped | None:
        if not self._sees(self._index.alarm_of(change.order)):
            return None
        return replace(change, key="", note="") if self._property else change

    # alarms

    def _sees(self, alarm: str) -> bool:
        known = self._index.get(alarm)
        if known is None or not self._looks:
            return False
        if self._property and not self._for_property(known):
            return False
        return known.kind is AlarmKind.LINK_DOWN or sees_place(self._seat, known.community, known.grid)

    def _for_property(self, known: Known) -> bool:
        """A home's own detector that fell silent would tell who lives there: only devices within reach.

        So would what a caller reports of a home: only kinds that concern the estate.
        """
        if known.kind is AlarmKind.INCIDENT and known.incident not in PROPERTY_INCIDENTS:
            return False
        if known.kind is AlarmKind.DEVICE_SILENT and known.device not in self._devices:
            return False
        return known.kind in PROPERTY_SEES

    def _alarm(self, alarm: Alarm) -> Alarm:
        if not self._property:
            return _masked(alarm)
        facts = {name: tuple(f for f in getattr(alarm, name) if _plain(f)) for name in ("evidence", "unknown")}
        return replace(alarm, subject="", trail=_quiet(alarm.trail), **facts)

    def _order(self, order: Order) -> Order:
        """An order's route begins where the responder stands: property is not told where police are."""
        return replace(order, trail=_quiet(order.trail), route=()) if self._property else order


def _masked(alarm: Alarm) -> Alarm:
    """The alarm with a caller's number masked: who needs it asks for the contacts, which is logged."""
    if not any(step.by == CALLER for step in alarm.trail):
        return alarm
    trail = (replace(s, note=mask_phone(s.note)) if s.by == CALLER else s for s in alarm.trail)
    return replace(alarm, trail=tuple(trail))


def _masked_raise(change: ch.AnyChange) -> ch.AnyChange:
    return replace(change, alarm=_masked(change.alarm)) if isinstance(change, ch.AlarmRaised) else change


def _plain(fact: Fact) -> bool:
    return fact.code in PROPERTY_FACTS


def _quiet(trail: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(replace(step, note="") if step.note else step for step in trail)


_CUT: dict[type, Callable[[Cut, Any], ch.AnyChange | None]] = {
    ch.DeskStarted: Cut._all,
    ch.LinkChanged: Cut._all,
    ch.DeviceChanged: Cut._device,
    ch.Moved: Cut._moved,
    ch.DutyChanged: Cut._duty,
    ch.LifeSigned: Cut._person,
    ch.AlarmRaised: Cut._raised,
    ch.AlarmStepped: Cut._stepped,
    ch.EvidenceAdded: Cut._evidence,
    ch.OrderMade: Cut._made,
    ch.OrderStepped: Cut._ordered,
    ch.ZoneDrawn: Cut._zone,
    ch.Drawn: Cut._drawn,
    ch.PersonErased: Cut._person,
}

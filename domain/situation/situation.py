"""`Situation`: columns of device states, fixes and signs of life; open alarms and orders; one writer, `apply`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
from msgspec.structs import replace

from domain import changes as ch
from domain.alarms import Alarm, AlarmKind, Order, Step, advance, advance_order
from domain.clock import DAY
from domain.drawings import Drawing
from domain.mask import ERASED
from domain.register import Register
from domain.situation.keyframe import Keyframe
from domain.situation.states import DeviceStates, Fixes, state_code

KEEP_ENDED_MS = DAY
"""How long an ended alarm stays in the picture (the timeline's reach); the ledger keeps it for its own clock."""


class Situation:
    """Everything true now. Read it from the thread that applies; nothing but `apply` may alter it.

    The same batches in the same order give the same Situation, on the desk, in a window, and in a replay.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.seq = 0
        self.at = 0
        self.devices = DeviceStates.blank(len(register.devices))
        self.fixes = Fixes.blank(len(register.devices))
        self.life = np.zeros(len(register.people), dtype=np.int64)
        self.on_duty = np.zeros(len(register.responders), dtype=np.bool_)
        self.alarms: dict[str, Alarm] = {}
        self.orders: dict[str, Order] = {}
        self.causes: dict[tuple[str, str], int] = {}
        self.zones: dict[str, tuple[tuple[float, float], ...]] = {}
        self.drawings: dict[str, Drawing] = {}
        self.drawn = 0
        self.erased: set[str] = set()
        self.desk_started = 0
        self.desk_last = 0
        self.link_up = False
        self.link_caught_up = False
        self.link_since = 0

    # reading

    def open_alarms(self) -> list[Alarm]:
        """Alarms that still need a person, worst level first, then oldest first."""
        return sorted((a for a in self.alarms.values() if a.open), key=lambda a: (a.level, a.at, a.id))

    def orders_of(self, alarm: str) -> list[Order]:
        """All orders of an alarm, in the order they were made."""
        return [o for o in self.orders.values() if o.alarm == alarm]

    def label(self, person: str) -> str:
        """A person's masked name; a dash once erased, or where this copy of the register was given none."""
        row = self.register.people.row(person)
        return ERASED if row < 0 or person in self.erased else self.register.people.label[row] or ERASED

    # writing

    def apply(self, batch: ch.Batch) -> None:
        """Make a batch true. Raises ValueError where a number is missing in between (the caller must resume)."""
        if batch.seq != self.seq + 1:
            raise ValueError(f"batch {batch.seq} after {self.seq}")
        for change in batch.changes:
            self.apply_change(change)
        self.seq = batch.seq
        self.at = batch.at

    def apply_change(self, change: ch.AnyChange) -> None:
        """One change (for the desk, which needs its own changes true before they are committed as a batch)."""
        _APPLY[type(change)](self, change)

    def _desk_started(self, c: ch.DeskStarted) -> None:
        self.desk_started, self.desk_last = c.at, c.last

    def _link(self, c: ch.LinkChanged) -> None:
        if c.up != self.link_up:
            self.link_since = c.at
        self.link_up, self.link_caught_up = c.up, c.caught_up

    def _device(self, c: ch.DeviceChanged) -> None:
        row = self.register.devices.row(c.device)
        if row < 0:
            return
        d = self.devices
        d.heard[row] = max(d.heard[row], c.heard)
        if c.state is not None:
            d.state[row] = state_code(c.state)
            d.state_since[row] = c.heard if c.state_since is None else c.state_since
        if c.online is not None:
            d.online[row] = c.online
            d.online_since[row] = c.heard if c.online_since is None else c.online_since
        if c.battery is not None:
            d.battery[row] = c.battery
        if c.offset_ms is not None:
            d.offset_ms[row], d.offset_known[row] = c.offset_ms, True

    def _moved(self, c: ch.Moved) -> None:
        rows = np.array([self.register.devices.row(d) for d in c.devices], dtype=np.int64)
        at = np.array(c.at, dtype=np.int64)
        keep = rows >= 0
        keep[keep] &= at[keep] >= self.fixes.at[rows[keep]]
        rows = rows[keep]
        self.fixes.at[rows] = at[keep]
        for name in ("lon", "lat", "accuracy_m", "heading"):
            getattr(self.fixes, name)[rows] = np.array(getattr(c, name), dtype=np.float64)[keep]

    def _duty(self, c: ch.DutyChanged) -> None:
        row = self.register.responders.row(c.responder)
        if row < 0:
            return
        self.on_duty[row] = c.on_duty
        device = self.register.devices.row(self.register.responders.device[row])
        if not c.on_duty and device >= 0:
            self.fixes.forget(device)

    def _life(self, c: ch.LifeSigned) -> None:
        row = self.register.people.row(c.person)
        if row >= 0:
            self.life[row] = max(self.life[row], c.at)

    def _raised(self, c: ch.AlarmRaised) -> None:
        alarm = c.alarm
        if c.note and alarm.trail:
            alarm = replace(alarm, trail=(replace(alarm.trail[0], note=c.note), *alarm.trail[1:]))
        self._forget_ended(alarm.at)
        self.alarms[alarm.id] = alarm
        self.causes[(alarm.cause.kind, alarm.cause.source)] = alarm.cause.since

    def _stepped(self, c: ch.AlarmStepped) -> None:
        moved = advance(self.alarms[c.alarm], _noted(c.step, c.note))
        self.alarms[c.alarm] = replace(moved, shelved_until=c.shelved_until)

    def _evidence(self, c: ch.EvidenceAdded) -> None:
        alarm = self.alarms[c.alarm]
        self.alarms[c.alarm] = replace(alarm, evidence=(*alarm.evidence, c.fact), level=c.level or alarm.level)

    def _order(self, c: ch.OrderMade) -> None:
        self.orders[c.order.id] = c.order

    def _ordered(self, c: ch.OrderStepped) -> None:
        order = advance_order(self.orders[c.order], _noted(c.step, c.note))
        self.orders[c.order] = replace(order, result=c.result or order.result)

    def _zone(self, c: ch.ZoneDrawn) -> None:
        if c.corners:
            self.zones[c.camera] = c.corners
        else:
            self.zones.pop(c.camera, None)

    def _drawn(self, c: ch.Drawn) -> None:
        self.drawn = max(self.drawn, c.rev)
        if c.drawing is None:
            self.drawings.pop(c.id, None)
        else:
            self.drawings[c.id] = c.drawing

    def _erased(self, c: ch.PersonErased) -> None:
        self.erased.add(c.person)
        for alarm in [a for a in self.alarms.values() if a.subject == c.person]:
            self.alarms[alarm.id] = replace(alarm, trail=_unnoted(alarm.trail))
            for order in self.orders_of(alarm.id):
                self.orders[order.id] = replace(order, trail=_unnoted(order.trail))

    def _forget_ended(self, now: int) -> None:
        gone = [a.id for a in self.alarms.values() if not a.open and a.ended < now - KEEP_ENDED_MS]
        for alarm in gone:
            del self.alarms[alarm]
        for order in [o.id for o in self.orders.values() if o.alarm not in self.alarms]:
            del self.orders[order]

    # at rest

    def freeze(self) -> Keyframe:
        """The whole state as a keyframe."""
        return Keyframe(
            seq=self.seq,
            at=self.at,
            columns={name: (a.dtype.str, a.tobytes()) for name, a in self._columns().items()},
            alarms=tuple(self.alarms.values()),
            orders=tuple(self.orders.values()),
            causes=tuple((kind, source, since) for (kind, source), since in self.causes.items()),
            zones=dict(self.zones),
            drawings=tuple(self.drawings.values()),
            drawn=self.drawn,
            erased=tuple(sorted(self.erased)),
            desk_started=self.desk_started,
            desk_last=self.desk_last,
            link_up=self.link_up,
            link_caught_up=self.link_caught_up,
            link_since=self.link_since,
        )

    @classmethod
    def thaw(cls, register: Register, frame: Keyframe) -> Situation:
        """Inverse of `freeze`. Raises ValueError where the columns do not fit the register."""
        situation = cls(register)
        for name, column in situation._columns().items():
            dtype, data = frame.columns[name]
            values = np.frombuffer(data, dtype=np.dtype(dtype))
            if values.shape != column.shape:
                raise ValueError(f"keyframe {frame.seq}: {name} has {len(values)} rows, the register {len(column)}")
            column[:] = values
        situation.alarms = {a.id: a for a in frame.alarms}
        situation.orders = {o.id: o for o in frame.orders}
        situation.causes = {(kind, source): since for kind, source, since in frame.causes}
        situation.zones = dict(frame.zones)
        situation.drawings = {d.id: d for d in frame.drawings}
        situation.erased = set(frame.erased)
        for name in ("seq", "at", "desk_started", "desk_last", "link_up", "link_caught_up", "link_since", "drawn"):
            setattr(situation, name, getattr(frame, name))
        return situation

    def _columns(self) -> dict[str, Any]:
        columns = {f"devices.{f.name}": getattr(self.devices, f.name) for f in fields(self.devices)}
        columns |= {f"fixes.{f.name}": getattr(self.fixes, f.name) for f in fields(self.fixes)}
        return columns | {"life": self.life, "on_duty": self.on_duty}

    def raised_since(self, kind: AlarmKind, source: str) -> int | None:
        """`since` of the newest cause of this kind and source that was alarmed; None where there was none."""
        return self.causes.get((kind, source))


def _noted(step: Step, note: str) -> Step:
    return replace(step, note=note) if note else step


def _unnoted(trail: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(replace(step, note=ERASED) if step.note else step for step in trail)


_APPLY: dict[type, Callable[[Situation, Any], None]] = {
    ch.DeskStarted: Situation._desk_started,
    ch.LinkChanged: Situation._link,
    ch.DeviceChanged: Situation._device,
    ch.Moved: Situation._moved,
    ch.DutyChanged: Situation._duty,
    ch.LifeSigned: Situation._life,
    ch.AlarmRaised: Situation._raised,
    ch.AlarmStepped: Situation._stepped,
    ch.EvidenceAdded: Situation._evidence,
    ch.OrderMade: Situation._order,
    ch.OrderStepped: Situation._ordered,
    ch.ZoneDrawn: Situation._zone,
    ch.Drawn: Situation._drawn,
    ch.PersonErased: Situation._erased,
}

"""`Book`: what has happened since the last commit – true in the situation already, not yet in the ledger."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from domain import changes as ch
from domain.alarms import OrderNotice
from domain.events import AnyEvent, Refusal
from domain.situation import Situation


class Fix(NamedTuple):
    """One tracker's newest position; degrees, metres, degrees from north (NaN unknown)."""

    at: int
    lon: float
    lat: float
    accuracy_m: float
    heading: float


class Book:
    """The only hand that changes the desk's situation: every change is applied and staged in one step.

    Device states and fixes are folded to the newest one a device a commit; folded or not, the situation ends up the
    same, for only the newest counts there. All events are kept.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.events: list[AnyEvent] = []
        self.refusals: list[Refusal] = []
        self.audit: list[ch.AuditRow] = []
        self.notices: list[OrderNotice] = []
        self._changes: list[ch.AnyChange] = []
        self._devices: dict[str, ch.DeviceChanged] = {}
        self._fixes: dict[str, Fix] = {}
        self._ahead: dict[str, Fix] = {}

    @property
    def empty(self) -> bool:
        """Nothing waits for a commit."""
        staged = (self._changes, self._devices, self._fixes, self.events, self.refusals, self.audit, self.notices)
        return not any(staged)

    def put(self, change: ch.AnyChange) -> None:
        """Make a change true and stage it. What cannot be applied raises, and then nothing is staged."""
        self.situation.apply_change(change)
        self._changes.append(change)

    def device(self, change: ch.DeviceChanged) -> None:
        """As `put`, folded with what the device said before in this commit."""
        self.situation.apply_change(change)
        before = self._devices.get(change.device)
        self._devices[change.device] = change if before is None else _folded(before, change)

    def fix(self, device: str, fix: Fix) -> None:
        """A position, the newest a tracker winning. It is true once `settle` was called."""
        before = self._fixes.get(device)
        if before is None or fix.at >= before.at:
            self._fixes[device] = self._ahead[device] = fix

    def settle(self) -> None:
        """Make all positions true that came since the last call, in one step: column by column one alone costs as much
        as twenty. Call it before anyone but a judgement of positions reads them.
        """
        if self._ahead:
            self.situation.apply_change(_moved(self._ahead))
            self._ahead.clear()

    def forget_fix(self, device: str) -> None:
        """A staged position is not to be written: its bearer went off duty (R6)."""
        self._fixes.pop(device, None)
        self._ahead.pop(device, None)

    def entry(self, now: int) -> ch.Entry:
        """All that is staged, as one transaction: fixes last, for a duty that ended before has forgotten older ones."""
        self.settle()
        moved = (_moved(self._fixes),) if self._fixes else ()
        changes = (*self._devices.values(), *self._changes, *moved)
        return ch.Entry(
            batch=ch.Batch(self.situation.seq + 1, now, changes),
            events=tuple(self.events),
            audit=tuple(self.audit),
            refusals=tuple(self.refusals),
        )

    def written(self, batch: ch.Batch) -> tuple[OrderNotice, ...]:
        """The entry stands in the ledger: number the situation, clear the book, hand out the notices."""
        notices = tuple(self.notices)
        self.situation.apply(ch.Batch(batch.seq, batch.at, ()))
        for staged in (self.events, self.refusals, self.audit, self.notices, self._changes):
            staged.clear()
        self._devices.clear()
        self._fixes.clear()
        return notices


def _folded(before: ch.DeviceChanged, after: ch.DeviceChanged) -> ch.DeviceChanged:
    news = {name: value for name in after.__struct_fields__ if (value := getattr(after, name)) is not None}
    return replace(before, **news | {"heard": max(before.heard, after.heard)})


def _moved(fixes: dict[str, Fix]) -> ch.Moved:
    at, lon, lat, accuracy, heading = zip(*fixes.values(), strict=True)
    return ch.Moved(devices=tuple(fixes), at=at, lon=lon, lat=lat, accuracy_m=accuracy, heading=heading)

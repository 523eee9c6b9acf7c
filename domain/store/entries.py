"""An entry on its way into the ledger: which key each free text belongs to, and the entry with all of it sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    AuditRow,
    Batch,
    Entry,
    OrderMade,
    OrderStepped,
    PersonErased,
)
from domain.events import AnyEvent, OrderAnswered, Refusal
from domain.store.notes import NOTE, TEXT, map_change
from domain.store.seals import STATION_KEY, Seals

AUDIT = "audit.note"
BODY = "refusal.body"

Lookup = Callable[[str], str]
"""Alarm id → the key its text is sealed under, or order id → alarm id; "" unknown."""


class EntrySealer:
    """Seals one entry. A text keyed by someone erased earlier falls to the alarm's own key, then to the station's."""

    def __init__(self, seals: Seals, alarm_key: Lookup, order_alarm: Lookup) -> None:
        self._seals = seals
        self._alarm_key = alarm_key
        self._order_alarm = order_alarm
        self._alarms: dict[str, str] = {}
        self._orders: dict[str, str] = {}
        self._gone: set[str] = set()

    def seal(self, entry: Entry) -> Entry:
        """The entry as it is stored. Makes keys in the ring; the caller saves them first."""
        audit = tuple(self.audit_row(row) for row in entry.audit)
        changes = tuple(self._change(change) for change in entry.batch.changes)
        batch = Batch(entry.batch.seq, entry.batch.at, changes)
        events, refusals = tuple(self.events(entry.events)), tuple(self._refusal(r) for r in entry.refusals)
        return replace(entry, batch=batch, audit=audit, events=events, refusals=refusals)

    def audit_row(self, row: AuditRow) -> AuditRow:
        """An audit row sealed. Of an erasure's own row the note goes with the key, if it names that key."""
        return replace(row, note=self._seals.seal(self._seals.living(row.key), AUDIT, row.note)) if row.note else row

    def events(self, events: Iterable[AnyEvent]) -> Iterable[AnyEvent]:
        """Events with an answer's words sealed under the key of the order's alarm."""
        for event in events:
            if isinstance(event, OrderAnswered) and event.text:
                yield replace(event, text=self._seals.seal(self._of_order(event.order, event.order), TEXT, event.text))
            else:
                yield event

    def _refusal(self, refusal: Refusal) -> Refusal:
        """The link has redacted the body; what slipped through must still not stand in the open."""
        return replace(refusal, body=self._seals.seal(STATION_KEY, BODY, refusal.body))

    def _change(self, change: AnyChange) -> AnyChange:
        self._learn(change)
        return map_change(change, lambda text: self._seals.seal(self._key_of(change), NOTE, text))

    def _learn(self, change: AnyChange) -> None:
        if isinstance(change, AlarmRaised):
            self._alarms[change.alarm.id] = change.key or change.alarm.key
        elif isinstance(change, OrderMade):
            self._orders[change.order.id] = change.order.alarm
        elif isinstance(change, PersonErased):
            self._gone.add(change.person)

    def _key_of(self, change: AnyChange) -> str:
        match change:
            case AlarmRaised():
                return self._living(change.key, change.alarm.key, change.alarm.id)
            case AlarmStepped():
                return self._living(change.key or self._of_alarm(change.alarm), change.alarm)
            case OrderMade():
                return self._living(self._of_alarm(change.order.alarm), change.order.alarm)
            case OrderStepped():
                return self._of_order(change.order, change.key)
        raise TypeError(f"{type(change).__name__} carries no free text")

    def _of_order(self, order: str, key: str) -> str:
        """The order's alarm's key; else `key`; else the alarm's or the order's own."""
        alarm = self._orders.get(order) or self._order_alarm(order)
        return self._living(self._of_alarm(alarm) if alarm else key, alarm, order)

    def _of_alarm(self, alarm: str) -> str:
        return self._alarms.get(alarm) or self._alarm_key(alarm)

    def _living(self, *keys: str) -> str:
        return self._seals.living(*keys, gone=self._gone)

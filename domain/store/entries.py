"""An entry on its way into the ledger: which key each free text belongs to, and the entry with all of it sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec.structs import replace

from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    AuditRow,
    Batch,
    Drawn,
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


class Known(Protocol):
    """What the ledger knows of earlier entries; "" and nothing for what it does not."""

    def key_of(self, alarm: str) -> str:
        """The key an alarm's text is sealed under."""

    def alarm_of(self, order: str) -> str:
        """The alarm an order belongs to."""

    def alarms_under(self, key: str) -> Iterable[str]:
        """The alarms whose text is sealed under a key."""


def key_name(raised: AlarmRaised) -> str:
    """The key of an alarm's text: its subject's, for they are erased together; else the one named or its own."""
    return raised.alarm.subject or raised.key or raised.alarm.id


class EntrySealer:
    """Seals one entry. A text keyed by someone erased earlier falls to the alarm's own key, then to its successors.

    `gone` afterwards: the names of all keys that the entry's erasures destroy.
    """

    def __init__(self, seals: Seals, known: Known) -> None:
        self._seals = seals
        self._known = known
        self._alarms: dict[str, str] = {}
        self._orders: dict[str, str] = {}
        self.gone: set[str] = set()

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
            self._alarms[change.alarm.id] = key_name(change)
        elif isinstance(change, OrderMade):
            self._orders[change.order.id] = change.order.alarm
        elif isinstance(change, PersonErased):
            self.gone |= {change.person} | self._seals.ring.family({change.person, *self._alarms_of(change.person)})

    def _alarms_of(self, person: str) -> set[str]:
        """Words written after an earlier erasure stand under the alarms' own keys: a second erasure takes them too."""
        return {*self._known.alarms_under(person), *(alarm for alarm, key in self._alarms.items() if key == person)}

    def _key_of(self, change: AnyChange) -> str:
        match change:
            case AlarmRaised():
                return self._living(key_name(change), change.alarm.id)
            case AlarmStepped():
                return self._living(self._of_alarm(change.alarm) or change.key, change.alarm)
            case OrderMade():
                return self._living(self._of_alarm(change.order.alarm), change.order.alarm)
            case OrderStepped():
                return self._of_order(change.order, change.key)
            case Drawn():
                return STATION_KEY
        raise TypeError(f"{type(change).__name__} carries no free text")

    def _of_order(self, order: str, key: str) -> str:
        """The key of the order's alarm; where that is not known `key`, or the order's own."""
        alarm = self._orders.get(order) or self._known.alarm_of(order)
        return self._living(self._of_alarm(alarm), alarm) if alarm else self._living(key, order)

    def _of_alarm(self, alarm: str) -> str:
        return self._alarms.get(alarm) or self._known.key_of(alarm)

    def _living(self, *keys: str) -> str:
        return self._seals.living(*keys, gone=self.gone)

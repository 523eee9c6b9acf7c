"""The index of alarms for history: each alarm as it stands after the last commit, its trail's notes still sealed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.sqlite import insert

from domain.alarms import Alarm, NoRoad, Step, advance
from domain.changes import AlarmRaised, AlarmStepped, AnyChange, EvidenceAdded, OrderMade
from domain.store import schema
from domain.store.entries import key_name
from domain.store.errors import LedgerError, damage
from domain.store.notes import open_alarm
from domain.store.seals import Seals

_alarm = msgspec.msgpack.Decoder(Alarm)


class AlarmReader:
    """What the index knows, for sealing (`entries.Known`)."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def key_of(self, alarm: str) -> str:
        """The key under which an alarm's text is sealed; "" for an alarm that is not here."""
        return self._conn.execute(select(schema.alarm.c.seal).where(schema.alarm.c.id == alarm)).scalar() or ""

    def alarm_of(self, order: str) -> str:
        """The alarm an order belongs to; "" for an order that is not here."""
        return self._conn.execute(select(schema.sent.c.alarm).where(schema.sent.c.order == order)).scalar() or ""

    def alarms_under(self, key: str) -> Sequence[str]:
        """The alarms whose text is sealed under a key."""
        return self._conn.execute(select(schema.alarm.c.id).where(schema.alarm.c.seal == key)).scalars().all()


def since(conn: Connection, seals: Seals, at: int) -> list[Alarm]:
    """Alarms open at any time since `at`, oldest first, notes opened."""
    a = schema.alarm.c
    alive = or_(a.raised >= at, a.ended >= at, a.ended == 0)
    rows = conn.execute(select(a.body).where(alive).order_by(a.raised, a.id))
    with damage():
        return [open_alarm(seals, _alarm.decode(row.body)) for row in rows]


class AlarmWriter:
    """Folds one entry's (sealed) changes into the index, within the entry's transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._touched: dict[str, tuple[Alarm, str]] = {}
        self._orders: list[dict[str, str]] = []
        self.raised = 0

    def fold(self, change: AnyChange) -> None:
        """Take one change in; most concern no alarm."""
        match change:
            case AlarmRaised():
                self.raised += 1
                self._touched[change.alarm.id] = (_first(change), key_name(change))
            case AlarmStepped():
                self._step(change)
            case EvidenceAdded():
                self._evidence(change)
            case OrderMade():
                self._orders.append({"order": change.order.id, "alarm": change.order.alarm})

    def flush(self) -> None:
        """Write what was touched."""
        if self._touched:
            self._conn.execute(_put_alarm, [_row(alarm, seal) for alarm, seal in self._touched.values()])
        if self._orders:
            self._conn.execute(_put_order, self._orders)

    def _step(self, c: AlarmStepped) -> None:
        alarm, seal = self._get(c.alarm)
        try:
            moved = advance(alarm, _noted(c.step, c.note))
        except NoRoad as error:
            raise LedgerError(f"{error}; nothing was written.") from error
        self._touched[c.alarm] = (replace(moved, shelved_until=c.shelved_until), seal)

    def _evidence(self, c: EvidenceAdded) -> None:
        alarm, seal = self._get(c.alarm)
        more = replace(alarm, evidence=(*alarm.evidence, c.fact), level=c.level or alarm.level)
        self._touched[c.alarm] = (more, seal)

    def _get(self, alarm: str) -> tuple[Alarm, str]:
        if alarm in self._touched:
            return self._touched[alarm]
        a = schema.alarm.c
        row = self._conn.execute(select(a.body, a.seal).where(a.id == alarm)).one_or_none()
        if row is None:
            raise LedgerError(f"There is no alarm {alarm} in the ledger; nothing was written.")
        with damage():
            return _alarm.decode(row.body), row.seal


def _first(c: AlarmRaised) -> Alarm:
    if not (c.note and c.alarm.trail):
        return c.alarm
    return replace(c.alarm, trail=(_noted(c.alarm.trail[0], c.note), *c.alarm.trail[1:]))


def _noted(step: Step, note: str) -> Step:
    return replace(step, note=note) if note else step


def _row(alarm: Alarm, seal: str) -> dict[str, object]:
    body = msgspec.msgpack.encode(alarm)
    known = {"kind": alarm.kind.value, "stage": alarm.stage.value, "raised": alarm.at, "ended": alarm.ended}
    return {"id": alarm.id, **known, "seal": seal, "body": body}


_new = insert(schema.alarm)
_put_alarm = _new.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _new.excluded[name] for name in ("kind", "stage", "raised", "ended", "seal", "body")},
)
_put_order = insert(schema.sent).on_conflict_do_nothing()

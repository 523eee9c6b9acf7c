"""One entry, one transaction: keys first, then batch, events, audit, refusals and the alarm index together."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from domain.changes import Batch, Entry, PersonErased
from domain.store import alarmindex, audit, counters, history, quarantine, schema
from domain.store.chain import link
from domain.store.database import Database
from domain.store.entries import EntrySealer
from domain.store.errors import LedgerError
from domain.store.keys import KeyRing
from domain.store.seals import Seals

_encode = msgspec.msgpack.Encoder().encode


class Committer:
    """Writes entries. The caller holds the database's lock."""

    def __init__(self, db: Database, ring: KeyRing, seals: Seals) -> None:
        self._db = db
        self._ring = ring
        self._seals = seals

    def commit(self, entry: Entry) -> set[str]:
        """Write it all or nothing; returns the persons erased by it, whose keys the caller destroys now.

        A crash before that is made good at the next open: the `erased` table knows them.
        """
        sealed = self._seal(entry)
        self._ring.save()
        with self._db.writing() as conn:
            return self._write(conn, sealed)

    def _seal(self, entry: Entry) -> Entry:
        with self._db.reading() as conn:
            sealer = EntrySealer(
                self._seals,
                lambda alarm: alarmindex.key_of(conn, alarm),
                lambda order: alarmindex.alarm_of(conn, order),
            )
            return sealer.seal(entry)

    def _write(self, conn: Connection, entry: Entry) -> set[str]:
        _append(conn, entry.batch)
        index = alarmindex.AlarmWriter(conn)
        for change in entry.batch.changes:
            index.fold(change)
        index.flush()
        events, fixes = history.put(conn, entry.events)
        audit.put(conn, entry.batch.seq, entry.audit)
        quarantine.put(conn, entry.refusals)
        figures = {"events": events, "fixes": fixes, "audit": len(entry.audit), "alarms": index.raised}
        counters.add(conn, figures | {"batches": 1, "changes": len(entry.batch.changes)})
        return _erase(conn, entry.batch)


def _append(conn: Connection, batch: Batch) -> None:
    b = schema.batch.c
    last = conn.execute(select(b.seq, b.chain).order_by(b.seq.desc()).limit(1)).one_or_none()
    seq, chain = (last.seq, last.chain) if last else (0, b"")
    if batch.seq != seq + 1:
        raise LedgerError(f"Batch {batch.seq} does not follow batch {seq}; nothing was written.")
    body = _encode(batch)
    conn.execute(insert(schema.batch).values(seq=batch.seq, at=batch.at, body=body, chain=link(chain, body)))


def _erase(conn: Connection, batch: Batch) -> set[str]:
    at = {change.person: change.at for change in batch.changes if isinstance(change, PersonErased)}
    if at:
        rows = [{"person": person, "at": when} for person, when in at.items()]
        conn.execute(insert_or(schema.erased).on_conflict_do_nothing(), rows)
        conn.execute(delete(schema.sealed).where(schema.sealed.c.person.in_(at)))
    return set(at)

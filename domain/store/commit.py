"""One entry, one transaction: keys first, then batch, events, audit, refusals and the alarm index together."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from domain.changes import Batch, Entry
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
        """Write it all or nothing; returns the names of the keys it erases, which the caller destroys now.

        A crash before that is made good at the next open: the `erased` table knows them.
        """
        with self._db.reading() as conn:
            sealer = EntrySealer(self._seals, alarmindex.AlarmReader(conn))
            sealed = sealer.seal(entry)
        self._ring.save()
        with self._db.writing() as conn:
            _write(conn, sealed)
            _erase(conn, entry.batch.at, sealer.gone)
        return sealer.gone


def _write(conn: Connection, entry: Entry) -> None:
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


def _append(conn: Connection, batch: Batch) -> None:
    b = schema.batch.c
    last = conn.execute(select(b.seq, b.chain).order_by(b.seq.desc()).limit(1)).one_or_none()
    seq, chain = (last.seq, last.chain) if last else (0, b"")
    if batch.seq != seq + 1:
        raise LedgerError(f"Batch {batch.seq} does not follow batch {seq}; nothing was written.")
    body = _encode(batch)
    conn.execute(insert(schema.batch).values(seq=batch.seq, at=batch.at, body=body, chain=link(chain, body)))


def _erase(conn: Connection, at: int, keys: set[str]) -> None:
    if keys:
        conn.execute(insert_or(schema.erased).on_conflict_do_nothing(), [{"key": key, "at": at} for key in keys])
        conn.execute(delete(schema.sealed).where(schema.sealed.c.person.in_(keys)))

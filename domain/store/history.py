"""Events kept: discrete ones as msgpack rows, fixes as columns of a track; in bulk, and back by device and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from sqlalchemy import Connection, RowMapping, select

from domain.clock import DAY
from domain.events import AnyEvent, Located
from domain.store import counters, schema
from domain.store.alarmindex import AlarmReader
from domain.store.database import Database
from domain.store.entries import EntrySealer
from domain.store.errors import damage
from domain.store.keys import KeyRing
from domain.store.notes import open_event
from domain.store.seals import Seals

BULK = 20_000
"""Events a transaction of an import: large enough for speed, small enough that the log stays near 10 MB."""

_RETAINED, _DOUBTFUL = 1, 2

_event = msgspec.msgpack.Decoder(AnyEvent)
_encode = msgspec.msgpack.Encoder().encode

_PUT_EVENT = f"""
INSERT INTO event (device, event_id, kind, at, received, judged, body) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
WHERE NOT EXISTS
(SELECT 1 FROM event WHERE device = ?1 AND event_id = ?2 AND received BETWEEN ?5 - {DAY} AND ?5 + {DAY})
"""  # noqa: S608 – the only thing put in is a number of ours
"""An id is unique a device for a day (wire.md); a device that counts anew after a battery change loses nothing."""

_PUT_FIX = """
INSERT OR IGNORE INTO track (device, at, event_id, device_at, received, lon_e6, lat_e6, accuracy_m, speed, heading,
battery, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put(conn: Connection, events: Iterable[AnyEvent]) -> tuple[int, int]:
    """Write events whose text is sealed already; returns how many (discrete events, fixes) were new."""
    rows: list[tuple[object, ...]] = []
    fixes: list[tuple[object, ...]] = []
    for event in events:
        if isinstance(event, Located):
            fixes.append(_fix_row(event))
        else:
            rows.append(_event_row(event))
    return _put_all(conn, _PUT_EVENT, rows), _put_all(conn, _PUT_FIX, fixes)


def _put_all(conn: Connection, sql: str, rows: list[tuple[object, ...]]) -> int:
    return conn.exec_driver_sql(sql, rows).rowcount if rows else 0


def _event_row(e: AnyEvent) -> tuple[object, ...]:
    kind = type(e).__struct_config__.tag
    return (e.device, e.id, kind, e.at, e.received, e.judged or e.received, _encode(e))


def _fix_row(e: Located) -> tuple[object, ...]:
    flags = _RETAINED * e.retained + _DOUBTFUL * e.clock_doubtful
    place = (round(e.lon * 1e6), round(e.lat * 1e6), e.accuracy_m, e.speed, e.heading, e.battery)
    return (e.device, e.judged or e.received, e.id, e.at, e.received, *place, flags)


def import_all(db: Database, ring: KeyRing, seals: Seals, events: Iterable[AnyEvent]) -> int:
    """Bulk import; returns how many were new."""
    source, new = iter(events), 0
    while piece := list(islice(source, BULK)):
        with db.writing() as conn:
            sealed = list(EntrySealer(seals, AlarmReader(conn)).events(piece))
            ring.save()
            stored = sum(put(conn, sealed))
            counters.add(conn, {"history": stored})
        new += stored
    return new


def device_events(conn: Connection, seals: Seals, device: str, since: int, until: int) -> list[AnyEvent]:
    """A device's events judged in [since, until), oldest first."""
    found = [*_events(conn, seals, device, since, until), *_fixes(conn, device, since, until)]
    return sorted(found, key=lambda e: (e.judged or e.received, e.id))


def _events(conn: Connection, seals: Seals, device: str, since: int, until: int) -> Iterator[AnyEvent]:
    e = schema.event.c
    for row in conn.execute(select(e.body).where(e.device == device, e.judged >= since, e.judged < until)):
        with damage():
            told = open_event(seals, _event.decode(row.body))
        yield told


def _fixes(conn: Connection, device: str, since: int, until: int) -> Iterator[AnyEvent]:
    t = schema.track.c
    found = select(schema.track).where(t.device == device, t.at >= since, t.at < until)
    for row in conn.execute(found).mappings():
        with damage():
            fix = _fix(row)
        yield fix


def _fix(row: RowMapping) -> Located:
    return Located(
        id=row["event_id"],
        device=row["device"],
        at=row["device_at"],
        received=row["received"],
        judged=row["at"],
        retained=bool(row["flags"] & _RETAINED),
        clock_doubtful=bool(row["flags"] & _DOUBTFUL),
        lon=row["lon_e6"] / 1e6,
        lat=row["lat_e6"] / 1e6,
        accuracy_m=row["accuracy_m"],
        speed=row["speed"],
        heading=row["heading"],
        battery=row["battery"],
    )


def recent_ids(conn: Connection, since: int) -> list[tuple[str, str]]:
    """(device, event id) received since."""
    e, t = schema.event.c, schema.track.c
    events = conn.execute(select(e.device, e.event_id).where(e.received >= since))
    fixes = conn.execute(select(t.device, t.event_id).where(t.received >= since))
    return [(row[0], row[1]) for found in (events, fixes) for row in found]

"""Situations at rest and in motion: keyframes written and read, batches read, and one made into the other."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from itertools import takewhile

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from domain.changes import Batch
from domain.clock import DAY
from domain.register import Register
from domain.situation import Keyframe, Situation
from domain.store import schema
from domain.store.database import Database
from domain.store.errors import LedgerDamaged, damage
from domain.store.keys import KeyRing
from domain.store.notes import open_batch, open_frame, seal_frame
from domain.store.seals import Seals

_log = logging.getLogger(__name__)

PAGE = 500
"""Batches read at once, so that a long replay never holds the lock for long."""

KEEP_FRAMES = 20
"""The newest keyframes, kept all of them; of the days before, the last of each (UTC)."""

THIN_AT_ONCE = 50
"""Older ones that one writing deletes at most, so that no commit waits long on a file that has thousands."""

_THIN = f"""
DELETE FROM keyframe WHERE seq IN (
    SELECT seq FROM keyframe
    WHERE seq NOT IN (SELECT seq FROM keyframe ORDER BY seq DESC LIMIT {KEEP_FRAMES})
    AND seq NOT IN (SELECT max(seq) FROM keyframe GROUP BY at / {DAY})
    ORDER BY seq LIMIT {THIN_AT_ONCE})
"""  # noqa: S608 – the only things put in are numbers of ours

_batch = msgspec.msgpack.Decoder(Batch)
_frame = msgspec.msgpack.Decoder(Keyframe)
_new = insert(schema.keyframe)
_put = _new.on_conflict_do_update(
    index_elements=["seq"], set_={"at": _new.excluded["at"], "body": _new.excluded["body"]}
)


def pack_frame(frame: Keyframe) -> bytes:
    """A (sealed) keyframe as stored: msgpack under zlib, whose columns of equal values shrink tenfold."""
    return zlib.compress(msgspec.msgpack.encode(frame), 1)


def unpack_frame(body: bytes) -> Keyframe:
    """Inverse of `pack_frame`. Raises LedgerDamaged."""
    try:
        return _frame.decode(zlib.decompress(body))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise LedgerDamaged(f"A keyframe cannot be read ({error}).") from error


def put_frame(conn: Connection, frame: Keyframe) -> None:
    """Write a sealed keyframe over one of the same number."""
    conn.execute(_put, {"seq": frame.seq, "at": frame.at, "body": pack_frame(frame)})


def write(db: Database, ring: KeyRing, seals: Seals, situation: Situation) -> None:
    """Keep the situation as it is, and of older ones the newest few and one a day."""
    frame = seal_frame(seals, situation.freeze())
    ring.save()
    with db.writing() as conn:
        put_frame(conn, frame)
        conn.exec_driver_sql(_THIN)


def load(db: Database, seals: Seals, register: Register, until: int | None) -> Situation:
    """The newest fitting keyframe (at or before `until`) and the batches since."""
    situation = _thaw(db, seals, register, until)
    since = batches(db, seals, situation.seq, None)
    for batch in since if until is None else takewhile(lambda b: b.at <= until, since):
        with damage():
            situation.apply(batch)
    return situation


def _thaw(db: Database, seals: Seals, register: Register, until: int | None) -> Situation:
    """From the newest keyframe; one that does not fit is passed over, since the changes alone tell the same."""
    k = schema.keyframe.c
    wanted = select(k.seq, k.body).order_by(k.seq.desc()).limit(1)
    wanted = wanted if until is None else wanted.where(k.at <= until)
    with db.reading() as conn:
        row = conn.execute(wanted).one_or_none()
    if row is None:
        return Situation(register)
    try:
        return Situation.thaw(register, open_frame(seals, unpack_frame(row.body)))
    except (LedgerDamaged, ValueError, TypeError, KeyError) as error:
        _log.warning("keyframe %d is passed over, the changes are replayed from the beginning: %s", row.seq, error)
        return Situation(register)


def batches(db: Database, seals: Seals, after: int, limit: int | None) -> Iterator[Batch]:
    """Batches in order, page by page."""
    left = limit
    while page := _page(db, after, PAGE if left is None else min(PAGE, left)):
        for body in page:
            with damage():
                batch = open_batch(seals, _batch.decode(body))
            after = batch.seq
            yield batch
        left = None if left is None else left - len(page)


def _page(db: Database, after: int, size: int) -> list[bytes]:
    b = schema.batch.c
    with db.reading() as conn:
        return list(conn.execute(select(b.body).where(b.seq > after).order_by(b.seq).limit(size)).scalars())

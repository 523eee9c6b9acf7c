"""The audit: rows written with the change they tell of, chained by hashes, notes sealed."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, insert, select

from domain.changes import AuditRow
from domain.store import schema
from domain.store.chain import link
from domain.store.entries import AUDIT
from domain.store.errors import damage
from domain.store.seals import Seals

_LAST = 2**63 - 1
"""SQLite's largest row number; a window may ask below any number."""

_row = msgspec.msgpack.Decoder(AuditRow)


def put(conn: Connection, seq: int, rows: Iterable[AuditRow]) -> None:
    """Append rows (notes sealed already) that came with batch `seq`."""
    a = schema.audit.c
    last = conn.execute(select(a.id, a.chain).order_by(a.id.desc()).limit(1)).one_or_none()
    number, chain = (last.id, last.chain) if last else (0, b"")
    for number, row in enumerate(rows, start=number + 1):  # noqa: B020 – it counts on from where it stands
        body = msgspec.msgpack.encode(row)
        chain = link(chain, body)
        conn.execute(insert(schema.audit).values(id=number, seq=seq, at=row.at, body=body, chain=chain))


def newest(conn: Connection, seals: Seals, limit: int, before: int | None) -> list[tuple[int, AuditRow]]:
    """(number, row) newest first, below `before` where given."""
    a = schema.audit.c
    wanted = select(a.id, a.body).order_by(a.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(a.id < min(before, _LAST))
    with damage():
        return [(row.id, _open(seals, _row.decode(row.body))) for row in conn.execute(wanted)]


def _open(seals: Seals, row: AuditRow) -> AuditRow:
    return replace(row, note=seals.open(AUDIT, row.note)) if row.note else row

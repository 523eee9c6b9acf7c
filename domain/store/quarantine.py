"""Refused messages: the newest as they are (redacted by the link), and counts by reason and device for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from domain.events import Refusal
from domain.store import counters, schema
from domain.store.entries import BODY
from domain.store.errors import damage
from domain.store.seals import Seals

KEEP = 10_000
"""Refusals kept for an administrator to read; a flood pushes out its own beginning."""

KEEP_PAIRS = 10_000
"""Distinct (reason, device) counted apart: devices name themselves, so the list must have an end."""

REST = "*"

_refusal = msgspec.msgpack.Decoder(Refusal)
_new = insert(schema.refusal_count)
_count = _new.on_conflict_do_update(
    index_elements=["reason", "device"], set_={"n": schema.refusal_count.c.n + _new.excluded.n}
)


def put(conn: Connection, refusals: Sequence[Refusal]) -> None:
    """Keep the refusals, drop what is older than the newest KEEP, and count all of them."""
    if not refusals:
        return
    rows = [{"at": r.at, "body": msgspec.msgpack.encode(r)} for r in refusals[-KEEP:]]
    conn.execute(insert(schema.refusal), rows)
    newest_id = select(func.max(schema.refusal.c.id)).scalar_subquery()
    conn.execute(delete(schema.refusal).where(schema.refusal.c.id <= newest_id - KEEP))
    _count_pairs(conn, Counter((r.reason, r.device) for r in refusals))


def _count_pairs(conn: Connection, seen: Counter[tuple[str, str]]) -> None:
    known = pairs(conn)
    amounts: Counter[tuple[str, str]] = Counter()
    for pair, n in seen.items():
        fits = pair in known or len(known) + len(amounts) < KEEP_PAIRS
        amounts[pair if fits else (pair[0], REST)] += n
    conn.execute(_count, [{"reason": reason, "device": device, "n": n} for (reason, device), n in amounts.items()])
    counters.add(conn, {"refused": seen.total()})


def newest(conn: Connection, seals: Seals, limit: int) -> list[Refusal]:
    """The newest refusals, newest first."""
    rows = conn.execute(select(schema.refusal.c.body).order_by(schema.refusal.c.id.desc()).limit(limit))
    with damage():
        return [_open(seals, _refusal.decode(row.body)) for row in rows]


def _open(seals: Seals, refusal: Refusal) -> Refusal:
    return replace(refusal, body=seals.open(BODY, refusal.body))


def pairs(conn: Connection) -> dict[tuple[str, str], int]:
    """Counts by (reason, device)."""
    return {(row.reason, row.device): row.n for row in conn.execute(select(schema.refusal_count))}


def counts(conn: Connection) -> dict[str, int]:
    """All counters, "stored", and "refused:<reason>" for each reason."""
    known = dict.fromkeys(("batches", "changes", "events", "fixes", "history", "audit", "alarms", "refused"), 0)
    known |= counters.read(conn)
    known["stored"] = known["events"] + known["fixes"]
    c = schema.refusal_count.c
    by_reason = conn.execute(select(c.reason, func.sum(c.n).label("n")).group_by(c.reason))
    return known | {f"refused:{row.reason}": row.n for row in by_reason}

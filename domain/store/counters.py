"""Counts that never shrink, moved in the transaction of what they count."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from domain.store import schema

_new = insert(schema.counter)
_add = _new.on_conflict_do_update(index_elements=["name"], set_={"n": schema.counter.c.n + _new.excluded.n})


def add(conn: Connection, amounts: dict[str, int]) -> None:
    """Add to counters by name; a new name starts at nothing."""
    rows = [{"name": name, "n": n} for name, n in amounts.items() if n]
    if rows:
        conn.execute(_add, rows)


def read(conn: Connection) -> dict[str, int]:
    """All counters by name."""
    return {row.name: row.n for row in conn.execute(select(schema.counter))}

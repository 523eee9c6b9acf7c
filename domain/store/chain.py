"""Hash chains: sha256 of the chain so far and the bytes as stored (ciphertext: erasing a person breaks no chain)."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from sqlalchemy import Table, func, select

from domain.store import schema
from domain.store.database import Database

PAGE = 1000
"""Rows read at once."""


class ChainCheck(Struct, frozen=True, kw_only=True):
    """What a check found: rows that fit, the last of them (0: none), and the first that does not – table ("batch",
    "audit", "" where all fit) and number. No chain tells of rows cut off at its end: `Ledger.counts` does."""

    batches: int
    audit_rows: int
    last_batch: int
    last_row: int
    table: str = ""
    number: int = 0

    @property
    def whole(self) -> bool:
        """Nothing was altered, taken out or put in between."""
        return not self.table

    @property
    def fault(self) -> str:
        """What does not fit, as one sentence; "" where all does."""
        if self.whole:
            return ""
        return f"The {self.table} chain breaks at number {self.number}: a row was altered or is missing."


def link(chain: bytes, body: bytes) -> bytes:
    """The chain one row further; 32 bytes, b"" before the first."""
    return sha256(chain + body).digest()


def verify(db: Database, newest: int | None = None) -> ChainCheck:
    """Walk both chains, page by page, so that commits go on meanwhile: from the first row, or the `newest` rows of each
    from the one before them."""
    batches, last_batch, wrong_batch = _walk(db, schema.batch, "seq", newest)
    rows, last_row, wrong_row = _walk(db, schema.audit, "id", newest)
    table = schema.batch.name if wrong_batch else schema.audit.name if wrong_row else ""
    return ChainCheck(
        batches=batches,
        audit_rows=rows,
        last_batch=last_batch,
        last_row=last_row,
        table=table,
        number=wrong_batch or wrong_row,
    )


def _walk(db: Database, table: Table, number: str, newest: int | None) -> tuple[int, int, int]:
    """How many rows fit, the number of the last that does, and of the first that does not (0: all do)."""
    begun, chain = _begin(db, table, number, newest)
    if chain is None:
        return 0, 0, begun
    at = begun
    while page := _page(db, table, number, at):
        for n, body, stored in page:
            if n != at + 1 or not isinstance(body, bytes) or (chain := link(chain, body)) != stored:
                return at - begun, at, at + 1
            at = n
    return at - begun, at, 0


def _begin(db: Database, table: Table, number: str, newest: int | None) -> tuple[int, bytes | None]:
    """The row behind which a walk begins (0: before the first), and the chain there; None where that row is missing."""
    if newest is None:
        return 0, b""
    column = table.c[number]
    with db.reading() as conn:
        at = max(0, (conn.scalar(select(func.max(column))) or 0) - newest)
        return at, conn.scalar(select(table.c.chain).where(column == at)) if at else b""


def _page(db: Database, table: Table, number: str, after: int) -> list[tuple[int, bytes, bytes]]:
    c = table.c
    wanted = select(c[number], c.body, c.chain).where(c[number] > after).order_by(c[number]).limit(PAGE)
    with db.reading() as conn:
        return [(n, body, stored) for n, body, stored in conn.execute(wanted)]

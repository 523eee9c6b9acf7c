"""Hash chains: sha256 of the chain so far and the bytes as stored (ciphertext: erasing a person breaks no chain)."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from sqlalchemy import Table, select

from domain.store import schema
from domain.store.database import Database

PAGE = 1000
"""Rows read at once."""


class ChainCheck(Struct, frozen=True, kw_only=True):
    """What a check found: rows that fit, and the first that does not ("" where all do), as one sentence."""

    batches: int
    audit_rows: int
    fault: str = ""

    @property
    def whole(self) -> bool:
        """Nothing was altered, taken out or put in between."""
        return not self.fault


def link(chain: bytes, body: bytes) -> bytes:
    """The chain one row further; 32 bytes, b"" before the first."""
    return sha256(chain + body).digest()


def verify(db: Database) -> ChainCheck:
    """Walk both chains from the first row, page by page, so that commits go on meanwhile."""
    batches, broken_batch = _walk(db, schema.batch, "seq")
    rows, broken_row = _walk(db, schema.audit, "id")
    return ChainCheck(batches=batches, audit_rows=rows, fault=broken_batch or broken_row)


def _walk(db: Database, table: Table, number: str) -> tuple[int, str]:
    chain, count = b"", 0
    while page := _page(db, table, number, count):
        for n, body, stored in page:
            chain = link(chain, body)
            if n != count + 1 or chain != stored:
                return count, f"The {table.name} chain breaks at number {n}: a row was altered or is missing."
            count += 1
    return count, ""


def _page(db: Database, table: Table, number: str, after: int) -> list[tuple[int, bytes, bytes]]:
    c = table.c
    wanted = select(c[number], c.body, c.chain).where(c[number] > after).order_by(c[number]).limit(PAGE)
    with db.reading() as conn:
        return [(n, body, stored) for n, body, stored in conn.execute(wanted)]

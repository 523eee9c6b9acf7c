"""Hash chains: sha256 of the chain so far and the bytes as stored (ciphertext: erasing a person breaks no chain)."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from sqlalchemy import Connection, Table, select

from domain.store import schema


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


def verify(conn: Connection) -> ChainCheck:
    """Walk both chains from the first row."""
    batches, broken_batch = _walk(conn, schema.batch, "seq")
    rows, broken_row = _walk(conn, schema.audit, "id")
    return ChainCheck(batches=batches, audit_rows=rows, fault=broken_batch or broken_row)


def _walk(conn: Connection, table: Table, number: str) -> tuple[int, str]:
    chain, count = b"", 0
    c = table.c
    rows = conn.execution_options(yield_per=500).execute(select(c[number], c.body, c.chain).order_by(c[number]))
    for n, body, stored in rows:
        chain = link(chain, body)
        if n != count + 1 or chain != stored:
            rows.close()
            return count, f"The {table.name} chain breaks at number {n}: a row before it was altered or is missing."
        count += 1
    return count, ""

"""The ledger: one change committed, against a bare SQLite insert with the same safety on the same disk."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench_row import NOW, Row, beside, timed

from app.sample import generate
from domain.changes import Batch, DeviceChanged, Entry
from domain.store import Ledger

COMMITS = 200


def bench_ledger() -> Iterator[Row]:
    """Median of a commit."""
    estate = generate(1, NOW)
    change = DeviceChanged(device=estate.register.devices.ids[0], heard=NOW)
    with tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder:
        with Ledger.create(Path(folder) / "s.db", estate.register, estate.people, now=NOW) as ledger:
            ours = timed(lambda i: ledger.commit(Entry(batch=Batch(i + 1, NOW, (change,)))), COMMITS)
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(a INTEGER, b BLOB);")
        plain = timed(lambda i: bare.execute("INSERT INTO t VALUES (?, ?)", (i, b"x" * 100)), COMMITS)
        bare.close()
    value, peer = statistics.median(ours), statistics.median(plain)
    yield beside(
        "ledger", "one change committed, median", value, "ms", peer=peer, who="bare SQLite insert, WAL and FULL"
    )

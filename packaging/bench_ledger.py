"""The ledger: a change committed, beside a bare SQLite insert with the same safety on the same disk; a person found."""

from __future__ import annotations

import dataclasses
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench_row import NOW, Row, beside, limit, quantiles, timed
from msgspec import structs

from app.sample import generate
from app.seat.pieces import rows_of
from domain.changes import Batch, DeviceChanged, Entry
from domain.register import People
from domain.store import Ledger

COMMITS = 200
PEOPLE, WORDS = 13_000, ("王", "w", "wang", "wx", "xiaoming", "小", "0121", "nobody")


def bench_ledger() -> Iterator[Row]:
    """Median of a commit; people searched for by name, pinyin and number."""
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
    yield searched()


def searched() -> Row:
    """p95 of what a search in the command bar asks of the ledger, the commonest and the emptiest words alike."""
    estate = generate(1, NOW)
    people = [structs.replace(estate.people[n % len(estate.people)], id=f"p{n}") for n in range(PEOPLE)]
    register = dataclasses.replace(estate.register, people=many(estate.register.people))
    with (
        tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder,
        Ledger.create(Path(folder) / "s.db", register, people, now=NOW) as ledger,
    ):
        times = timed(lambda i: ledger.search_people(WORDS[i % len(WORDS)], 20), 10 * len(WORDS))
    p50, p95, most = quantiles(times)
    row = limit("ledger", f"people found among {PEOPLE}, p95", p95, "ms", 50.0)
    row.against = f"p50 {p50:.2f}, max {most:.2f}"
    return row


def many(people: People) -> People:
    """The register's people again and again until there are PEOPLE, under other ids."""
    taken = rows_of(people, np.arange(PEOPLE) % len(people))
    return People(**{**taken, "ids": [f"p{n}" for n in range(PEOPLE)]})

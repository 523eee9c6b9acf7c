"""The station's files: whole, of this version, with their keys, kept by one desk – read, never written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Asked, Finding, fault, ok, skipped, warning
from app.doctor.held import holder
from app.doctor.tools import MB, size
from domain.store import (
    KeysMisfit,
    KeysMissing,
    Ledger,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerNewer,
    LedgerOlder,
    NotALedger,
)
from domain.store.keys import keys_path
from domain.store.migrate import revision_of

WAL_B = 256 * MB
"""The desk folds its write-ahead log back well below this; more says that something keeps it from doing so."""

BOOKS_B = 512 * MB
"""So much of a ledger is checked row by row, the newest; it takes some five seconds."""

_FAULTS: dict[type[LedgerError], str] = {
    NotALedger: "database.not_one",
    LedgerDamaged: "database.damaged",
    LedgerNewer: "database.newer",
    KeysMissing: "database.keys_missing",
    KeysMisfit: "database.keys_misfit",
}


def look(asked: Asked) -> Iterator[Finding]:
    """The named station file; nothing is opened where none is named."""
    path = asked.station
    if path is None:
        yield skipped("database.not_asked")
        return
    if not path.exists():
        yield fault("database.missing", file=path.name)
        return
    yield from _opened(path)
    keys = keys_path(path)
    if keys.is_file() and os.name == "posix":
        yield _mode(keys)
    yield _desk(path)
    yield from _wal(path)


def _opened(path: Path) -> Iterator[Finding]:
    """By the same door as every reader: SQLite's quick check, revision, keys that fit; then every person's file, and
    the chains over all that was committed."""
    try:
        with Ledger.open(path, read_only=True, busy_ms=3_000) as ledger:
            counts, altered = ledger.counts(), len(ledger.altered_files())
            books = _books(ledger, counts["batches"], counts["audit"])
    except LedgerOlder:
        yield warning("database.older", file=path.name, revision=revision_of(path))
    except LedgerBusy:
        yield warning("database.busy", file=path.name)
    except LedgerError as error:
        code = _FAULTS.get(type(error), "database.unreadable")
        yield fault(code, file=path.name, keys=keys_path(path).name, why=str(error))
    else:
        length = size(path.stat().st_size)
        yield ok("database.ok", file=path.name, revision=revision_of(path), batches=counts["batches"], size=length)
        if altered:
            yield fault("database.altered", file=path.name, n=altered)
        yield books


def _books(ledger: Ledger, batches: int, rows: int) -> Finding:
    """Whether nothing was altered, taken out or put in; of a large ledger as many of the newest rows as are read in
    good time."""
    newest = max(1, BOOKS_B * max(batches, rows) // ledger.path.stat().st_size)
    check = ledger.verify_chain(newest)
    if not check.whole:
        return _altered(ledger, check.table, check.number)
    if check.last_batch < batches:  # counted, and cut off at the end
        return _altered(ledger, "batch", check.last_batch + 1)
    if check.last_row < rows:
        return _altered(ledger, "audit", check.last_row + 1)
    if newest < max(batches, rows):
        figures = {"batches": check.batches, "rows": check.audit_rows, "of": batches, "of_rows": rows}
        return ok("database.books_newest", **figures)
    return ok("database.books", batches=check.batches, rows=check.audit_rows)


def _altered(ledger: Ledger, table: str, number: int) -> Finding:
    code = "database.batch_altered" if table == "batch" else "database.audit_altered"
    return fault(code, file=ledger.path.name, number=number)


def _mode(keys: Path) -> Finding:
    mode = keys.stat().st_mode & 0o777
    open_to_others = mode & 0o077
    facts: dict[str, str | int] = {"keys": keys.name, "mode": f"{mode:04o}"}
    return fault("database.keys_open", **facts) if open_to_others else ok("database.keys", **facts)


def _desk(path: Path) -> Finding:
    pid = holder(path)
    if pid is None:
        return skipped("database.desk_unseen")
    return ok("database.desk", pid=pid) if pid else ok("database.free")


def _wal(path: Path) -> Iterator[Finding]:
    wal = path.with_name(path.name + "-wal")
    length = wal.stat().st_size if wal.exists() else 0
    if length > WAL_B:
        yield warning("database.wal", size=size(length), file=wal.name)

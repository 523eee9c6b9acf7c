"""Opening a station's files: what they are, whether they are whole, of our revision, and fit each other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, select

from domain.store import migrate, schema
from domain.store.database import LEDGER_PRAGMAS, Database, look
from domain.store.errors import (
    KeysMisfit,
    KeysMissing,
    LedgerDamaged,
    NotALedger,
    faults,
)
from domain.store.keys import KeyRing, keys_path

_MAGIC = b"SQLite format 3\0"

_LARGE = ("event", "track", "batch", "keyframe")
CHECK_BYTES = 256 * 1024 * 1024
"""Above this size the check at opening leaves out what grows: it reads 500 MB/s, a start may take five seconds."""


def open_files(path: Path, *, read_only: bool, busy_ms: int) -> tuple[Database, KeyRing]:
    """Both files, checked, at head, and with an interrupted erasure finished. Raises a LedgerError of one sentence."""
    check_sqlite(path)
    check_station(path)
    keys = _keys_of(path)
    migrate.bring_up(path, read_only=read_only, busy_ms=busy_ms)
    db = Database(path, LEDGER_PRAGMAS, read_only=read_only, busy_ms=busy_ms)
    try:
        return db, _open_ring(db, keys, busy_ms)
    except BaseException:
        db.close()
        raise


def glance(path: Path) -> None:
    """What can be told of a station's files without reading them through: for a caller who would start much on them.

    Raises NotALedger, KeysMissing, LedgerNewer, LedgerDamaged; an older revision is none of its business.
    """
    check_sqlite(path)
    _check_kind(path)
    _keys_of(path)
    migrate.known_revision(path)


def _keys_of(path: Path) -> Path:
    keys = keys_path(path)
    if not keys.is_file():
        raise KeysMissing(
            f"{keys.name}, the file of keys, is not beside {path.name}; without it no person can be read."
        )
    return keys


def check_sqlite(path: Path) -> None:
    """Raises NotALedger unless `path` is an SQLite file by its first bytes."""
    if path.is_dir():
        raise NotALedger(f"{path.name} is a folder, not a station file.")
    if not path.is_file():
        raise NotALedger(f"There is no station file {path.name}.")
    if _head(path)[: len(_MAGIC)] != _MAGIC:
        raise NotALedger(f"{path.name} is not a station file: it is not an SQLite database.")


def _head(path: Path) -> bytes:
    """SQLite's file header, 100 bytes; read as bytes, since opening a database may leave files beside it."""
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise NotALedger(f"{path.name} cannot be read ({error.strerror}).") from error


def check_station(path: Path) -> None:
    """Raises NotALedger for another program's database, LedgerDamaged where SQLite's quick check finds a fault."""
    _check_kind(path)
    with faults(path.name), closing(look(path)) as raw:
        try:
            fault = _fault(raw, path.stat().st_size > CHECK_BYTES)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            fault = str(error)
    if fault:
        raise LedgerDamaged(f"{path.name} is damaged ({fault}); take the newest backup, and keep this file.")


def _check_kind(path: Path) -> None:
    if int.from_bytes(_head(path)[68:72], "big") != schema.APPLICATION_ID:
        raise NotALedger(f"{path.name} is an SQLite database, but not a station's.")


def _fault(raw: sqlite3.Connection, large: bool) -> str:
    """What the quick check says first; "" where it finds nothing. In a large file what grows is left out."""
    if not large:
        checks = ["PRAGMA quick_check(1)"]
    else:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        checks = [f"PRAGMA quick_check('{name}')" for name in names if name not in _LARGE]
    words = (raw.execute(check).fetchone()[0] for check in checks)
    return next((str(word).splitlines()[-1] for word in words if word != "ok"), "")


def _open_ring(db: Database, keys: Path, busy_ms: int) -> KeyRing:
    check_sqlite(keys)
    ring = KeyRing(keys, read_only=db.read_only, busy_ms=busy_ms)
    try:
        _fit(db, ring, keys)
    except BaseException:
        ring.close()
        raise
    return ring


def _fit(db: Database, ring: KeyRing, keys: Path) -> None:
    with db.reading() as conn:
        ours = conn.execute(select(schema.meta.c.value).where(schema.meta.c.key == "ledger")).scalar()
        ring.gone = erased_ids(conn)
        lacking = len(ring.lacks(conn.execute(select(schema.sealed.c.person)).scalars()))
    if ring.ledger() != ours:
        raise KeysMisfit(f"{keys.name} does not belong to {db.path.name}: it holds another station's keys.")
    if lacking:
        raise KeysMisfit(f"{keys.name} lacks the keys of {lacking} persons of {db.path.name}; take its newest copy.")
    if db.read_only:
        db.before_reading = ring.follow
    else:
        ring.destroy(ring.gone)


def erased_ids(conn: Connection) -> set[str]:
    """The names of all keys whose erasure is on the disk."""
    return set(conn.execute(select(schema.erased.c.key)).scalars())

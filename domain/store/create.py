"""A new station's two files: built under other names in the same folder, then renamed, keys first; whole or nothing."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import insert

from domain.register import PersonFile, Register
from domain.store import registers, schema
from domain.store.database import Database
from domain.store.errors import LedgerError, LedgerExists, faults
from domain.store.keys import keys_path, make_keys, new_keys
from domain.store.migrate import stamp
from domain.store.seals import STATION_KEY, seal_person

_BUILD_PRAGMAS = ("journal_mode=OFF", "synchronous=OFF")
"""Nobody sees the file before its renaming, and it is synced once before that."""


def create_files(path: Path, register: Register, people: Iterable[PersonFile], *, now: int) -> None:
    """Both files at `path`. Raises LedgerExists, LedgerFull, LedgerError; then neither file is there."""
    keys = keys_path(path)
    part, keys_part = path.with_name(path.name + ".part"), keys.with_name(keys.name + ".part")
    _sweep(path, keys, part, keys_part)
    for there in (path, keys):
        if there.exists():
            raise LedgerExists(f"{there.name} is there already; nothing was written.")
    try:
        with faults(path.name):
            _build(part, keys_part, register, people, now)
        keys_part.rename(keys)
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(f"{path.name} cannot be written ({error.strerror}); nothing was left.") from error
    finally:
        part.unlink(missing_ok=True)
        keys_part.unlink(missing_ok=True)
        if not path.exists():
            keys.unlink(missing_ok=True)


def _build(part: Path, keys_part: Path, register: Register, people: Iterable[PersonFile], now: int) -> None:
    files = {person.id: person for person in people}
    keys = new_keys([STATION_KEY, *files])
    ledger = secrets.token_hex(16)
    make_keys(keys_part, ledger, keys)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(Database(part, _BUILD_PRAGMAS)) as db, db.writing() as conn:
        conn.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
        schema.metadata.create_all(conn)
        stamp(conn, schema.HEAD)
        conn.execute(insert(schema.meta), [{"key": "ledger", "value": ledger}, {"key": "born", "value": str(now)}])
        registers.write_parts(conn, register)
        if files:
            rows = [{"person": key, "body": seal_person(keys[key], file)} for key, file in files.items()]
            conn.execute(insert(schema.sealed), rows)
    with closing(sqlite3.connect(part)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _sweep(path: Path, keys: Path, part: Path, keys_part: Path) -> None:
    """Clear what a creation left that was killed: its parts, and keys it had named already – if they are its own."""
    if part.exists() and not path.exists() and keys.exists() and _ledger_of(part) == _ledger_of(keys, "about") != "":
        keys.unlink()
    if not path.exists():
        part.unlink(missing_ok=True)
        keys_part.unlink(missing_ok=True)


def _ledger_of(path: Path, table: str = "meta") -> str:
    """The ledger id a file names, "" where it names none; `immutable` so that looking leaves no file behind."""
    sql = "SELECT ledger FROM about" if table == "about" else "SELECT value FROM meta WHERE key = 'ledger'"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            return str((raw.execute(sql).fetchone() or ("",))[0])
    except sqlite3.Error:
        return ""


def _sync_folder(folder: Path) -> None:
    """Make the new names last through a power cut, where the system lets a folder be opened."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

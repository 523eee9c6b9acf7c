"""What can go wrong with the ledger, named by what the caller can do about it; each message is one clear sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError


class LedgerError(Exception):
    """The ledger could not do it, and nothing was changed."""


class LedgerBusy(LedgerError):
    """Another program holds the database; the same may be asked again at once."""


class LedgerFull(LedgerError):
    """The disk is full; the same may be asked again once there is room."""


class LedgerExists(LedgerError):
    """A station stands there already and is not overwritten."""


class NotALedger(LedgerError):
    """The file is missing, not a file, not SQLite, or not a station's."""


class LedgerDamaged(LedgerError):
    """The file is a station's, but parts of it cannot be read."""


class LedgerNewer(LedgerError):
    """The file was written by a newer Sandtable."""


class LedgerOlder(LedgerError):
    """The file must be brought up to date first, which a reader may not do."""


class KeysMissing(LedgerError):
    """The file of keys is not beside the database."""


class KeysMisfit(LedgerError):
    """The file of keys belongs to another station, or lacks keys."""


class UserExists(LedgerError):
    """A user of that name is there already."""


_BY_CODE: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_BUSY: (LedgerBusy, "the database is held by another program"),
    sqlite3.SQLITE_LOCKED: (LedgerBusy, "the database is held by another program"),
    sqlite3.SQLITE_FULL: (LedgerFull, "the disk is full"),
    sqlite3.SQLITE_CORRUPT: (LedgerDamaged, "the database is damaged"),
    sqlite3.SQLITE_NOTADB: (NotALedger, "the file is not a database"),
    sqlite3.SQLITE_READONLY: (LedgerError, "the database may only be read"),
}


def translate(error: sqlite3.Error | DBAPIError, name: str) -> LedgerError:
    """The ledger's word for a database error; `name` is the file's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None) or 0
    kind, words = _BY_CODE.get(code & 0xFF, (LedgerError, f"the database refused ({cause})"))
    return kind(f"{name}: {words}; nothing was written.")


@contextmanager
def damage() -> Iterator[None]:
    """Let no exception out of bytes that a row should not hold, but LedgerDamaged: SQLite checks pages, not words."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise LedgerDamaged(f"A row cannot be read ({why}); take the newest backup, and keep this file.") from error


@contextmanager
def faults(name: str) -> Iterator[None]:
    """Let no database exception out but as a LedgerError. `name` is the file's, for the sentence."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        raise translate(error, name) from error
    except UnicodeDecodeError as error:  # the driver's own, from a spoilt table's name or text
        raise LedgerDamaged(f"{name}: the database is damaged; take the newest backup, and keep this file.") from error

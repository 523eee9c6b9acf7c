"""The file of keys: one random AES-256 key a key id (a person's, an alarm's); destroyed, nothing opens it again.

It stands beside the database and is never part of it or of its backups. Mode 0600.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, delete, insert, select

from domain.store.database import KEY_PRAGMAS, Database
from domain.store.errors import LedgerError

_log = logging.getLogger(__name__)

KEY_BYTES = 32

SUCCESSOR = "~"
"""Between an erased key's name and the number of the key that words written after the erasure fall to."""

_metadata = MetaData()
_about = Table("about", _metadata, Column("ledger", Text, primary_key=True))
_seal_key = Table(
    "seal_key",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


def keys_path(path: Path) -> Path:
    """Where the keys of the database at `path` stand."""
    return path.with_suffix(".keys")


def make_keys(path: Path, ledger: str, keys: dict[str, bytes]) -> None:
    """A new file of keys for the ledger of that id; `path` must not exist."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(Database(path, KEY_PRAGMAS)) as db, db.writing() as conn:
        _metadata.create_all(conn)
        conn.execute(insert(_about).values(ledger=ledger))
        if keys:
            conn.execute(insert(_seal_key), _rows(keys))


def new_keys(ids: Iterable[str]) -> dict[str, bytes]:
    """A random key for each id."""
    return {key: secrets.token_bytes(KEY_BYTES) for key in ids}


class KeyRing:
    """All keys of a station, in memory and on disk. A new key is on the disk before anything sealed with it is.

    `gone` names the erased: no key is ever made or found for them again.
    """

    def __init__(self, path: Path, *, read_only: bool, busy_ms: int) -> None:
        """Opens the file; raises LedgerError where it cannot be read."""
        self._db = Database(path, KEY_PRAGMAS, read_only=read_only, busy_ms=busy_ms)
        self._keys: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self._doomed: set[str] = set()
        self._version = 0
        self.gone: set[str] = set()
        self._load()

    def ledger(self) -> str:
        """The id of the ledger these keys belong to; "" where the file says nothing."""
        with self._db.reading() as conn:
            return conn.execute(select(_about.c.ledger)).scalar() or ""

    def lacks(self, ids: Iterable[str]) -> set[str]:
        """Those of `ids` for which there is no key."""
        return set(ids) - self._keys.keys()

    def find(self, key: str) -> bytes | None:
        """The key, or None where it was destroyed or never was."""
        if key in self.gone:
            return None
        return self._keys.get(key) or self._new.get(key)

    def key(self, key: str) -> bytes:
        """The key, made if need be; `save` before writing anything sealed with it. Raises KeyError for the erased."""
        if key in self.gone:
            raise KeyError(key)
        return self.find(key) or self._new.setdefault(key, secrets.token_bytes(KEY_BYTES))

    def family(self, names: set[str]) -> set[str]:
        """Of all keys there are, those of these names and their successors."""
        return {key for key in (*self._keys, *self._new) if key.split(SUCCESSOR)[0] in names}

    def save(self) -> None:
        """Put new keys on the disk. On LedgerError they are forgotten, and so must be what they sealed."""
        if not self._new:
            return
        new, self._new = self._new, {}
        with self._db.writing() as conn:
            conn.execute(insert(_seal_key), _rows(new))
        self._keys |= new

    def destroy(self, ids: Iterable[str]) -> None:
        """Erase keys for ever: from memory at once; from the disk now, else with the next call or at the next open."""
        doomed = set(ids)
        self.gone |= doomed
        self._doomed |= doomed & (self._keys.keys() | self._new.keys())
        for key in doomed:
            self._keys.pop(key, None)
            self._new.pop(key, None)
        if not self._doomed:
            return
        try:
            with self._db.writing() as conn:
                conn.execute(delete(_seal_key).where(_seal_key.c.id.in_(self._doomed)))
            self._doomed = set()
        except LedgerError as error:
            _log.warning("keys of %d erased persons are not yet off the disk: %s", len(self._doomed), error)

    def close(self) -> None:
        """Close the file and forget the keys."""
        self._db.close()
        self._keys, self._new = {}, {}

    def follow(self) -> None:
        """For a reader: see what the desk has destroyed or made since (data_version tells of others' commits)."""
        with self._db.reading() as conn:
            if _version(conn) != self._version:
                self._read(conn)

    def _load(self) -> None:
        with self._db.reading() as conn:
            self._read(conn)

    def _read(self, conn: Connection) -> None:
        self._version = _version(conn)
        self._keys = {row.id: row.key for row in conn.execute(select(_seal_key))}


def _version(conn: Connection) -> int:
    return int(conn.exec_driver_sql("PRAGMA data_version").scalar() or 0)


def _rows(keys: dict[str, bytes]) -> list[dict[str, object]]:
    return [{"id": name, "key": key} for name, key in keys.items()]

"""One SQLite file behind one lock: connections with the right pragmas, transactions, copies; errors as LedgerError."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from domain.store.errors import LedgerError, faults

BUSY_MS = 2_000
"""How long to wait for another program's lock; the desk's next commit tries again anyway."""

LEDGER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-32000",
    "journal_size_limit=67108864",
)
KEY_PRAGMAS = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY")
"""No write-ahead log for keys: a destroyed key must not live on in one. EXTRA also syncs the directory."""

READ_PRAGMAS = ("query_only=ON", "temp_store=MEMORY", "cache_size=-32000")


class Database:
    """An open SQLite file. `lock` is re-entrant and held by every transaction; each connection has its pragmas set."""

    def __init__(
        self, path: Path, pragmas: tuple[str, ...], *, read_only: bool = False, busy_ms: int = BUSY_MS
    ) -> None:
        """`path` must exist: nothing is created here."""
        self.path = path
        self.read_only = read_only
        self.lock = threading.RLock()
        self.before_reading: Callable[[], None] | None = None
        self._reader = _engine(path, READ_PRAGMAS if read_only else pragmas, read_only, busy_ms)
        self._writer = self._reader.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        if self.before_reading is not None:
            self.before_reading()
        with self.lock, faults(self.path.name), self._reader.connect() as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on any exception."""
        with self.lock, faults(self.path.name), self._writer.begin() as conn:
            yield conn

    def copy_to(self, target: Path) -> None:
        """SQLite's backup API: a consistent copy while in use, made under another name first. Mode 0600."""
        part = target.with_name(target.name + ".part")
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            self._copy(part)
            part.rename(target)
        except OSError as error:
            raise LedgerError(f"{target.name} cannot be written ({error.strerror}); nothing was left.") from error
        finally:
            part.unlink(missing_ok=True)

    def _copy(self, target: Path) -> None:
        with self.reading() as conn, closing(sqlite3.connect(target)) as copy:
            source = conn.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101 – tells the type; the engine is ours
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Close all connections; the last one folds the write-ahead log into the file."""
        with self.lock:
            self._reader.dispose()


def _engine(path: Path, pragmas: tuple[str, ...], read_only: bool, busy_ms: int) -> Engine:
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(
            uri, uri=True, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=4)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(conn: Connection) -> None:
    """The driver's own BEGIN is off (isolation_level None): it would start too late to read consistently."""
    options: Any = conn.get_execution_options()
    conn.exec_driver_sql(options.get("begin", "BEGIN"))

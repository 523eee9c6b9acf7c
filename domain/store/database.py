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


def look(path: Path) -> sqlite3.Connection:
    """A connection of the driver's own for a moment's look; nothing can be written by it. Raises sqlite3.Error."""
    raw = sqlite3.connect(reading_uri(path), uri=True)
    raw.execute("PRAGMA query_only=ON")
    return raw


def reading_uri(path: Path) -> str:
    """How a file is opened that is to be left as it is, with the folder it lies in; the caller sets `query_only`.

    A reader of a file with a write-ahead log makes an empty one where none is, and may not take it away again. So
    where no log waits, it is opened as by a writer, and SQLite takes away, under its own locks, what was made. A log
    that waits (a desk runs, or was killed) must not be folded in: there it is opened as by a reader.
    """
    mode = "rw" if _keeps_log(path) and not _waits(path) else "ro"
    return f"{path.absolute().as_uri()}?mode={mode}"


def _keeps_log(path: Path) -> bool:
    """By the file's header: 2 in its 19th byte, the version needed to write (sqlite.org/fileformat.html, 1.3.3)."""
    try:
        with path.open("rb") as file:
            return file.read(19)[18:] == b"\2"
    except OSError:
        return False


def _waits(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:  # a desk that ended this moment took it along
        return False


def _engine(path: Path, pragmas: tuple[str, ...], read_only: bool, busy_ms: int) -> Engine:
    uri = reading_uri(path) if read_only else f"{path.absolute().as_uri()}?mode=rw"

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

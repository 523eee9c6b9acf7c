"""Bringing a database to head with Alembic: a copy beside it first, then all steps in one transaction."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from domain.store import schema
from domain.store.database import LEDGER_PRAGMAS, Database, look
from domain.store.errors import LedgerDamaged, LedgerNewer, LedgerOlder, faults

_log = logging.getLogger(__name__)

SCRIPTS = Path(__file__).with_name("migrations")


def bring_up(path: Path, *, read_only: bool, busy_ms: int) -> None:
    """Migrate where needed. Raises LedgerNewer (nothing is touched), LedgerOlder for a reader, LedgerDamaged."""
    revision = known_revision(path)
    if revision == schema.HEAD:
        return
    if read_only:
        raise LedgerOlder(f"{path.name} is of revision {revision}; the desk must open it once to bring it up to date.")
    db = Database(path, LEDGER_PRAGMAS, busy_ms=busy_ms)
    try:
        copy = _free_name(path, revision)
        db.copy_to(copy)
        with db.writing() as conn:
            upgrade(conn)
        _log.info(
            "%s went from revision %s to %s; the old one is kept as %s", path.name, revision, schema.HEAD, copy.name
        )
    finally:
        db.close()


def known_revision(path: Path) -> str:
    """The revision, ours or an older one. Raises LedgerNewer for any other, LedgerDamaged for none."""
    revision = revision_of(path)
    if revision not in (schema.HEAD, *schema.REVISIONS):
        raise LedgerNewer(
            f"{path.name} was written by a newer Sandtable (revision {revision}, this one knows {schema.HEAD}); "
            "it was not touched."
        )
    return revision


def revision_of(path: Path) -> str:
    """The revision a database is of. Raises LedgerDamaged where it says none."""
    with faults(path.name), closing(look(path)) as raw:
        known = raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    if row is None:
        raise LedgerDamaged(f"{path.name} is damaged: it does not say of which revision it is.")
    return str(row[0])


def stamp(conn: Connection, revision: str) -> None:
    """Write a revision into a database that has none yet, in Alembic's own table."""
    conn.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    conn.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))


def upgrade(conn: Connection, to: str = "head") -> None:
    """Run Alembic's steps on a connection whose transaction the caller commits (SQLite's DDL is transactional)."""
    from alembic import command  # here, since most starts need no migration and it takes 0.3 s
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def _free_name(path: Path, revision: str) -> Path:
    """STATION.db.0001.bak, or with a number behind where that is taken: a backup is never overwritten."""
    names = (path.with_name(f"{path.name}.{revision}{f'-{n}' if n else ''}.bak") for n in range(1000))
    return next(name for name in names if not name.exists())

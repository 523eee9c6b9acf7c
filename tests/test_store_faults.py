"""What goes wrong around a ledger: wrong files, other programs, a full disk, a kill, an older revision."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.changes import Batch, Entry
from domain.store import (
    KeysMisfit,
    KeysMissing,
    Ledger,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerExists,
    LedgerFull,
    LedgerNewer,
    LedgerOlder,
    NotALedger,
    opening,
)
from domain.store import schema as tables
from domain.store.database import LEDGER_PRAGMAS, Database
from domain.store.migrate import SCRIPTS, upgrade
from tests.store_rows import NOTE, START, doors, new_ledger, person, raised, register

ROOT = Path(__file__).parent.parent


def refused(path: Path, kind: type[LedgerError], words: str) -> None:
    """One clear sentence, and the file as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind, match=words) as caught:
        Ledger.open(path)
    text = str(caught.value)
    assert path.stem in text and text.endswith(".") and "\n" not in text and str(path.parent) not in text
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_wrong_files_get_one_sentence_each(tmp_path: Path) -> None:
    refused(tmp_path / "none.db", NotALedger, "no station file")
    (tmp_path / "folder.db").mkdir()
    refused(tmp_path / "folder.db", NotALedger, "folder")
    (tmp_path / "empty.db").touch()
    refused(tmp_path / "empty.db", NotALedger, "not an SQLite")
    (tmp_path / "text.db").write_text("once upon a time" * 900)
    refused(tmp_path / "text.db", NotALedger, "not an SQLite")
    (tmp_path / "cut.db").write_bytes(b"SQLite format 3\0")
    refused(tmp_path / "cut.db", NotALedger, "not a station's")
    with closing(sqlite3.connect(tmp_path / "other.db")) as raw:
        raw.execute("CREATE TABLE t (x)")
    refused(tmp_path / "other.db", NotALedger, "not a station's")


def test_damage_is_told_and_left_alone(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, people=400)
    ledger.close()
    path = tmp_path / "STATION.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, LedgerDamaged, "damaged")
    path.write_bytes(whole[:8192] + b"\xa5" * 4096 * 12 + whole[8192 + 4096 * 12 :])
    refused(path, LedgerDamaged, "damaged")


def test_a_large_file_is_opened_without_reading_all_that_grew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_ledger(tmp_path).path
    asked: list[str] = []
    with closing(sqlite3.connect(path)) as raw:
        raw.set_trace_callback(asked.append)
        assert opening._fault(raw, large=True) == ""
    checked = {word.split("'")[1] for word in asked if "quick_check" in word}
    assert checked >= {"sealed", "alarm", "audit", "meta"}
    assert not checked & {"event", "track", "batch", "keyframe"}


def test_keys_missing_foreign_or_rubbish(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    (tmp_path / "other").mkdir()
    new_ledger(tmp_path / "other").close()
    path, keys = tmp_path / "STATION.db", tmp_path / "STATION.keys"
    keys.rename(tmp_path / "aside")
    refused(path, KeysMissing, "not beside")
    (tmp_path / "other" / "STATION.keys").rename(keys)
    refused(path, KeysMisfit, "another station")
    keys.write_text("rubbish")
    refused(path, NotALedger, "not an SQLite")
    (tmp_path / "aside").replace(keys)
    Ledger.open(path).close()


def test_a_newer_revision_is_refused_untouched(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "STATION.db")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
        raw.commit()
    refused(tmp_path / "STATION.db", LedgerNewer, "newer Sandtable")
    assert not list(tmp_path.glob("*.bak"))


def test_creating_never_overwrites_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    before = (tmp_path / "STATION.db").read_bytes()
    with pytest.raises(LedgerExists, match=r"STATION\.db is there"):
        new_ledger(tmp_path)
    assert (tmp_path / "STATION.db").read_bytes() == before
    (tmp_path / "STATION.db").unlink()
    with pytest.raises(LedgerExists, match=r"STATION\.keys is there"):
        new_ledger(tmp_path)
    (tmp_path / "STATION.keys").unlink()

    def broken() -> object:
        yield person(1)
        raise OSError(28, "No space left on device")

    with pytest.raises(LedgerError, match="nothing was left"):
        Ledger.create(tmp_path / "STATION.db", register(["P1"], ["d0"]), broken(), now=START)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(LedgerError, match="nothing was left"):
        new_ledger(tmp_path / "no" / "such" / "folder")


def test_a_creation_killed_between_its_two_names_is_swept(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    (tmp_path / "STATION.db").rename(tmp_path / "STATION.db.part")
    new_ledger(tmp_path).close()
    assert sorted(f.name for f in tmp_path.iterdir()) == ["STATION.db", "STATION.keys"]
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    new_ledger(foreign).close()
    (tmp_path / "STATION.db").unlink()
    (foreign / "STATION.db").rename(tmp_path / "STATION.db.part")
    with pytest.raises(LedgerExists, match=r"STATION\.keys"):
        new_ledger(tmp_path)


def test_a_held_database_is_busy_and_the_same_entry_goes_in_later(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    ledger = Ledger.open(tmp_path / "STATION.db", busy_ms=20)
    entry = doors(1, 5)
    with closing(sqlite3.connect(tmp_path / "STATION.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(LedgerBusy, match="nothing was written"):
                ledger.commit(entry)
        assert ledger.load_register().people.label[0] == "王**"
    ledger.commit(entry)
    assert list(ledger.batches(0)) == [entry.batch] and ledger.counts()["stored"] == 5


def test_held_keys_are_busy_too(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    ledger = Ledger.open(tmp_path / "STATION.db", busy_ms=20)
    entry = Entry(batch=Batch(1, START, (raised(1, note=NOTE),)))
    with closing(sqlite3.connect(tmp_path / "STATION.keys", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match=r"STATION\.keys"):
            ledger.commit(entry)
    ledger.commit(entry)
    assert list(ledger.batches(0)) == [entry.batch]


def limit_pages(ledger: Ledger, more: int) -> None:
    with ledger._db.reading() as conn:
        count = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {count + more}")


def test_a_full_disk_is_told_and_recovered_from(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(doors(1))
    limit_pages(ledger, 8)
    entry = doors(2, 5000)
    for _ in range(2):
        with pytest.raises(LedgerFull, match="disk is full; nothing was written"):
            ledger.commit(entry)
    assert [b.seq for b in ledger.batches(0)] == [1] and ledger.counts()["stored"] == 1
    limit_pages(ledger, 1_000_000)
    ledger.commit(entry)
    assert ledger.counts()["stored"] == 5001 and ledger.verify_chain().whole


def test_a_backup_is_whole_and_never_over_another(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(doors(1))
    (tmp_path / "away").mkdir()
    ledger.backup(tmp_path / "away" / "STATION.db")
    ledger.commit(doors(2))
    (tmp_path / "away" / "STATION.keys").write_bytes((tmp_path / "STATION.keys").read_bytes())
    with Ledger.open(tmp_path / "away" / "STATION.db") as copy:
        assert [b.seq for b in copy.batches(0)] == [1] and copy.person_file("P1") == person(1)
    with pytest.raises(LedgerError, match="there already"):
        ledger.backup(tmp_path / "away" / "STATION.db")
    with pytest.raises(LedgerError, match="nothing was left"):
        ledger.backup(tmp_path / "none" / "copy.db")


def test_a_reader_reads_while_the_desk_writes_and_may_not_write(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with Ledger.open(tmp_path / "STATION.db", read_only=True) as reader:
        for seq in range(1, 4):
            ledger.commit(doors(seq))
            assert [b.seq for b in reader.batches(0)] == list(range(1, seq + 1))
        for write in (lambda: reader.commit(doors(4)), lambda: reader.import_history([])):
            with pytest.raises(LedgerError, match="reading only"):
                write()
    ledger.close()
    with Ledger.open(tmp_path / "STATION.db", read_only=True) as reader:
        assert reader.load_situation(reader.load_register()).seq == 3


def test_many_threads_share_one_ledger(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    seen: list[list[int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append([b.seq for b in ledger.batches(0)])

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for seq in range(1, 60):
        ledger.commit(doors(seq))
    stop.set()
    for thread in readers:
        thread.join()
    assert all(found == list(range(1, len(found) + 1)) for found in seen)


WRITER = """
import sys
from pathlib import Path
from domain.store import Ledger
from domain.changes import Batch, Entry
from tests.store_rows import START, doors, raised
ledger = Ledger.open(Path(sys.argv[1]))
seq = sum(1 for _ in ledger.batches(0))
while True:
    seq += 1
    entry = doors(seq, 40)
    changes = (*entry.batch.changes, raised(seq, subject="P1", note="a word"), raised(100_000 + seq, note="another"))
    ledger.commit(Entry(batch=Batch(seq, entry.batch.at, changes), events=entry.events))
    print(seq, flush=True)
"""


def test_a_kill_in_the_middle_of_commits_loses_nothing_acknowledged(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    told = 0
    for lines in (3, 11, 20):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "STATION.db")], stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert writer.stdout is not None
        for _ in range(lines):
            told = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.stdout.read().split()
        told = int(rest[-1]) if rest else told
        writer.stdout.close()
        writer.wait()
        with Ledger.open(tmp_path / "STATION.db") as ledger:
            situation = ledger.load_situation(ledger.load_register())
            assert situation.seq in (told, told + 1)
            assert ledger.verify_chain().whole and ledger.counts()["stored"] == 40 * situation.seq
            assert {a.trail[0].note for a in ledger.alarm_history(0)} == {"a word", "another"}


def old_station(folder: Path) -> Path:
    """A station as revision 0001 left it: today's rows in yesterday's tables."""
    ledger = new_ledger(folder)
    ledger.commit(doors(1, 3))
    ledger.close()
    path = folder / "STATION.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE counter")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
        raw.commit()
    return path


def test_an_older_revision_is_backed_up_and_migrated(tmp_path: Path) -> None:
    path = old_station(tmp_path)
    with pytest.raises(LedgerOlder, match="bring it up to date"):
        Ledger.open(path, read_only=True)
    with Ledger.open(path) as ledger:
        assert ledger.counts()["stored"] == 3 and ledger.counts()["batches"] == 1
        ledger.commit(doors(2))
        assert ledger.load_situation(ledger.load_register()).seq == 2
    with closing(sqlite3.connect(tmp_path / "STATION.db.0001.bak")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert copy.execute("SELECT count(*) FROM event").fetchone() == (3,)
    assert oct((tmp_path / "STATION.db.0001.bak").stat().st_mode & 0o777) == "0o600"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["STATION.db", "STATION.db.0001.bak", "STATION.keys"]


def test_a_migration_that_fails_leaves_the_old_revision(tmp_path: Path) -> None:
    path = old_station(tmp_path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE counter (in_the_way)")
    with pytest.raises(LedgerError, match="nothing was written"):
        Ledger.open(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        raw.execute("DROP TABLE counter")
    Ledger.open(path).close()
    assert len(list(tmp_path.glob("*.bak"))) == 2


def structure(conn: Connection) -> dict[str, list[str]]:
    """Every table and index by name: the words of its SQL, in whatever order its lines stand."""
    rows = conn.exec_driver_sql(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    )
    return {name: sorted(sql.replace(",", " ").split()) for name, sql in rows}


def test_migrations_build_what_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    path.touch()
    with closing(Database(path, LEDGER_PRAGMAS)) as db:
        with db.writing() as conn:
            upgrade(conn)
        with db.reading() as conn:
            migrated = structure(conn)
            assert compare_metadata(MigrationContext.configure(conn), tables.metadata) == []
            assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == tables.HEAD
    new_ledger(tmp_path).close()
    with closing(Database(tmp_path / "STATION.db", LEDGER_PRAGMAS)) as db, db.reading() as conn:
        assert structure(conn) == migrated
    known = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
    assert tuple(reversed(known)) == tables.REVISIONS

"""A look at a station that nobody writes leaves its folder as it was, to the byte and to the time."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.doctor import ledger_part
from domain.store import Ledger, LedgerError
from domain.store.database import look
from domain.store.migrate import revision_of
from tests.store_rows import doors, new_ledger

ROOT = Path(__file__).parent.parent
KILLED = """
import os, signal, sys
from pathlib import Path
from domain.store import Ledger
from tests.store_rows import doors
ledger = Ledger.open(Path(sys.argv[1]))
ledger.commit(doors(2))
os.kill(os.getpid(), signal.SIGKILL)
"""

Listing = dict[str, tuple[bytes, int]]


def listing(folder: Path) -> Listing:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A station at rest, one commit in it."""
    (tmp_path / "s").mkdir()
    with new_ledger(tmp_path / "s") as ledger:
        ledger.commit(doors(1))
    return tmp_path / "s" / "STATION.db"


def test_a_reader_leaves_the_folder_as_it_was(station: Path) -> None:
    before = listing(station.parent)
    assert set(before) == {"STATION.db", "STATION.keys"}
    assert revision_of(station)
    with Ledger.open(station, read_only=True) as reader, Ledger.open(station, read_only=True) as second:
        assert reader.load_situation(reader.load_register()).seq == second.counts()["batches"] == 1
    assert listing(station.parent) == before
    with closing(look(station)) as raw, pytest.raises(sqlite3.OperationalError, match="readonly"):
        raw.execute("DELETE FROM batch")
    assert listing(station.parent) == before


def test_so_do_the_doctor_and_the_bundle(station: Path, tmp_path: Path) -> None:
    before = listing(station.parent)
    CliRunner().invoke(app, ["doctor", str(station)])
    assert listing(station.parent) == before
    told, known = ledger_part.read(station)
    assert not told.left_out and known and listing(station.parent) == before


@pytest.mark.parametrize("spoil", ["UPDATE alembic_version SET version_num='9999'", "DROP TABLE alembic_version"])
def test_a_station_that_is_refused_is_left_as_it_was_too(station: Path, spoil: str) -> None:
    with closing(sqlite3.connect(station)) as raw:
        raw.execute(spoil)
        raw.commit()
    before = listing(station.parent)
    for read_only in (True, False):
        with pytest.raises(LedgerError):
            Ledger.open(station, read_only=read_only)
    assert listing(station.parent) == before


@pytest.mark.skipif(os.name != "posix", reason="kills")
def test_what_a_killed_desk_has_left_is_read_and_stays(station: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(station)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    log = station.with_name("STATION.db-wal")
    waiting, at_rest = log.read_bytes(), station.read_bytes()
    assert waiting
    with Ledger.open(station, read_only=True) as reader:
        assert reader.counts()["batches"] == 2
    assert (log.read_bytes(), station.read_bytes()) == (waiting, at_rest)
    with Ledger.open(station) as desk:
        assert desk.counts()["batches"] == 2
    assert set(listing(station.parent)) == {"STATION.db", "STATION.keys"}


def test_a_desk_that_starts_while_one_reads_keeps_its_log(station: Path) -> None:
    with Ledger.open(station, read_only=True) as reader:
        desk = Ledger.open(station)
        desk.commit(doors(2))
        assert reader.counts()["batches"] == 2
    assert station.with_name("STATION.db-wal").stat().st_size, "the reader is gone, the desk's log is not"
    desk.commit(doors(3))
    desk.close()
    with Ledger.open(station, read_only=True) as reader:
        assert reader.counts()["batches"] == 3
    assert set(listing(station.parent)) == {"STATION.db", "STATION.keys"}

"""A ledger that cannot write: the disk is full, the file is locked. Told, nothing acknowledged, mended by itself."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devices.broker import EmbeddedBroker
from devices.settings import BrokerSettings
from domain.alarms import AlarmKind
from domain.commands import Acknowledge
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults.desk_rows import DeskProcess
from tests.faults.device_rows import Device
from tests.faults.disk_rows import fill, small_disk
from tests.faults.fault_rows import Watcher, in_time, now_ms, replay_equals, until

__all__ = ["small_disk"]
pytestmark = pytest.mark.timeout(200)


@pytest.fixture
def broker() -> Iterator[BrokerSettings]:
    made = EmbeddedBroker()
    yield made.start()
    made.stop()


@pytest.fixture
def device(broker: BrokerSettings) -> Iterator[Device]:
    made = Device(broker.port, "t")
    yield made
    made.close()


def made(folder: Path) -> Path:
    path = folder / "s.db"
    Ledger.create(path, scene.register(), scene.people_files(), now=now_ms()).close()
    return path


def storm(device: Device, count: int, text: int = 0) -> None:
    for n in range(count):
        device.say("door", ("mag0", "mag2")[n % 2], wait=False, open=bool(n & 2), **({"x": "x" * text} if text else {}))


def kept_once(station: Path, device: Device) -> None:
    """As many rows as messages, though an unacknowledged one comes again after five seconds."""
    with closing(sqlite3.connect(station)) as raw:
        assert raw.execute("SELECT count(*) FROM event").fetchone() == (device.said,)


def test_a_full_disk_is_told_holds_everything_and_is_over_once_there_is_room(
    small_disk: Path, tmp_path: Path, broker: BrokerSettings, device: Device
) -> None:
    station = made(small_disk)
    with DeskProcess(station, broker, tmp_path) as desk:
        watcher = Watcher(desk.runtime)
        device.say("smoke", "smoke0", alarm=True)
        until(lambda: watcher.alarm_at("smoke0"))
        filler = fill(small_disk)
        storm(device, 2000)
        until(lambda: watcher.pulse.fault, 20, "the fault")
        assert "disk is full" in watcher.pulse.fault
        stored, alarms = desk.counts()["stored"], set(watcher.now.alarms)  # a message that comes twice is kept once
        device.say("smoke", "smoke1", wait=False, alarm=True)
        assert watcher.ask(Acknowledge(alarm=next(iter(alarms)))).code == "ledger_stuck"
        until(lambda: len(watcher.pulses) > 10)
        assert desk.counts()["stored"] == stored and set(watcher.now.alarms) == alarms, (
            "nothing is shown that is not kept"
        )
        assert watcher.pulse.outbox > 0 and watcher.link.resumes == 0
        filler.unlink()
        begun = time.monotonic()
        until(lambda: not watcher.pulse.fault, 15, "the fault's end")
        assert in_time(time.monotonic() - begun)
        until(lambda: desk.counts()["stored"] == device.said, 60, "all that was said")
        until(lambda: watcher.alarm_at("smoke1"))
        assert desk.process.poll() is None
        assert sum(a.kind is AlarmKind.SMOKE for a in watcher.now.alarms.values()) == 2
        watcher.close()
    replay_equals(station)
    kept_once(station, device)


def test_a_desk_killed_on_a_full_disk_loses_nothing(
    small_disk: Path, tmp_path: Path, broker: BrokerSettings, device: Device
) -> None:
    station = made(small_disk)
    with DeskProcess(station, broker, tmp_path) as desk:
        watcher = Watcher(desk.runtime)
        filler = fill(small_disk)
        storm(device, 1000)
        until(lambda: watcher.pulse.fault, 20, "the fault")
        desk.kill()
        filler.unlink()
        desk.start()
        until(lambda: desk.counts()["stored"] == device.said, 60, "all that was said")
        assert desk.counts()["quarantined"] == {}
        watcher.close()
    replay_equals(station)
    kept_once(station, device)


def test_a_ledger_locked_for_five_seconds_waits_and_goes_on(
    tmp_path: Path, broker: BrokerSettings, device: Device
) -> None:
    station = made(tmp_path)
    with DeskProcess(station, broker, tmp_path) as desk:
        watcher = Watcher(desk.runtime)
        with closing(sqlite3.connect(station, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            until_free = time.monotonic() + 5.0
            storm(device, 500)
            device.say("smoke", "smoke0", wait=False, alarm=True)
            until(lambda: watcher.pulse.fault, 5, "the fault")
            while time.monotonic() < until_free:
                assert not watcher.now.alarms and desk.counts()["stored"] == 0
                time.sleep(0.2)
            other.execute("ROLLBACK")
        until(lambda: not watcher.pulse.fault and watcher.alarm_at("smoke0"), 5, "the fault's end")
        until(lambda: desk.counts()["stored"] == device.said, 30, "all that was said")
        assert watcher.link.resumes == 0 and sum(a.device == "smoke0" for a in watcher.now.alarms.values()) == 1
        watcher.close()
    replay_equals(station)
    kept_once(station, device)


def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path: Path, broker: BrokerSettings) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    station = made(tmp_path)
    tmp_path.chmod(0o500)
    try:
        desk = DeskProcess(station, broker, tmp_path / "elsewhere", wait=False)
        _, err = desk.process.communicate(timeout=20)
        assert desk.process.returncode in (2, 3) and len(err.strip().splitlines()) == 1
    finally:
        tmp_path.chmod(0o700)

"""More than a thousand acknowledged alarms through every fault: none is lost, none is kept twice; defaults do lose."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import figures
from tests.faults.broker_rows import Broker, embedded, needs_mosquitto, our_mosquitto, plain_mosquitto
from tests.faults.disk_rows import fill, small_disk
from tests.faults.fault_rows import in_time, until
from tests.faults.loss_rows import ALARMS, Estate, estate

__all__ = ["small_disk"]
pytestmark = pytest.mark.timeout(200)

Fault = Callable[[Estate], float]


def desk_killed_thrice(e: Estate) -> float:
    slowest = 0.0
    with e.storm():
        for share in (0.2, 0.4, 0.6):
            e.heard(share)
            e.desk.kill()
            slowest = max(slowest, e.desk_back())
    return slowest


def broker_killed_thrice(e: Estate) -> float:
    slowest = 0.0
    with e.storm():
        for share in (0.2, 0.4, 0.6):
            e.heard(share)
            e.broker.kill()
            slowest = max(slowest, _broker_back(e))
    return slowest


def desk_away_broker_ended(e: Estate) -> float:
    e.desk.kill()
    e.raise_alarms()
    e.device.all_acknowledged()
    e.broker.end()
    e.broker.start()
    return e.desk_back()


def desk_away_broker_killed(e: Estate) -> float:
    e.desk.kill()
    e.raise_alarms()
    e.device.all_acknowledged()
    e.broker.saved()
    e.broker.kill()
    e.broker.start()
    return e.desk_back()


def line_cut(e: Estate) -> float:
    """Eight seconds without a way to the broker: a client that waits twice as long each time would now be late."""
    e.line.refuse(True)
    until(lambda: not e.watcher.now.link_up, 10, "the loss of the link")
    whole_again = time.monotonic() + 8.0
    e.raise_alarms()
    e.device.all_acknowledged()
    while time.monotonic() < whole_again:
        time.sleep(0.05)
    e.line.refuse(False)
    return _link_back(e)


def line_silent(e: Estate) -> float:
    """A network that swallows everything until the keep-alive finds out."""
    e.line.stall(True)
    e.raise_alarms()
    e.device.all_acknowledged()
    until(lambda: not e.watcher.now.link_up, 45, "the loss of the link")
    e.line.stall(False)
    return _link_back(e)


def ledger_locked(e: Estate) -> float:
    with e.storm():
        e.heard(0.2)
        with closing(sqlite3.connect(e.station, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            free = time.monotonic() + 5.0
            until(lambda: e.watcher.pulse.fault, 10, "the fault")
            while time.monotonic() < free:
                time.sleep(0.05)
            other.execute("ROLLBACK")
        return until(lambda: not e.watcher.pulse.fault, 20, "the fault's end")


def disk_full(e: Estate) -> float:
    with e.storm():
        e.heard(0.2)
        filler = fill(e.station.parent)
        until(lambda: e.watcher.pulse.fault, 30, "the fault")
        e.heard(0.8)
        filler.unlink()
        return until(lambda: not e.watcher.pulse.fault, 20, "the fault's end")


def _broker_back(e: Estate) -> float:
    """Start the killed broker, once the loss was told; seconds until the desk's link stands again."""
    until(lambda: not e.watcher.now.link_up, 10, "the loss of the link")
    e.broker.start()
    return _link_back(e)


def _link_back(e: Estate) -> float:
    return until(lambda: e.watcher.now.link_up, 30, "the link")


FAULTS: dict[str, Fault] = {
    "desk killed 3 times": desk_killed_thrice,
    "broker killed 3 times": broker_killed_thrice,
    "desk away, broker ended": desk_away_broker_ended,
    "desk away, broker killed": desk_away_broker_killed,
    "line to the broker cut": line_cut,
    "line to the broker silent": line_silent,
    "ledger locked 5 s": ledger_locked,
}
AWAY = ("desk away, broker ended", "desk away, broker killed", "line to the broker cut")
"""What mosquitto's defaults do not live through."""

BRIEF = ("desk killed 3 times", "broker killed 3 times", "desk away, broker killed")
"""The embedded broker is for the demo: figures alone, and those in which the broker makes the difference."""


def through(e: Estate, name: str, fault: Fault) -> int:
    """One fault, its figures, and what holds on any broker; how many acknowledged alarms were lost."""
    back = fault(e)
    figures.back(name, e.broker.name, back)
    lost, twice = e.count(name)
    assert len(e.device.acknowledged) == ALARMS and twice == 0
    assert in_time(back)
    return lost


@pytest.fixture
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = our_mosquitto(tmp_path_factory.mktemp("broker"))
    yield made
    made.end()


@needs_mosquitto
@pytest.mark.parametrize("name", FAULTS)
def test_our_mosquitto_loses_nothing(name: str, ours: Broker, tmp_path: Path) -> None:
    with estate(tmp_path, ours) as e:
        assert through(e, name, FAULTS[name]) == 0


@needs_mosquitto
def test_our_mosquitto_loses_nothing_when_the_ledgers_disk_is_full(
    ours: Broker, small_disk: Path, tmp_path: Path
) -> None:
    with estate(small_disk, ours, tmp_path) as e:
        assert through(e, "disk full, then freed", disk_full) == 0


@needs_mosquitto
@pytest.mark.parametrize("name", AWAY)
def test_mosquittos_defaults_lose_what_they_have_acknowledged(
    name: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    broker = plain_mosquitto(tmp_path_factory.mktemp("broker"))
    with estate(tmp_path, broker) as e:
        assert through(e, name, FAULTS[name]) > 0
    broker.end()


@pytest.mark.parametrize("name", BRIEF)
def test_the_embedded_broker_has_figures(name: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    broker = embedded(tmp_path_factory.mktemp("broker"))
    with estate(tmp_path, broker) as e:
        through(e, name, FAULTS[name])
    broker.end()

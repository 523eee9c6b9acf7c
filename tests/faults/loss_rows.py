"""A desk on a broker, and more than a thousand smoke detectors that each raise one alarm – what is left of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from devices.settings import BrokerSettings
from domain.alarms import AlarmKind
from domain.register import DeviceKind, Devices, Register
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults import figures
from tests.faults.broker_rows import Broker
from tests.faults.desk_rows import DeskProcess
from tests.faults.device_rows import Device
from tests.faults.fault_rows import Watcher, in_background, now_ms, replay_equals, until
from tests.faults.line_rows import Line

ALARMS = 1_200
"""More than a thousand, and more than mosquitto keeps by itself for a desk that is away."""


class Estate:
    """Desk, line, broker and detectors. What is wrong with it after a fault is asked once, by `count`."""

    def __init__(self, folder: Path, broker: Broker, desk: Path) -> None:
        self.station, self.broker = folder / "s.db", broker
        Ledger.create(self.station, register(), scene.people_files(), now=now_ms()).close()
        self.line = Line(broker.settings.port)
        self.desk = DeskProcess(self.station, BrokerSettings(port=self.line.port), desk)
        self.watcher = Watcher(self.desk.runtime)
        self.device = Device(broker.settings.port, "t")
        self._next = 0

    def raise_alarms(self, count: int = ALARMS, *, pause_s: float = 0.0) -> None:
        """So many detectors that have not spoken yet; returns when all is said, acknowledged or not."""
        for number in range(self._next, self._next + count):
            self.device.say("smoke", detector(number), wait=False, alarm=True)
            time.sleep(pause_s)  # a storm of its own pace, so that a fault falls into its midst
        self._next += count

    @contextmanager
    def storm(self) -> Iterator[None]:
        """All of them at about 400 a second, meanwhile; over when the broker has acknowledged the last."""
        talking = in_background(lambda: self.raise_alarms(pause_s=0.0025))
        yield
        talking.join(60)
        self.device.all_acknowledged()

    def heard(self, share: float) -> None:
        """Wait until this share of the alarms has been acknowledged."""
        until(lambda: len(self.device.acknowledged) >= ALARMS * share, 60, "the storm")

    def desk_back(self) -> float:
        """Start the killed desk; seconds until the seat and the broker's link are back."""
        begun, resumes, lines = time.monotonic(), self.watcher.link.resumes, self.line.made
        self.desk.start(wait=False)
        until(lambda: self.watcher.link.resumes > resumes, 30, "the seat")
        until(lambda: self.line.made > lines and self.watcher.now.link_up, 30, "the link")
        return time.monotonic() - begun

    def count(self, fault: str) -> tuple[int, int]:
        """(lost, stored twice) once nothing more comes; noted with the other figures."""
        self.device.all_acknowledged()
        acknowledged = self.device.acknowledged
        self._settle(acknowledged)
        stored = self._stored()
        lost, twice = len(acknowledged - set(stored)), len(stored) - len(set(stored))
        kept = len(acknowledged & set(stored))
        name = self.broker.name
        figures.messages(fault, name, acknowledged=len(acknowledged), stored=kept, lost=lost, duplicates=twice)
        return lost, twice

    def close(self) -> None:
        """Everything ends well: the seat has nothing to complain of, the ledger is whole, one cause is one alarm."""
        self.watcher.follows(self.station)
        self.watcher.close()
        self.device.close()
        self.desk.__exit__(None, None, None)
        self.line.close()
        smokes = [a.device for a in replay_equals(self.station).alarms.values() if a.kind is AlarmKind.SMOKE]
        assert len(smokes) == len(set(smokes)) == len(set(self._stored())), "one alarm for every message that is kept"

    def abandon(self) -> None:
        """After a failure: leave nothing running."""
        self.watcher.link.stop()
        self.device.close()
        self.desk.process.kill()
        self.desk.process.communicate()
        self.line.close()

    def _settle(self, wanted: set[str]) -> None:
        """Until everything is there, or nothing more has come for four seconds of a standing link."""
        seen, still = -1, time.monotonic()
        while not wanted <= set(stored := self._stored()) and time.monotonic() - still < 4.0:
            if len(stored) != seen or not self.watcher.now.link_up:
                seen, still = len(stored), time.monotonic()
            time.sleep(0.1)

    def _stored(self) -> list[str]:
        with closing(sqlite3.connect(f"{self.station.as_uri()}?mode=ro", uri=True, timeout=10)) as raw:
            return [name for (name,) in raw.execute("SELECT event_id FROM event")]


@contextmanager
def estate(folder: Path, broker: Broker, desk: Path | None = None) -> Iterator[Estate]:
    """One estate, ended well or abandoned. `desk`: where the desk writes everything else than its ledger."""
    made = Estate(folder, broker, desk or folder)
    try:
        yield made
        made.close()
    except BaseException:
        made.abandon()
        raise


def detector(number: int) -> str:
    """The id of a detector of the estate."""
    return f"smk-{number:04}"


def register() -> Register:
    """The little estate of the station's tests, and a detector for every alarm, in no building together."""
    known, n = scene.register(), ALARMS
    none, old = np.full(n, -1, np.int32), known.devices
    more = {
        "ids": [detector(number) for number in range(n)],
        "name": ["烟感"] * n,
        "gateway": [""] * n,
        "kind": np.full(n, DeviceKind.SMOKE, np.int8),
        "community_row": np.zeros(n, np.int32),
        "building_row": none,
        "home_row": none,
        "person_row": none,
        "lon": np.full(n, 120.002),
        "lat": np.full(n, 33.002),
        "installed": np.full(n, old.installed[0]),
    }
    columns = {}
    for name in old.__dataclass_fields__:
        column = getattr(old, name)
        added = more.get(name, np.zeros(n, getattr(column, "dtype", None)))
        columns[name] = [*column, *added] if isinstance(column, list) else np.concatenate([column, added])
    return replace(known, devices=Devices(**columns))

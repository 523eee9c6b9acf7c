"""A thousand messages through mosquitto while the desk is killed three times and the broker ends once: none is lost."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from devices.broker import free_port
from devices.settings import BrokerSettings
from domain.alarms import AlarmKind
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults.desk_rows import DeskProcess
from tests.faults.fault_rows import Device, Watcher, in_background, now_ms, replay_equals, until

MOSQUITTO = shutil.which("mosquitto", path="/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/opt/homebrew/sbin")
pytestmark = [
    pytest.mark.timeout(200),
    pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed"),
]
MESSAGES = 1000
CONFIG = """
listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
max_queued_messages 0
max_inflight_messages 100
"""


class Mosquitto:
    """A broker of the kind that stations have; it keeps its queues in a file over an orderly end."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "mosquitto.conf"
        self.settings = BrokerSettings(host="127.0.0.1", port=free_port())
        self._config.write_text(CONFIG.format(port=self.settings.port, folder=folder))
        folder.chmod(0o777)
        self.start()

    def start(self) -> None:
        assert MOSQUITTO is not None
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(self._config)], stdout=quiet, stderr=quiet)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    made = Mosquitto(tmp_path_factory.mktemp("broker"))
    until(lambda: _listens(made.settings.port))
    yield made
    made.end()


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def talk(device: Device, said: list[object]) -> None:
    """Door movements, and smoke that comes and goes, about a hundred a second."""
    for n in range(MESSAGES):
        if n % 10 == 0:
            said.append(device.say("smoke", ("smoke0", "smoke1")[n // 10 % 2], wait=False, alarm=n % 40 < 20))
        else:
            said.append(device.say("door", ("mag0", "mag2")[n % 2], wait=False, open=bool(n & 2)))
        time.sleep(0.01)


def test_a_thousand_messages_are_all_kept_once(mosquitto: Mosquitto, tmp_path: Path) -> None:
    station = tmp_path / "s.db"
    Ledger.create(station, scene.register(), scene.people_files(), now=now_ms()).close()
    with DeskProcess(station, mosquitto.settings, tmp_path) as desk:
        watcher = Watcher(desk.runtime)
        device = Device(mosquitto.settings.port, "t")
        said: list[object] = []
        talking = in_background(lambda: talk(device, said))
        for kill in range(3):
            until(lambda k=kill: len(said) >= (k + 1) * MESSAGES // 5)
            desk.kill()
            time.sleep(0.3)
            desk.start()
        until(lambda: len(said) >= MESSAGES * 7 // 10)
        mosquitto.end()
        time.sleep(0.5)
        mosquitto.start()
        talking.join(60)
        until(lambda: all(info.is_published() for info in said), 60, "the broker's acknowledgements")
        until(lambda: desk.counts()["stored"] >= MESSAGES, 60, "all that was said")
        until(lambda: watcher.now.link_up, 20)
        device.close()
        assert desk.counts()["stored"] == MESSAGES and desk.counts()["quarantined"] == {}
        watcher.close()
    situation = replay_equals(station)
    with closing(connect(station)) as raw:
        assert raw.execute("SELECT count(*) FROM event").fetchone() == (MESSAGES,)
    smokes = [a for a in situation.alarms.values() if a.kind is AlarmKind.SMOKE]
    assert len({a.cause for a in smokes}) == len(smokes) and {a.device for a in smokes if a.open} <= {
        "smoke0",
        "smoke1",
    }

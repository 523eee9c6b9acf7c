"""The line between window and desk is cut again and again: the window resumes, and shows what the desk knows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.seat.door import Runtime, read_runtime, write_runtime
from devices.broker import EmbeddedBroker
from devices.settings import BrokerSettings
from domain.commands import Acknowledge
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults import figures
from tests.faults.desk_rows import DeskProcess
from tests.faults.device_rows import Device
from tests.faults.fault_rows import ROOT, Watcher, in_time, now_ms, same, until
from tests.faults.line_rows import Line
from tests.faults.process_rows import connected

pytestmark = pytest.mark.timeout(200)

HEARD = 3
"""The door's yes, the desk's welcome (it answers a greeting that follows the yes), and a word more."""


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


@pytest.fixture
def desk(tmp_path: Path, broker: BrokerSettings) -> Iterator[DeskProcess]:
    path = tmp_path / "s.db"
    Ledger.create(path, scene.register(), scene.people_files(), now=now_ms()).close()
    with DeskProcess(path, broker, tmp_path) as made:
        yield made


@pytest.fixture
def line(desk: DeskProcess, tmp_path: Path) -> Iterator[Line]:
    runtime = read_runtime(desk.runtime)
    made = Line(runtime.port)
    by_proxy = Runtime(port=made.port, token=runtime.token, pid=runtime.pid, station=runtime.station)
    write_runtime(tmp_path / "proxy.json", by_proxy)
    yield made
    made.close()


def test_a_line_cut_ten_times_resumes_and_the_pictures_are_the_same(
    line: Line, desk: DeskProcess, device: Device, tmp_path: Path
) -> None:
    near, far = Watcher(desk.runtime), Watcher(tmp_path / "proxy.json")
    device.say("smoke", "smoke0", alarm=True)
    until(lambda: far.alarm_at("smoke0"))
    for n in range(10):
        resumes = far.link.resumes
        for _ in range(20):
            device.say("door", ("mag0", "mag2")[n % 2], wait=False, open=bool(n & 1))
        line.cut()
        device.say("smoke", "smoke1", alarm=bool(n & 1))
        took = until(lambda r=resumes: far.link.resumes == r + 1, 10, "the resume")
        figures.back("line between window and desk cut", "embedded", took)
        assert in_time(took)
    alarm = next(iter(far.now.alarms))
    assert far.ask(Acknowledge(alarm=alarm)).done
    until(lambda: desk.counts()["stored"] == device.said, 20)
    until(lambda: near.seq == far.seq and near.pulse.stored == device.said, 10, "the same moment")
    same(near.now, far.now)
    far.follows(tmp_path / "s.db")
    assert near.link.resumes == 0 and far.link.resumes == 10 and far.lost == 10
    for watcher in (near, far):
        watcher.close()


def test_a_line_that_says_nothing_any_more_is_left_and_made_anew(
    line: Line, desk: DeskProcess, device: Device, tmp_path: Path
) -> None:
    far = Watcher(tmp_path / "proxy.json")
    line.stall(True)
    device.say("smoke", "smoke0", alarm=True)
    took = until(lambda: far.lost, 20, "the loss")
    assert took <= 12.0
    line.stall(False)
    line.cut()
    took = until(lambda: far.alarm_at("smoke0"), 10, "what was missed")
    figures.back("line between window and desk silent, then whole", "embedded", took)
    assert in_time(took)
    far.close()


def test_a_real_window_counts_its_resumes_and_lives(
    line: Line, desk: DeskProcess, device: Device, tmp_path: Path
) -> None:
    report = tmp_path / "window.json"
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    args = ["--runtime", str(tmp_path / "proxy.json"), "--user", "demo", "--size", "1366x768", "--control"]
    command = [sys.executable, "-m", "app.desktop", *args, "--report", str(report)]
    pipe = subprocess.PIPE
    window = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env, cwd=ROOT)
    try:
        assert window.stdout is not None and json.loads(window.stdout.readline())["said"] == "ready"
        for n in range(3):
            device.say("smoke", "smoke0", alarm=not n & 1)
            made = line.made
            line.cut()
            until(lambda m=made: line.made == m + 1, 10, "the line")
            until(lambda: connected(window.pid, line.port), 10, "the window")
            until(lambda: line.answers >= HEARD, 10, "the desk's word after its welcome")
        out, err = window.communicate(b'{"do": "stop"}\n', timeout=20)
    finally:
        window.kill()
    assert window.returncode == 0 and b"Traceback" not in out + err, err.decode()
    assert json.loads(report.read_text())["resumes"] == 3

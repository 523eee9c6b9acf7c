"""The line between window and desk is cut again and again: the window resumes, and shows what the desk knows."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.seat.door import Runtime, read_runtime, write_runtime
from devices.broker import EmbeddedBroker
from devices.settings import BrokerSettings
from domain.commands import Acknowledge
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults.desk_rows import DeskProcess
from tests.faults.fault_rows import ROOT, Device, Watcher, connected, in_time, now_ms, same, until

pytestmark = pytest.mark.timeout(200)


class Proxy:
    """A port that passes everything on to another; `cut` breaks every line at once, `stall` swallows what is sent."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._lines: list[socket.socket] = []
        self._open = threading.Event()
        self._open.set()
        self.made = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            self.made += 1
            self._lines += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65_536):
                self._open.wait()
                other.sendall(data)
        except OSError:
            pass
        finally:
            _shut(one)
            _shut(other)

    def cut(self) -> None:
        lines, self._lines = self._lines, []
        for line in lines:
            _shut(line)

    def stall(self, on: bool) -> None:
        (self._open.clear if on else self._open.set)()

    def close(self) -> None:
        self._server.close()
        self._open.set()
        self.cut()


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
    finally:
        line.close()


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
def proxy(desk: DeskProcess, tmp_path: Path) -> Iterator[Proxy]:
    runtime = read_runtime(desk.runtime)
    made = Proxy(runtime.port)
    by_proxy = Runtime(port=made.port, token=runtime.token, pid=runtime.pid, station=runtime.station)
    write_runtime(tmp_path / "proxy.json", by_proxy)
    yield made
    made.close()


def test_a_line_cut_ten_times_resumes_and_the_pictures_are_the_same(
    proxy: Proxy, desk: DeskProcess, device: Device, tmp_path: Path
) -> None:
    near, far = Watcher(desk.runtime), Watcher(tmp_path / "proxy.json")
    device.say("smoke", "smoke0", alarm=True)
    until(lambda: far.alarm_at("smoke0"))
    for n in range(10):
        resumes = far.link.resumes
        for _ in range(20):
            device.say("door", ("mag0", "mag2")[n % 2], wait=False, open=bool(n & 1))
        proxy.cut()
        device.say("smoke", "smoke1", alarm=bool(n & 1))
        took = until(lambda r=resumes: far.link.resumes == r + 1, 10, "the resume")
        assert in_time(took)
    alarm = next(iter(far.now.alarms))
    assert far.ask(Acknowledge(alarm=alarm)).done
    until(lambda: desk.counts()["stored"] == device.said, 20)
    until(lambda: near.seq == far.seq and near.pulse.stored == device.said, 10, "the same moment")
    same(near.now, far.now)
    assert near.link.resumes == 0 and far.link.resumes == 10 and far.lost == 10
    for watcher in (near, far):
        watcher.close()


def test_a_line_that_says_nothing_any_more_is_left_and_made_anew(
    proxy: Proxy, desk: DeskProcess, device: Device, tmp_path: Path
) -> None:
    far = Watcher(tmp_path / "proxy.json")
    proxy.stall(True)
    device.say("smoke", "smoke0", alarm=True)
    took = until(lambda: far.lost, 20, "the loss")
    assert took <= 12.0
    proxy.stall(False)
    proxy.cut()
    until(lambda: far.alarm_at("smoke0"), 10, "what was missed")
    far.close()


def test_a_real_window_counts_its_resumes_and_lives(
    proxy: Proxy, desk: DeskProcess, device: Device, tmp_path: Path
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
            made = proxy.made
            proxy.cut()
            until(lambda m=made: proxy.made == m + 1, 10, "the line")
            until(lambda: connected(window.pid, proxy.port), 10, "the window")
            time.sleep(0.5)
        out, err = window.communicate(b'{"do": "stop"}\n', timeout=20)
    finally:
        window.kill()
    assert window.returncode == 0 and b"Traceback" not in out + err, err.decode()
    assert json.loads(report.read_text())["resumes"] == 3

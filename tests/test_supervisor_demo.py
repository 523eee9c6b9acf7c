"""`sandtable demo` whole, without a window: a killed desk is back in time, and a killed parent takes all with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks processes up in /proc")


def until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def children(of: int, module: str = "") -> list[int]:
    """Live processes below `of` that run our module."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except (OSError, IndexError):
            continue
        if parent == of and module.encode() in words:
            found.append(int(folder.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "app.cli", "demo", "--no-window", "--speed", "4", "--seconds", "14"]
    command += ["--report", str(tmp_path / "r.json")]
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        yield process
        process.kill()


def test_a_killed_desk_comes_back_in_time_and_the_report_tells_it(demo: subprocess.Popen[str], tmp_path: Path) -> None:
    until(lambda: bool(children(demo.pid, "app.simulator")), 60)
    (desk,) = children(demo.pid, "app.station")
    os.kill(desk, signal.SIGKILL)
    began = time.monotonic()
    until(lambda: children(demo.pid, "app.station") not in ([], [desk]), 5)
    assert time.monotonic() - began < 5
    _, err = demo.communicate(timeout=90)
    report = json.loads((tmp_path / "r.json").read_text())
    messages = report["messages"]
    assert report["restarts"] == {"desk": 1} and "desk ended unexpectedly (signal SIGKILL)" in err
    assert messages["quarantined"] == {} and messages["stored"] > 50
    assert report["clock"]["speed"] == 4.0 and report["clock"]["simulated_s"] == pytest.approx(
        report["clock"]["real_s"] * 4, abs=1
    )
    missing = messages["published"] - messages["stored"] - messages["duplicates"]
    assert demo.returncode == (0 if missing <= 0 else 1), "positions sent meanwhile may be lost, and then it says so"
    assert not list(tmp_path.glob("sandtable-*")), "what a run made for itself is gone with it"


def test_a_killed_supervisor_takes_everything_with_it(demo: subprocess.Popen[str]) -> None:
    until(lambda: bool(children(demo.pid, "app.simulator")), 60)
    family = children(demo.pid)
    below = [pid for module in ("app.station", "app.simulator", "devices.broker") for pid in children(demo.pid, module)]
    assert len(below) == 3, family
    demo.kill()
    until(lambda: not any(alive(pid) for pid in below), 40)

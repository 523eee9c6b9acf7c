"""The window's own thread during a demo at speed 60: no slice of it holds the window up for more than 50 ms."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.whole_run import Window, alone, command, keep_settings_in, until

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        "PYTEST_XDIST_WORKER" in os.environ, reason="measures milliseconds: runs alone, in `make bench`"
    ),
]

SECONDS, OPENING_S, LIMIT_MS, BEAT_MS, LOOK_MS = 20.0, 3.0, 50.0, 16, 10


@dataclass(frozen=True)
class Slice:
    """From one beat of the timer to the next, milliseconds. `late`: the interval − 16. `work`: how long this thread
    ran. `where`: mostly at what."""

    late: float
    work: float
    where: str

    def __str__(self) -> str:
        return f"{self.late:6.1f} ms late, work {self.work:6.1f}: {self.where}"


class Watch(QObject):
    """A 16 ms timer on the GUI thread, and a thread that looks what it is doing whenever the timer is late."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.slices: list[Slice] = []
        self._thread = threading.get_ident()
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._seen: list[Stack] = []
        self._going = True
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._looker = threading.Thread(target=self._look, daemon=True)
        self._looker.start()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        where = " | ".join(_spelled(stack) for stack, _ in Counter(self._seen).most_common(2))
        self.slices.append(Slice((now - self._last) * 1e3 - BEAT_MS, (worked - self._worked) * 1e3, where))
        self._last, self._worked, self._seen = now, worked, []

    def _look(self) -> None:
        while self._going:
            time.sleep(LOOK_MS / 1000)
            if time.perf_counter() - self._last > 0.025:
                self._seen.append(_where(sys._current_frames()[self._thread]))

    def stop(self) -> None:
        """No more."""
        self._going = False
        self._timer.stop()
        self._looker.join()


ROOT = str(Path(__file__).parent.parent)
Stack = tuple[tuple[str, int, str], ...]


def _where(frame: FrameType | None) -> Stack:
    """File, line and function, innermost first. It looks while the thread is late and must cost nothing: no source is
    read."""
    found = []
    while frame is not None:
        found.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return tuple(found)


def _spelled(stack: Stack) -> str:
    """The innermost lines of ours."""
    ours = [one for one in stack if one[0].startswith(ROOT) and "/tests/" not in one[0] and "/.venv/" not in one[0]]
    return " < ".join(f"{file.removeprefix(ROOT + '/')}:{line} {name}" for file, line, name in ours[:7])


@pytest.fixture
def demo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A demo without a window, as the supervisor runs it; the runtime file that leads to its desk."""
    with alone(tmp_path_factory, "processors"):
        yield from windowless(tmp_path)


def windowless(tmp_path: Path) -> Iterator[Path]:
    """The demo's life."""
    line, env = command("demo", "--no-window", "--speed", 60, "--seconds", 120, "--report", tmp_path / "r.json")
    folders = {"TMPDIR": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    process = subprocess.Popen(line, env=env | folders, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        yield until(lambda: next(tmp_path.glob("sandtable-run-*/runtime.json"), None), 60, "the desk")
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err


def test_no_slice_of_the_gui_thread_exceeds_fifty_milliseconds(
    qtbot: QtBot, qapp: QApplication, demo: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    keep_settings_in(tmp_path)
    window = Window(qtbot, qapp, demo, autopilot=True, cameras=True).opened()
    window.until(lambda: window.situation.fixes.at.max() > window.session.bridge.now - 60_000, 30, "living devices")
    qtbot.wait(round(OPENING_S * 1000))
    watch = Watch(window.session)
    qtbot.wait(round(SECONDS * 1000))
    watch.stop()
    raised, seq = len(window.situation.alarms), window.situation.seq
    window.close()
    figures = figures_of(watch.slices)
    for name, value in figures.items():
        record_property(name, value)
    slow = "\n".join(str(s) for s in sorted(watch.slices, key=lambda s: -s.late)[:20] if s.late > 33)
    sys.stdout.write(f"{figures}\n{slow}\n")
    assert raised >= 2 and seq > 50, "nothing was going on"
    assert figures["late_max_ms"] <= LIMIT_MS, slow


def figures_of(slices: list[Slice]) -> dict[str, float]:
    """p99 and maximum of each kind of time, ms."""
    figures: dict[str, float] = {"beats": len(slices)}
    for name in ("late", "work"):
        values = [getattr(s, name) for s in slices]
        figures |= {f"{name}_p99_ms": float(np.percentile(values, 99)), f"{name}_max_ms": max(values)}
    return {name: round(value, 1) for name, value in figures.items()} | {"load": round(os.getloadavg()[0], 1)}

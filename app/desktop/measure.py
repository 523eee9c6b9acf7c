"""What the window measures of itself: frame times, timer lateness, the way of an alarm to the screen, peak memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from app.desktop.bridge import Bridge, Picture
from domain.alarms import Alarm
from map.canvas import MapCanvas

TIMER_MS = 16
STEP_MS, TOP_MS = 0.25, 4_000.0


class Histogram:
    """Counts of durations in steps of a quarter millisecond: quantiles of hours in 64 kB."""

    def __init__(self) -> None:
        self._bins = np.zeros(int(TOP_MS / STEP_MS) + 1, dtype=np.int64)
        self.max = 0.0

    def add(self, ms: float) -> None:
        """One duration; longer than TOP_MS counts as that, but is kept as the maximum."""
        self._bins[min(int(max(ms, 0.0) / STEP_MS), len(self._bins) - 1)] += 1
        self.max = max(self.max, ms)

    def quantile(self, share: float) -> float | None:
        """The upper edge of the step in which `share` of all durations lie; None without any."""
        total = int(self._bins.sum())
        if not total:
            return None
        place = int(np.searchsorted(np.cumsum(self._bins), share * total))
        return min((place + 1) * STEP_MS, self.max)


class Measure(QObject):
    """Measures from `start` on. GUI thread."""

    def __init__(
        self, canvas: MapCanvas, bridge: Bridge, resumes: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._bridge, self._resumes = canvas, bridge, resumes
        self.frames, self.late, self.alarms = Histogram(), Histogram(), Histogram()
        self._last = 0.0
        self._seen: list[float] = []
        self._timer = QTimer(self, interval=TIMER_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._frames_timer = QTimer(self, interval=1_000)
        self._frames_timer.timeout.connect(self._take_frames)

    def start(self) -> None:
        """Begin, once the window is up: making a window is not what is measured."""
        self._last = time.perf_counter()
        self._seen = self._canvas.frame_times()
        self._timer.start()
        self._frames_timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()
        self._frames_timer.stop()
        self._take_frames()

    def skip(self) -> None:
        """What was done just now was done for the record only (a picture of the window): it does not count."""
        self._last = time.perf_counter()
        self._seen = self._canvas.frame_times()

    def shown(self, alarm: Alarm) -> None:
        """An alarm that was raised live is on the screen: how long after its time, in real milliseconds."""
        picture: Picture | None = self._bridge.picture
        if picture is not None:
            self.alarms.add(picture.clock.real_ms(max(0, picture.clock.now() - alarm.at)))

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.add((now - self._last) * 1000 - TIMER_MS)
        self._last = now

    def _take_frames(self) -> None:
        times = self._canvas.frame_times()
        for ms in _new(self._seen, times):
            self.frames.add(ms)
        self._seen = times

    def report(self) -> dict[str, object]:
        """The window's part of the report; milliseconds, megabytes; None where nothing was measured."""
        return {
            "frame_ms": {
                "p50": _round(self.frames.quantile(0.5)),
                "p95": _round(self.frames.quantile(0.95)),
                "max": _round(self.frames.max),
            },
            "gui_late_ms": {"p99": _round(self.late.quantile(0.99)), "max": _round(self.late.max)},
            "alarm_ms": {"p50": _round(self.alarms.quantile(0.5)), "p99": _round(self.alarms.quantile(0.99))},
            "resumes": self._resumes(),
            "peak_mb": peak_mb(),
        }


def _round(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 2)


def _new(before: list[float], after: list[float]) -> list[float]:
    """What `after` has behind the part that it shares with `before`: a ring's last entries seen twice."""
    if not before:
        return after
    for start in range(len(before)):
        tail = before[start:]
        if after[: len(tail)] == tail:
            return after[len(tail) :]
    return after


def peak_mb() -> float:
    """The process's largest resident memory so far."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)

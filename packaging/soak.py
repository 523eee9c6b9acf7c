"""`make soak MINUTES=n`: the demo operated by itself at speed 1: memory, frames, lateness and alarms over time.

Broker, desk, simulator and supervisor are the demo's processes; the window is the real one, in this process, so that it
can be asked while it runs. Leaves build/soak/soak.json and build/soak/soak.png. Growth is told as per cent of what a
process held after a warm-up of two minutes (or a third of a shorter run). Exit code: the demo's; 1 where messages were
lost, 5 where a process was started again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from bench_map import application
from bench_window import Window
from PySide6.QtCore import QTimer
from soak_course import Course, family
from soak_plot import plot

from domain.alarms import Alarm

OUT = Path("build/soak")
ROOT = Path(__file__).resolve().parent.parent
EVERY_S = 3.0
WARM_S = 120.0
LOST, RESTARTED = 1, 5
GROWTH_PERCENT, LATE_MS = 3.0, 33.0


@dataclass
class Diary:
    """What is noted every few seconds; times in seconds since the start."""

    demo: int
    window: Window
    begun: float = field(default_factory=time.monotonic)
    courses: dict[str, Course] = field(default_factory=dict)
    series: dict[str, list[float]] = field(default_factory=dict)
    alarms: list[tuple[float, float]] = field(default_factory=list)
    late: array[float] = field(default_factory=lambda: array("f"))
    frames: array[float] = field(default_factory=lambda: array("f"))
    _bins: Any = None

    def at(self) -> float:
        """Now."""
        return time.monotonic() - self.begun

    def note(self) -> None:
        """One line: every process, and what the window has measured since the last one."""
        now = round(self.at(), 1)
        for name, pid in (*family(self.demo), ("window", os.getpid())):
            self.courses.setdefault(name, Course()).add(now, pid)
        late, self.window.late.late = self.window.late.late, array("f")
        frames = self._frames()
        self.late += late
        self.frames += frames
        row = {"at": now, "late_p99": share(late, 99), "late_max": share(late, 100)}
        for name, value in (row | {"frame_p95": share(frames, 95), "frame_max": share(frames, 100)}).items():
            self.series.setdefault(name, []).append(value)

    def shown(self, alarm: Alarm) -> None:
        """Its card is on the screen."""
        picture = self.window.session.bridge.picture
        if picture is not None:
            clock = picture.clock
            self.alarms.append((round(self.at(), 1), clock.real_ms(max(0, clock.now() - alarm.at))))

    def _frames(self) -> array[float]:
        """Frames since the last look, to a quarter of a millisecond: the window's own counts."""
        bins = self.window.session.measure.frames._bins.copy()
        new, self._bins = (bins if self._bins is None else bins - self._bins), bins
        return array("f", np.repeat(np.arange(1, len(new) + 1, dtype=np.float32) * 0.25, new).tobytes())


def share(values: Sequence[float], percent: float) -> float:
    """A percentile; NaN without a value, which a plot leaves out."""
    return round(float(np.percentile(values, percent)), 2) if values else float("nan")


def run(minutes: float) -> tuple[int, Diary, dict[str, Any], int]:
    """From the beginning to the end: exit code, diary, the demo's own report, what the window published itself."""
    app = application()
    with tempfile.TemporaryDirectory(prefix="sandtable-soak-") as folder:
        report = Path(folder) / "report.json"
        args = ["--no-window", "--speed", "1", "--seconds", str(minutes * 60 + 120), "--report", str(report)]
        env = os.environ | {"TMPDIR": folder}
        line = [sys.executable, "-m", "app.cli", "demo", *args]
        demo = subprocess.Popen(line, stdin=subprocess.DEVNULL, env=env, cwd=ROOT)
        try:
            window = Window(app, found(lambda: next(Path(folder).glob("sandtable-run-*/runtime.json"), None), demo),
                            "--autopilot")  # fmt: skip
            diary = soak(window, demo, minutes)
            published = int(getattr(getattr(window.session.wiring, "room", None), "published", 0))
            window.close()
        finally:
            demo.send_signal(signal.SIGINT)
            code = demo.wait()
        return code, diary, json.loads(report.read_text()) if report.exists() else {}, published


def soak(window: Window, demo: subprocess.Popen[bytes], minutes: float) -> Diary:
    """Let it all live, and note."""
    diary = Diary(demo.pid, window)
    window.session.wiring.screen.shown.connect(diary.shown)
    timer = QTimer(window.session, interval=round(EVERY_S * 1000))
    timer.timeout.connect(diary.note)
    window.late.start()
    timer.start()
    end = time.monotonic() + minutes * 60
    while demo.poll() is None and (left := end - time.monotonic()) > 0:
        window.run_for(min(left, 1.0))
    timer.stop()
    return diary


def found(look: Callable[[], Path | None], demo: subprocess.Popen[bytes]) -> Path:
    """The runtime file, once the desk has written it. Raises RuntimeError where the demo ends instead."""
    while (path := look()) is None:
        if demo.poll() is not None:
            raise RuntimeError(f"the demo ended with code {demo.returncode}")
        time.sleep(0.05)
    return path


def lost(report: dict[str, Any], published: int) -> int | None:
    """Messages that were published and met no fate; None where the demo left no report."""
    m = report.get("messages", {})
    if m.get("published") is None or m.get("stored") is None:
        return None
    fates = [m["stored"], m["duplicates"], sum(m["quarantined"].values()), m.get("off_duty", 0), m.get("folded", 0)]
    return int(m["published"]) + published - sum(map(int, fates))


def goals(growth: dict[str, dict[str, float]], diary: Diary, missing: int | None) -> list[dict[str, Any]]:
    """What a soak must show."""
    rows = [
        {"name": f"memory growth of the {name}", "value": g["growth_percent"], "unit": "%", "goal": GROWTH_PERCENT}
        for name, g in growth.items()
        if "growth_percent" in g
    ]
    rows.append({"name": "window's timer late, max", "value": share(diary.late, 100), "unit": "ms", "goal": LATE_MS})
    for row in rows:
        row["met"] = row["value"] < row["goal"] if row["unit"] == "%" else row["value"] <= row["goal"]
    return [*rows, {"name": "messages lost", "value": missing, "unit": "", "goal": 0, "met": missing == 0}]


def main() -> int:
    """Run, measure, tell."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    minutes = parser.parse_args().minutes
    OUT.mkdir(parents=True, exist_ok=True)
    code, diary, report, published = run(minutes)
    warm_s = min(WARM_S, minutes * 20)
    growth = {name: course.growth(warm_s) for name, course in diary.courses.items()}
    missing = lost(report, published)
    aims = goals(growth, diary, missing)
    figures = {
        "frame_ms": {"p50": share(diary.frames, 50), "p95": share(diary.frames, 95), "max": share(diary.frames, 100)},
        "late_ms": {"p50": share(diary.late, 50), "p99": share(diary.late, 99), "max": share(diary.late, 100)},
        "alarm_ms": {p: share([ms for _, ms in diary.alarms], n) for p, n in (("p50", 50), ("p99", 99), ("max", 100))},
        "alarms": len(diary.alarms),
        "published": {"simulator": report.get("messages", {}).get("published"), "cameras": published},
        "lost": missing,
    }
    courses = {name: asdict(course) for name, course in diary.courses.items()}
    body = {"minutes": minutes, "warm_up_s": warm_s, "exit": code, "goals": aims, "growth": growth} | figures
    whole = body | {"courses": courses, "series": diary.series, "alarms_at": diary.alarms, "report": report}
    (OUT / "soak.json").write_text(json.dumps(whole, indent=1), "utf-8")
    plot(courses, diary.series, diary.alarms, warm_s=warm_s, path=OUT / "soak.png")
    say(growth, figures, aims)
    restarts = sum(int(one["restarts"]) for one in growth.values())
    return code or (LOST if missing else RESTARTED if restarts else 0)


def say(growth: dict[str, dict[str, float]], figures: dict[str, Any], aims: list[dict[str, Any]]) -> None:
    """The table."""
    lines = ["process      warm MB   end MB  growth %   MB/h   cpu %  restarts"]
    lines += [
        f"{name:11} {g['after_warm_up_mb']:8.1f} {g['end_mb']:8.1f} {g['growth_percent']:9.2f}"
        f" {g['mb_an_hour']:6.1f} {g['cpu_percent']:7.1f} {g['restarts']:9}"
        for name, g in growth.items()
        if "end_mb" in g
    ]
    lines += [f"{name}: {json.dumps(value)}" for name, value in figures.items()]
    lines += [f"{'✓' if a['met'] else '✗'} {a['name']}: {a['value']} {a['unit']} (goal {a['goal']})" for a in aims]
    sys.stdout.write("\n".join([*lines, f"{OUT}/soak.json, {OUT}/soak.png"]) + "\n")


if __name__ == "__main__":
    sys.exit(main())

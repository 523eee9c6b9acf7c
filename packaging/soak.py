"""`make soak MINUTES=n`: the demo operated by itself at speed 1, and what its processes take of memory and processor.

Leaves build/soak.json (samples, growth, the run's own report) and build/soak.png. Growth is told as per cent of what a
process held after a warm-up of two minutes (or a third of a shorter run). The exit code is the demo's; 5 where a
process was started again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import cv2
import numpy as np

OUT = Path("build")
EVERY_S = 2.0
WARM_S = 120.0
EDGE_S = 60.0
"""Memory at either end is the median of so many seconds, at most a quarter of what was measured."""
LONG_S = 600.0
"""From this span on a growth in an hour is told: in a shorter one a single step would look like a leak."""

NAMES = {
    "app.station": "desk",
    "app.desktop": "window",
    "app.simulator": "simulator",
    "devices.broker": "broker",
    "": "supervisor",
}
COLOURS = {
    "desk": (66, 133, 244),
    "window": (219, 68, 55),
    "simulator": (15, 157, 88),
    "broker": (244, 160, 0),
    "supervisor": (120, 120, 120),
}
RESTARTED = 5


@dataclass
class Course:
    """One process over the run: seconds since the start, MB resident, and seconds of processor time."""

    at: list[float] = field(default_factory=list)
    mb: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)

    def add(self, at: float, pid: int) -> None:
        """Look at the process now; nothing where it has just ended."""
        found = look(pid)
        if found is None:
            return
        self.at.append(round(at, 1))
        self.mb.append(round(found[0], 1))
        self.cpu_s.append(round(found[1], 2))
        self.pids += [pid] if pid not in self.pids else []

    def growth(self, warm_s: float) -> dict[str, float | int]:
        """Memory after the warm-up and at the end, and what that makes in an hour."""
        at, mb = np.array(self.at), np.array(self.mb)
        rest = at >= warm_s
        if rest.sum() < 4:
            return {"restarts": len(self.pids) - 1}
        at, mb = at[rest], mb[rest]
        span = float(at[-1] - at[0])
        edge = min(EDGE_S, span / 4)
        begin, end = float(np.median(mb[at <= at[0] + edge])), float(np.median(mb[at >= at[-1] - edge]))
        slope = float(np.polyfit(at, mb, 1)[0]) * 3600 if span >= LONG_S else 0.0
        cpu = (self.cpu_s[-1] - self.cpu_s[0]) / max(self.at[-1] - self.at[0], 1.0)
        return {
            "after_warm_up_mb": round(begin, 1),
            "end_mb": round(end, 1),
            "peak_mb": round(float(mb.max()), 1),
            "growth_percent": round((end - begin) / begin * 100, 2),
            "mb_an_hour": round(slope, 1),
            "cpu_percent": round(cpu * 100, 1),
            "restarts": len(self.pids) - 1,
        }


def look(pid: int) -> tuple[float, float] | None:
    """Resident MB and processor seconds of a process; None where there is none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> Iterable[tuple[str, int]]:
    """(module, process id) of a process's children."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            if b"-m" in words:
                yield words[words.index(b"-m") + 1].decode(), int(child)


def run(minutes: float) -> tuple[int, dict[str, Course], dict[str, object]]:
    """The demo from its beginning to its end: exit code, courses, its own report."""
    report = OUT / "soak-run.json"
    report.unlink(missing_ok=True)
    args = ["--autopilot", "--speed", "1", "--seconds", str(minutes * 60), "--report", str(report)]
    demo = subprocess.Popen([sys.executable, "-m", "app.cli", "demo", *args], stdin=subprocess.DEVNULL)
    courses: dict[str, Course] = {}
    begun = time.monotonic()
    try:
        while demo.poll() is None:
            at = time.monotonic() - begun
            try:
                for module, pid in (*children(demo.pid), ("", demo.pid)):
                    if module in NAMES:
                        courses.setdefault(NAMES[module], Course()).add(at, pid)
            except OSError:
                pass  # it ended while it was looked at
            time.sleep(EVERY_S)
    except KeyboardInterrupt:
        demo.send_signal(signal.SIGINT)
    code = demo.wait()
    return code, courses, json.loads(report.read_text()) if report.exists() else {}


def plot(courses: dict[str, Course], warm_s: float, path: Path) -> None:
    """Memory over time, one line a process."""
    width, height, left, right, top, bottom = 1200, 640, 70, 180, 30, 50
    picture = np.full((height, width, 3), 255, dtype=np.uint8)
    last = max((c.at[-1] for c in courses.values() if c.at), default=1.0)
    most = max((max(c.mb) for c in courses.values() if c.mb), default=1.0) * 1.1
    across, up = (width - left - right) / last, (height - top - bottom) / most

    def point(at: float, mb: float) -> tuple[int, int]:
        return round(left + at * across), round(height - bottom - mb * up)

    grey, small = (150, 150, 150), cv2.FONT_HERSHEY_SIMPLEX
    for mb in np.linspace(0, most, 6):
        cv2.line(picture, point(0, mb), point(last, mb), (230, 230, 230), 1)
        cv2.putText(picture, f"{mb:.0f} MB", (4, point(0, mb)[1] + 4), small, 0.4, grey, 1, cv2.LINE_AA)
    for at in np.linspace(0, last, 7):
        x, y = point(at, 0)
        cv2.putText(picture, f"{at / 60:.1f} min", (x - 20, y + 20), small, 0.4, grey, 1, cv2.LINE_AA)
    cv2.line(picture, point(warm_s, 0), point(warm_s, most), grey, 1)
    for name, course in courses.items():
        if not course.at:
            continue
        line = np.array([point(at, mb) for at, mb in zip(course.at, course.mb, strict=True)], dtype=np.int32)
        colour = COLOURS[name][::-1]
        cv2.polylines(picture, [line], False, colour, 2, cv2.LINE_AA)
        where = (width - right + 8, int(line[-1][1]) + 4)
        cv2.putText(picture, f"{name} {course.mb[-1]:.0f}", where, small, 0.45, colour, 1, cv2.LINE_AA)
    cv2.imwrite(str(path), picture)


def main() -> int:
    """Run, measure, tell."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    minutes = parser.parse_args().minutes
    OUT.mkdir(exist_ok=True)
    code, courses, report = run(minutes)
    warm_s = min(WARM_S, minutes * 20)
    growth = {name: course.growth(warm_s) for name, course in courses.items()}
    body = {"minutes": minutes, "warm_up_s": warm_s, "exit": code, "growth": growth, "report": report}
    (OUT / "soak.json").write_text(json.dumps(body | {"courses": {n: asdict(c) for n, c in courses.items()}}), "utf-8")
    plot(courses, warm_s, OUT / "soak.png")
    say(growth, report, code)
    restarts = sum(int(figures["restarts"]) for figures in growth.values())
    return code or (RESTARTED if restarts else 0)


def say(growth: dict[str, dict[str, float | int]], report: dict[str, object], code: int) -> None:
    """The table."""
    print("process      warm MB   end MB  growth %   MB/h   cpu %  restarts")  # noqa: T201
    for name, g in growth.items():
        if "end_mb" in g:
            print(  # noqa: T201
                f"{name:11} {g['after_warm_up_mb']:8.1f} {g['end_mb']:8.1f} {g['growth_percent']:9.2f}"
                f" {g['mb_an_hour']:6.1f} {g['cpu_percent']:7.1f} {g['restarts']:9}"
            )
    for name in ("messages", "alarms", "frame_ms", "gui_late_ms", "alarm_ms", "peak_mb"):
        print(f"{name}: {json.dumps(report.get(name))}")  # noqa: T201
    print(f"exit {code}; build/soak.json, build/soak.png")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

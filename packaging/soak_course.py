"""`Course`: one process over a soak – what it holds of memory and takes of the processor, and how that grows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

EDGE_S = 60.0
"""Memory at either end is the median of so many seconds, at most a quarter of what was measured."""
LONG_S = 600.0
"""From this span on a growth in an hour is told: in a shorter one a single step would look like a leak."""

NAMES = {"app.station": "desk", "app.simulator": "simulator", "devices.broker": "broker"}
"""Processes by the module that they run; the supervisor and the window are told by their ids."""


@dataclass
class Course:
    """Seconds since the start, MB resident, and seconds of processor time; `pids` more than one: started again."""

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

    def growth(self, warm_s: float) -> dict[str, float]:
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


def family(pid: int) -> Iterator[tuple[str, int]]:
    """(name, process id) of a supervisor and of those of its children that have a name; nothing of what has ended."""
    yield "supervisor", pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
                module = words[words.index(b"-m") + 1].decode() if b"-m" in words else ""
                if module in NAMES:
                    yield NAMES[module], int(child)
    except OSError:
        return  # it ended while it was looked at

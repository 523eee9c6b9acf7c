"""Memory and cores: whether the station's processes fit on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Asked, Finding, ok, skipped, warning
from app.doctor.tools import GB, size

NEED_B = 1.5 * GB
"""Desk, window, broker and one camera of a sample estate, with room for a day."""

CORES = 2
"""Figures of this product were measured on two."""


def look(_asked: Asked) -> Iterator[Finding]:
    """What is free now, and how many cores this process may use."""
    free = _free()
    if free is None:
        yield skipped("memory.unseen")
    elif free < NEED_B:
        yield warning("memory.low", free=size(free), need=size(NEED_B))
    else:
        yield ok("memory.ok", free=size(free))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield ok("memory.cores", cores=cores) if cores >= CORES else warning("memory.few_cores", cores=cores, need=CORES)


def _free() -> int | None:
    """Bytes that can be had without swapping; None where the system does not say it this way."""
    if not sys.platform.startswith("linux"):
        return None
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return int(fields["MemAvailable"].split()[0]) * 1024

"""Disk: room, and how long the disk takes to say that something is written: every alarm waits for that."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Asked, Finding, fault, ok, warning
from app.doctor.tools import GB, MB, size
from app.paths import log_folder

TIMES, BLOCK = 9, bytes(4096)
SLOW_MS = 50.0
"""A commit is one or two such writes; above this an alarm at the window is later than promised (goal p99 50 ms)."""

LEAST_B, LITTLE_B = 200 * MB, 2 * GB


def look(asked: Asked) -> Iterator[Finding]:
    """The folders that are written to: the station's, the logs', the temporary one; each disk is told once."""
    places = [("station", asked.station.absolute().parent)] if asked.station else []
    places += [("logs", log_folder()), ("temp", Path(tempfile.gettempdir()))]
    seen: set[int] = set()
    for place, folder in places:
        if not folder.is_dir():
            yield fault("disk.missing", place=place)
        elif (device := folder.stat().st_dev) not in seen or place == "station":
            seen.add(device)
            yield from _folder(place, folder)


def _folder(place: str, folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    try:
        late = written_ms(folder)
    except OSError as error:
        yield fault("disk.unwritable", place=place, why=error.strerror or type(error).__name__, free=size(free))
        return
    if free < LEAST_B:
        yield fault("disk.full", place=place, free=size(free))
    elif free < LITTLE_B:
        yield warning("disk.low", place=place, free=size(free))
    elif late > SLOW_MS:
        yield warning("disk.slow", place=place, free=size(free), ms=late)
    else:
        yield ok("disk.ok", place=place, free=size(free), ms=late)


def written_ms(folder: Path) -> float:
    """Median milliseconds until 4 KiB are on the disk (fsync), in a file that is gone afterwards. Raises OSError."""
    took = []
    with tempfile.TemporaryFile(dir=folder, prefix=".sandtable-doctor-") as file:
        for _ in range(TIMES):
            began = time.perf_counter()
            file.write(BLOCK)
            file.flush()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 2)

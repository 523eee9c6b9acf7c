"""The clock: whether the system's time can be believed – judging, the twelve hours and every report rest on it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import resources
from app.doctor.finding import Asked, Finding, fault, ok, skipped, warning
from app.doctor.tools import run
from domain.store.keys import keys_path

AHEAD_S = 60.0
"""A file written so far in the future says that the clock was set back since."""

WATCH_S, STEP_S = 0.5, 0.05
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""No station is older than the product."""

ZONE = "Asia/Shanghai"


def look(asked: Asked) -> Iterator[Finding]:
    """Plausible, in step, of a known zone, kept by a time server."""
    yield _time(asked)
    yield _zone()
    yield _kept()


def _time(asked: Asked) -> Finding:
    now, at = time.time(), datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if now < EARLIEST:
        return fault("clock.past", at=at)
    ahead = max((path.stat().st_mtime - now for path in _files(asked) if path.exists()), default=0.0)
    if ahead > AHEAD_S:
        return fault("clock.set_back", at=at, seconds=round(ahead))
    step = step_s(WATCH_S)
    if abs(step) > STEP_S:
        return warning("clock.steps", at=at, ms=round(step * 1000))
    return ok("clock.ok", at=at)


def _files(asked: Asked) -> list[Path]:
    """What was written lately by this clock: the station's files, and our own sources."""
    path = asked.station
    ours = [path, path.with_name(path.name + "-wal"), keys_path(path)] if path else []
    return [*ours, resources.path("checklists.json")]


def step_s(seconds: float) -> float:
    """By how much the wall clock left the steady one while `seconds` passed."""
    wall, steady = time.time(), time.monotonic()
    time.sleep(seconds)
    return (time.time() - wall) - (time.monotonic() - steady)


def _zone() -> Finding:
    try:
        ZoneInfo(ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return fault("clock.no_zones", zone=ZONE)
    offset = datetime.now().astimezone().strftime("%z")
    name = time.tzname[time.localtime().tm_isdst > 0]
    hours = f"{offset[:3]}:{offset[3:]}"
    return ok("clock.zone", zone=name, hours=hours) if name else warning("clock.zone_unknown", hours=hours)


def _kept() -> Finding:
    """By systemd's own word; its absence says nothing about other keepers of time."""
    tool = shutil.which("timedatectl")
    if tool is None:
        return skipped("clock.keeper_unseen")
    try:
        done = run((tool, "show", "--property=NTPSynchronized", "--value"), seconds=3.0)
    except (OSError, subprocess.TimeoutExpired):
        return skipped("clock.keeper_unseen")
    answer = done.stdout.strip()
    if done.returncode or answer not in ("yes", "no"):
        return skipped("clock.keeper_unseen")
    return ok("clock.kept") if answer == "yes" else warning("clock.not_kept")

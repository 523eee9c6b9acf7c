"""The clock as the program's processes make it: judging time over the system's wall clock."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.clock import Clock


def start_clock(speed: float = 1.0, start_ms: int | None = None, *, stands_s: float = 0.0) -> Clock:
    """A clock that begins now, or stands for so many real seconds first; `start_ms` epoch ms, None: the time it is.

    Raises ValueError for speed ≤ 0.
    """
    if not speed > 0:
        raise ValueError("The clock's speed must be more than nought.")
    real = time.time() + stands_s
    return Clock(round(real * 1000) if start_ms is None else start_ms, real, speed, time.time)


def read_clock(spell: str) -> Clock:
    """The clock of a parent process, from its spelling. Raises ValueError."""
    return Clock.read(spell, time.time)


def last_time_of_day(text: str, zone: str, now: float) -> int:
    """The newest moment not after `now` (epoch seconds) at "HH:MM" in `zone`, as epoch ms. Raises ValueError."""
    moment = datetime.strptime(text, "%H:%M")
    today = datetime.fromtimestamp(now, ZoneInfo(zone))
    at = today.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)
    return round((at if at <= today else at - timedelta(days=1)).timestamp() * 1000)

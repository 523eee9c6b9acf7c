"""How numbers are said: ages, walks, distances and times of day, the way people on duty say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUS = "—"
_FIXED = {"Asia/Shanghai": 8}
"""Hours east of UTC for zones without summer time, for machines that carry no zone data."""


@lru_cache(maxsize=8)
def zone(name: str) -> tzinfo:
    """The site's zone; UTC where the name is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone(timedelta(hours=_FIXED[name])) if name in _FIXED else UTC


def offset(moment: datetime) -> str:
    """ "UTC+8", "UTC−3:30": how far an aware moment's clock is from UTC."""
    minutes = round((moment.utcoffset() or timedelta(0)).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def time_of_day(ms: int, tz: tzinfo, *, seconds: bool = False) -> str:
    """ "03:12" or "03:12:45" of epoch milliseconds."""
    return datetime.fromtimestamp(ms / 1000, tz).strftime("%H:%M:%S" if seconds else "%H:%M")


def date(ms: int, tz: tzinfo) -> str:
    """ "2026-03-01"."""
    return datetime.fromtimestamp(ms / 1000, tz).strftime("%Y-%m-%d")


def _parts(ms: float) -> tuple[int, int, int]:
    seconds = max(0, int(ms // 1000))
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def span(ms: float) -> str:
    """A rough age: "50″", "2′10″", "26′", "11h40′"; days from two on: "3d4h"."""
    h, m, s = _parts(ms)
    if h >= 48:
        return f"{h // 24}d{h % 24}h"
    if h:
        return f"{h}h{m:02d}′"
    if m >= 10:
        return f"{m}′"
    return f"{m}′{s:02d}″" if m else f"{s}″"


def seconds(s: float) -> str:
    """A short age: "0.2 s", "8 s", "2′10″"."""
    return f"{s:.1f} s" if s < 1.95 else f"{s:.0f} s" if s < 59.5 else span(s * 1000)


def timer(ms: float) -> str:
    """A running time to the second: "0′07″", "26′05″", "11h40′"."""
    h, m, s = _parts(ms)
    return span(ms) if h else f"{m}′{s:02d}″"


def left(ms: float) -> str:
    """Time that is left, in hours and minutes: "0h20′"."""
    h, m, _ = _parts(ms)
    return f"{h}h{m:02d}′"


def walk(seconds: float | None) -> str:
    """A walk, to five seconds: "50″", "1′40″"; a dash where there is none."""
    if seconds is None:
        return MINUS
    whole = 5 * round(seconds / 5)
    return f"{whole // 60}′{whole % 60:02d}″" if whole >= 60 else f"{whole}″"


def distance(metres: float) -> str:
    """A distance as people say it: "40 m", "350 m", "1.2 km"."""
    if metres < 100:
        return f"{10 * round(metres / 10)} m"
    return f"{50 * round(metres / 50)} m" if metres < 1000 else f"{metres / 1000:.1f} km"


def count(n: int) -> str:
    """ "48,211"."""
    return f"{n:,}"

"""Alarm numbers "A20261122-0001": the site's day and a count within it, never the same twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.alarms import Alarm
from domain.clock import DAY


def zone_of(name: str) -> tzinfo:
    """The site's zone; UTC where this machine has no table of zones (the number stays unique, its day may differ)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


class Numbers:
    """Counts within a day, begun above the highest number that situation or ledger know of that day."""

    def __init__(self, zone: str, known: Callable[[int], Iterable[Alarm]]) -> None:
        """`known(since)`: alarms that were open at any time since then (epoch ms)."""
        self._zone = zone_of(zone)
        self._known = known
        self._last: dict[str, int] = {}

    def next(self, now: int) -> str:
        """A number for an alarm raised at `now` (epoch ms)."""
        day = datetime.fromtimestamp(now / 1000, self._zone).strftime("A%Y%m%d-")
        if day not in self._last:
            known = (a.id for a in self._known(now - 2 * DAY))
            self._last[day] = max((_count(i, day) for i in known), default=0)
        self._last[day] += 1
        return f"{day}{self._last[day]:04d}"


def _count(alarm: str, day: str) -> int:
    rest = alarm.removeprefix(day)
    return int(rest) if rest != alarm and rest.isdecimal() else 0

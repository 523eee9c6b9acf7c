"""Alarm numbers "A20261122-0001": the site's day and a count within it, never the same twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.alarms import Alarm


def zone_of(name: str) -> tzinfo:
    """The site's zone; UTC where this machine has no table of zones (the number stays unique, its day may differ)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


class Numbers:
    """Counts within a day, above the highest number known of that day. Never asks the ledger while an alarm waits."""

    def __init__(self, zone: str, known: Iterable[Alarm] = ()) -> None:
        """`known`: as for `know`."""
        self._zone = zone_of(zone)
        self._last: dict[str, int] = {}
        self.know(known)

    def know(self, alarms: Iterable[Alarm]) -> None:
        """These numbers are given already; a day of which none is known begins at 1."""
        for day, _, count in (a.id.partition("-") for a in alarms):
            if count.isdecimal():
                self._last[f"{day}-"] = max(self._last.get(f"{day}-", 0), int(count))

    def next(self, now: int) -> str:
        """A number for an alarm raised at `now` (epoch ms)."""
        day = datetime.fromtimestamp(now / 1000, self._zone).strftime("A%Y%m%d-")
        self._last[day] = self._last.get(day, 0) + 1
        return f"{day}{self._last[day]:04d}"

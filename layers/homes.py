"""The two lights of homes: rentals blue, elders living alone amber. The windows are the scene's; clocks stand here."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, LifeSigned, PersonErased
from domain.clock import HOUR, MINUTE
from domain.register import PersonFlag
from domain.rules.elder import ELDER_LIMIT_MS
from layers import filtering, tips, words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Labels, Shape

SOON_MS = HOUR  # a clock stands beside the window in the last hour
ABOVE_GUARDS = 21  # label priority: a clock goes before a resting guard's call sign, and gives way to an alarm
CLOCK_FROM_PX = 0.4  # also from as far as a whole estate on a small screen is looked at


class RentalsLayer:
    """Rentals and group rentals as blue windows, blocks tinted by their share."""

    key = "rentals"
    default_on = True
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = True
    touched_by: frozenset[type[Change]] = frozenset()

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Rentals")

    def shapes(self, picture: Picture) -> list[Shape]:
        """The windows are the scene's."""
        return []

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many homes."""
        count, kept = int(picture.plan.rented.sum()), filtering.homes(picture)
        shown = None if kept is None else int(kept[0].sum())
        return [LegendRow(self.key, "square", "blue", self.title, count, shown)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """The home's address and tenure."""
        return tips.lines(key, picture)


class EldersLayer:
    """Elders living alone as amber windows; in the last hour of their silence the time left stands beside them."""

    key = "elders"
    default_on = True
    bright = False
    period_ms = 10_000
    pace_ms = 500
    in_scene = True
    touched_by: frozenset[type[Change]] = frozenset({LifeSigned, PersonErased, AlarmRaised, AlarmStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Elders alone")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Clocks of the last hour."""
        if not picture.home_marks:
            return []
        rows = soon(picture)
        homes = picture.register.people.home_row[rows]
        known = (homes >= 0) & ~np.isnan(picture.plan.home_xyz[homes, 0]) if len(rows) else homes >= 0
        rows, homes = rows[known], homes[known]
        if not len(rows):
            return []
        left = ELDER_LIMIT_MS - (picture.now - picture.situation.life[rows])
        chips = [words.left(ms) for ms in left.tolist()]
        keys = [key_of("person", picture.register.people.ids[row]) for row in rows.tolist()]
        urgency = ABOVE_GUARDS + (SOON_MS - left) // MINUTE // 2
        return [
            Labels(
                picture.plan.home_xyz[homes], chips, paint(picture.palette.amber, len(rows)), keys=keys, size_px=12,
                priority=urgency.astype(np.int32), from_px_per_m=CLOCK_FROM_PX,
            )
        ]  # fmt: skip

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many people."""
        flags = picture.register.people.flags & int(PersonFlag.ELDER_ALONE)
        count = int(((flags != 0) & (picture.register.people.home_row >= 0)).sum())
        shown = filtering.elders_shown(picture)
        return [LegendRow(self.key, "disc", "amber", self.title, count, shown)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Masked name, address, time since the last sign of life."""
        return tips.lines(key, picture)


def soon(picture: Picture) -> NDArray[np.int64]:
    """Rows of the elders whose silence reaches its limit within the hour, and who are not an alarm already."""
    people, life = picture.register.people, picture.situation.life
    left = ELDER_LIMIT_MS - (picture.now - life)
    alone = (people.flags & int(PersonFlag.ELDER_ALONE)) != 0
    rows = np.flatnonzero(alone & (life > 0) & (left > 0) & (left <= SOON_MS))
    alarmed = {alarm.subject for alarm in picture.situation.alarms.values() if alarm.open} | picture.situation.erased
    return np.array([row for row in rows.tolist() if people.ids[row] not in alarmed], dtype=np.int64)

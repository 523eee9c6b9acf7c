"""Silence together: devices of one gateway, or of the whole site, that fall silent at once are one alarm, no storm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.alarms import Alarm, AlarmKind
from domain.clock import MINUTE, SECOND
from domain.rules.finding import open_alarms
from domain.rules.silence import BoolArray, proven, suspect
from domain.situation import Situation

GATEWAY_MIN = 3
"""So many silent devices of one gateway are the gateway's silence."""
SITE_MIN = 5
"""So many, and more than half of all, are the link's or the power's."""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Devices behind one thing. `source` is the alarm cause's; `gateway` "" for the site. Rows of the device table.

    `falling`: most of them have missed a word; `fresh`: those silent whose silence no alarm of this source covers.
    """

    source: str
    gateway: str
    members: Rows
    silent: Rows
    fresh: Rows
    falling: bool
    minimum: int
    alarm: Alarm | None

    @property
    def due(self) -> bool:
        """A new alarm of this group is to be raised."""
        return self.falling and self.alarm is None and len(self.fresh) >= self.minimum


def groups(situation: Situation, now: int) -> list[Group]:
    """The site, then each gateway of enough devices that has a silent one or an open alarm."""
    silent, late = proven(situation, now).fallen, suspect(situation, now)
    site = _site_rows(situation)
    named = [("", site)] if len(site) >= SITE_MIN else []
    named += _gateways(situation)
    made = (_group(situation, silent, late, gateway, rows) for gateway, rows in named)
    return [g for g in made if len(g.silent) or g.alarm is not None]


def covered(situation: Situation, now: int, found: list[Group]) -> BoolArray:
    """Silent devices whose silence is a group's, or may turn out to be: they raise no alarm of their own.

    With the alarm open all of them are; once it is known that the group is heard again, each remaining device gets
    its period and a minute to follow. With the alarm ended, those that it had named while the group stays silent.
    """
    mask = np.zeros(len(situation.register.devices), dtype=np.bool_)
    for group in found:
        mask[_covered_rows(situation, now, group)] = True
    return mask


def _covered_rows(situation: Situation, now: int, group: Group) -> Rows:
    if group.due:
        return group.silent
    if group.alarm is not None:
        again = max((f.at for f in group.alarm.evidence if f.code == "devices_heard_again"), default=None)
        if again is None or group.falling:
            return group.silent
        period = situation.register.devices.period_s[group.silent].astype(np.int64) * SECOND
        return group.silent[now - again <= period + MINUTE]
    if not group.falling:
        return group.silent[:0]
    waiting = len(group.silent) < group.minimum
    return group.silent if waiting else np.setdiff1d(group.silent, group.fresh)


def _group(situation: Situation, silent: BoolArray, late: BoolArray, gateway: str, rows: Rows) -> Group:
    source = f"gateway:{gateway}" if gateway else situation.register.site.id
    minimum = GATEWAY_MIN if gateway else SITE_MIN
    alarms = open_alarms(situation, AlarmKind.LINK_DOWN, source)
    since = situation.raised_since(AlarmKind.LINK_DOWN, source)
    rows = rows[situation.devices.heard[rows] > 0]
    quiet = rows[silent[rows]]
    fresh = quiet if since is None else quiet[situation.devices.heard[quiet] > since]
    missing = int((late | silent)[rows].sum())
    falling = missing >= minimum and missing * 2 > len(rows)
    return Group(source, gateway, rows, quiet, fresh, falling, minimum, alarms[-1] if alarms else None)


def _site_rows(situation: Situation) -> Rows:
    """Devices that have promised a heartbeat or have ever told whether they are online."""
    return np.flatnonzero((situation.register.devices.period_s > 0) | (situation.devices.online >= 0))


def _gateways(situation: Situation) -> Iterator[tuple[str, Rows]]:
    by_name: dict[str, list[int]] = {}
    for row, gateway in enumerate(situation.register.devices.gateway):
        if gateway:
            by_name.setdefault(gateway, []).append(row)
    return ((name, np.array(rows)) for name, rows in by_name.items() if len(rows) >= GATEWAY_MIN)

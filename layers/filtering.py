"""Filtering: from a filter to what is shown, column by column – masks over the register's rows, nothing item by item.

A mask is None where nothing of its layer is filtered: then nothing is worked out. What an open alarm is about is never
left out, nor who is under way to one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.alarms import Alarm
from domain.register import PersonFlag, ResponderClass, Tenure
from domain.situation import state_code
from layers import health, tips
from layers.filters import ABOUT_A_PERSON, BY_FACET, ELSEWHERE, LAYERS_FILTERED
from layers.picture import Picture

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

FRESH_MS = 30_000
"""A fix older than this is never drawn as fresh (N-09)."""
WELL, LOW, BAD, ALARM = range(4)
FRESH, STALE, NO_FIX = range(3)
LIVE, FROZEN, OUT = range(3)
_FROZEN, _LOST = state_code("frozen"), state_code("lost")
_LEVELS = {int(code): i for i, code in enumerate(BY_FACET["ended_level"].codes)}
_KINDS = {code: i for i, code in enumerate(BY_FACET["ended_kind"].codes)}


@dataclass(frozen=True)
class Count:
    """How many of a layer are shown, and of how many."""

    layer: str
    shown: int
    all: int


def _within(picture: Picture, community_row: NDArray[np.integer]) -> Bools | bool:
    """(n,) what belongs to the community that is shown alone, or to none in particular; True: all are shown."""
    if not picture.filters.community:
        return True
    row = picture.register.communities.row(picture.filters.community)
    return row < 0 or np.asarray((community_row == row) | (community_row < 0), dtype=np.bool_)


def _of_building(picture: Picture, building_row: NDArray[np.integer]) -> Ints:
    """(n,) community row by building row, −1 for none."""
    rows = np.append(picture.register.buildings.community_row, -1).astype(np.int64)
    found: Ints = rows[building_row]
    return found


def device_health(picture: Picture) -> Ints:
    """(devices,) WELL, LOW, BAD or ALARM; the worse word where two fit."""
    codes = np.where(health.low(picture), LOW, WELL)
    codes = np.where(health.bad(picture), BAD, codes)
    return np.where(health.alarmed(picture), ALARM, codes)


def needed(picture: Picture) -> Bools:
    """(devices,) in alarm, or what an open alarm is about: shown whatever is filtered."""
    kept = health.alarmed(picture).copy()
    devices = picture.register.devices
    rows = [devices.row(a.device or a.cause.source) for a in picture.situation.alarms.values() if a.open]
    kept[[row for row in rows if row >= 0]] = True
    return kept


def devices(picture: Picture) -> Bools | None:
    """(devices,) shown. Trackers and cameras are filtered as guards and as cameras."""
    filters, d = picture.filters, picture.register.devices
    if not filters.touches("devices"):
        return None
    kept = filters.table("device_kind")[d.kind] & filters.table("device_ring")[d.ring]
    kept &= filters.table("device_health")[device_health(picture)]
    kept &= _within(picture, d.community_row)
    if (window := filters.windows.get("devices")) is not None:
        kept &= window.holds(picture.situation.devices.heard, picture.now)
    return np.asarray(kept | needed(picture), dtype=np.bool_)


def guards(picture: Picture) -> Bools | None:
    """(responders,) shown, were they on duty."""
    filters, responders = picture.filters, picture.register.responders
    if not filters.touches("guards"):
        return None
    at = fixed_at(picture)
    stale = np.where(picture.now - at > FRESH_MS, STALE, FRESH)
    kept = filters.table("guard_class")[responders.kind] & filters.table("guard_fix")[np.where(at > 0, stale, NO_FIX)]
    kept &= _within(picture, responders.community_row)
    if (window := filters.windows.get("guards")) is not None:
        kept &= window.holds(at, picture.now)
    kept[[row for who in tips.under_way(picture) if (row := responders.row(who)) >= 0]] = True
    return np.asarray(kept, dtype=np.bool_)


def fixed_at(picture: Picture) -> Ints:
    """(responders,) epoch ms of the newest fix, 0 for none."""
    tracker, at = picture.plan.tracker_row, picture.situation.fixes.at
    return np.append(at, 0)[tracker]  # the row of no tracker is −1: the nought at the end


def cameras(picture: Picture) -> Bools | None:
    """(cameras,) shown."""
    filters = picture.filters
    if not filters.touches("cameras"):
        return None
    row, devices = picture.plan.camera_row, picture.register.devices
    kept = filters.table("camera_state")[camera_state(picture)]
    kept &= _within(picture, np.append(devices.community_row, -1)[row])
    return np.asarray(kept | np.append(needed(picture), False)[row], dtype=np.bool_)


def camera_state(picture: Picture) -> Ints:
    """(cameras,) LIVE, FROZEN or OUT (not heard from, or no picture)."""
    row = picture.plan.camera_row
    state = np.append(picture.situation.devices.state, 0)[row]
    out = np.append(health.bad(picture), False)[row] | (state == _LOST)
    return np.where(out, OUT, np.where(state == _FROZEN, FROZEN, LIVE))


def safety(picture: Picture) -> Bools | None:
    """(safety objects,) shown."""
    if not picture.filters.touches("safety"):
        return None
    objects = picture.register.safety
    kept = picture.filters.table("safety_kind")[objects.kind]
    return np.asarray(kept & _within(picture, _of_building(picture, objects.building_row)), dtype=np.bool_)


def homes(picture: Picture) -> tuple[Bools, Bools] | None:
    """Twice (homes,): marked as let, and marked for an elder living alone."""
    if not picture.filters.touches("homes"):
        return None
    table, plan, column = picture.filters.table("homes"), picture.plan, picture.register.homes
    here = _within(picture, _of_building(picture, column.building_row))
    let = np.where(column.tenure == Tenure.GROUP_RENTAL, table[1], table[0])
    return plan.rented & let & here, (plan.elders > 0) & table[2] & here


def ended(picture: Picture, alarms: list[Alarm]) -> Bools:
    """(n,) which of some alarms that have ended are shown."""
    filters = picture.filters
    if not filters.touches("ended"):
        return np.ones(len(alarms), dtype=np.bool_)
    level = np.array([_LEVELS[int(a.level)] for a in alarms], dtype=np.int64)
    kind = np.array([_KINDS[a.kind.value] for a in alarms], dtype=np.int64)
    where = np.array([picture.register.communities.row(a.place.community) for a in alarms], dtype=np.int64)
    kept = filters.table("ended_level")[level] & filters.table("ended_kind")[kind] & _within(picture, where)
    if (window := filters.windows.get("ended")) is not None:
        kept &= window.holds(np.array([a.ended for a in alarms], dtype=np.int64), picture.now)
    return np.asarray(kept, dtype=np.bool_)


def past(picture: Picture) -> list[Alarm]:
    """Alarms that have ended and are about nobody: no timeline of a person or a home outside a case (Q6)."""
    alarms = picture.situation.alarms.values()
    return [a for a in alarms if not a.open and not a.subject and a.kind not in ABOUT_A_PERSON and a.ended]


# -- how many


def counts(picture: Picture, layers: Iterable[str] = LAYERS_FILTERED) -> list[Count]:
    """Shown and all, of those of some layers that are filtered and of which there are any."""
    found = [_COUNTS[layer](picture) for layer in layers if picture.filters.touches(layer)]
    return [count for count in found if count.all]


def _count(layer: str, every: Bools, mask: Bools | None) -> Count:
    return Count(layer, int((every if mask is None else every & mask).sum()), int(every.sum()))


def placed_devices(picture: Picture) -> Bools:
    """(devices,) that have a place on this map as devices; on a wall none of a home or a person (R9)."""
    d = picture.register.devices
    placed = ~np.isnan(picture.plan.device_xyz[:, 0]) & ~np.isin(d.kind, [int(kind) for kind in ELSEWHERE])
    return placed if picture.home_marks else placed & (d.home_row < 0) & (d.person_row < 0)


def on_duty(picture: Picture) -> Bools:
    """(responders,) on duty; external services are called, not on duty."""
    external = picture.register.responders.kind == ResponderClass.EXTERNAL
    return np.asarray(picture.situation.on_duty & ~external, dtype=np.bool_)


def _homes(picture: Picture) -> Count:
    """Marks, not homes: one that is let and lived in by an elder alone has two."""
    kept, every = homes(picture), (picture.plan.rented, picture.plan.elders > 0)
    shown = every if kept is None else kept
    return Count("homes", sum(int(mask.sum()) for mask in shown), sum(int(mask.sum()) for mask in every))


def _ended(picture: Picture) -> Count:
    alarms = past(picture)
    return Count("ended", int(ended(picture, alarms).sum()), len(alarms))


_COUNTS = {
    "homes": _homes,
    "devices": lambda picture: _count("devices", placed_devices(picture), devices(picture)),
    "guards": lambda picture: _count("guards", on_duty(picture), guards(picture)),
    "cameras": lambda picture: _count("cameras", ~np.isnan(picture.plan.camera_xy[:, 0]), cameras(picture)),
    "safety": lambda picture: _count("safety", ~np.isnan(picture.plan.safety_xy[:, 0]), safety(picture)),
    "ended": _ended,
}


def elders_shown(picture: Picture) -> int | None:
    """People, as the legend counts them: elders alone whose home's mark is shown; None: nothing is filtered."""
    people, kept = picture.register.people, homes(picture)
    if kept is None:
        return None
    alone = ((people.flags & int(PersonFlag.ELDER_ALONE)) != 0) & (people.home_row >= 0)
    return int(kept[1][people.home_row[alone]].sum())

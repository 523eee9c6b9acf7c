"""SOS: a wearable or a wall button called for help; where, as well as can be known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from domain.alarms import AlarmKind, Cause, Fact, Level, Place, Stage
from domain.clock import MINUTE, SECOND
from domain.events import AnyEvent, SosPressed
from domain.geo import distance_m
from domain.register import DeviceKind, Register
from domain.rules.facts import fact
from domain.rules.finding import Finding, Judgement, Learned, running_alarms
from domain.rules.message import doubts, is_news
from domain.rules.places import device_place, home_place, id_at, site_place
from domain.situation import Situation

KIND = AlarmKind.SOS
FIX_MS = 10 * MINUTE
"""How old a fix may be to be where the caller is: at a walk some 800 m; older ones are worse than the home."""
AT_HOME_M = 60.0
"""A position this near the home counts as at home: fixes indoors are off by tens of metres."""
AGAIN_MAX = 12
"""How many lines an open alarm lists; a press that brings back one that was put aside is always a line."""


class Sos:
    """One alarm a device until it is fed back. Red: a person asks for help on purpose, and minutes count."""

    name = "sos"
    hears = (SosPressed,)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """The alarm; a further press is one more line, and brings the alarm back if it was put aside."""
        if not isinstance(event, SosPressed) or not is_news(now, event):
            return
        running = running_alarms(situation, KIND, event.device)
        if not running:
            yield _finding(now, event, situation)
        elif len(running[-1].evidence) < AGAIN_MAX or running[-1].stage is Stage.SHELVED:
            again = fact("pressed_again", event.judged, device=event.device)
            yield Learned(kind=KIND, source=event.device, fact=again, wakes=True)


def _finding(now: int, event: SosPressed, situation: Situation) -> Finding:
    register = situation.register
    row = register.devices.row(event.device)
    person = id_at(register.people, int(register.devices.person_row[row]))
    place, source = _where(event, row, situation)
    known = source.code != "place_unknown"
    called = fact("help_called", event.judged, device=event.device, person=person)
    return Finding(
        kind=KIND,
        level=Level.RED,
        cause=Cause(KIND, event.device, event.judged),
        place=place,
        device=event.device,
        subject=person,
        evidence=(called, source) if known else (called,),
        unknown=(fact("reason_of_call_unknown"), *(() if known else (source,)), *doubts(now, event)),
    )


def _where(event: SosPressed, row: int, situation: Situation) -> tuple[Place, Fact]:
    """The place and how it is known: the call's own position, a fix of the person's, the wall, the home."""
    register = situation.register
    if event.lon is not None and event.lat is not None:
        known = fact("place_from_device", event.judged, device=event.device)
        return _at(register, row, event.lon, event.lat), known
    fix = _newest_fix(event.judged, row, situation)
    if fix >= 0:
        f = situation.fixes
        return _at(register, row, float(f.lon[fix]), float(f.lat[fix])), _fix_fact(event.judged, fix, situation)
    return _as_registered(event.device, row, register)


def _as_registered(device: str, row: int, register: Register) -> tuple[Place, Fact]:
    d, home = register.devices, _home(register, row)
    on_wall = d.person_row[row] < 0 and (d.building_row[row] >= 0 or d.lon[row] or d.lat[row])
    if on_wall:
        return device_place(register, row), fact("place_as_installed", device=device)
    if home >= 0:
        return home_place(register, home), fact("place_from_home", home=register.homes.ids[home])
    return site_place(register), fact("place_unknown")


def _home(register: Register, row: int) -> int:
    person = int(register.devices.person_row[row])
    home = int(register.people.home_row[person]) if person >= 0 else -1
    return home if home >= 0 else int(register.devices.home_row[row])


def _newest_fix(judged: int, row: int, situation: Situation) -> int:
    """The device row of the newest fresh fix of this device or of a tracker of the same person; −1 for none."""
    d, at = situation.register.devices, situation.fixes.at
    person = int(d.person_row[row])
    mine = (d.person_row == person) & (d.kind == DeviceKind.TRACKER) & (person >= 0)
    mine[row] = True
    rows = np.flatnonzero(mine & (at > 0) & (np.abs(judged - at) <= FIX_MS))
    return int(rows[np.argmax(at[rows])]) if len(rows) else -1


def _fix_fact(judged: int, fix: int, situation: Situation) -> Fact:
    at, accuracy = int(situation.fixes.at[fix]), float(situation.fixes.accuracy_m[fix])
    return fact(
        "place_from_fix",
        at,
        device=situation.register.devices.ids[fix],
        age_s=max(0, judged - at) // SECOND,
        accuracy_m=round(accuracy) if np.isfinite(accuracy) else 0,
    )


def _at(register: Register, row: int, lon: float, lat: float) -> Place:
    """A position; at home if it is near the home, else outdoors in the device's or the home's community."""
    home = _home(register, row)
    place = home_place(register, home) if home >= 0 else device_place(register, row)
    if home >= 0 and distance_m(lon, lat, place.lon, place.lat) <= AT_HOME_M:
        return replace(place, lon=lon, lat=lat)
    return Place(lon=lon, lat=lat, community=place.community, grid=place.grid)

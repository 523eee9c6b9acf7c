"""Smoke: a detector's alarm, with what its neighbours say and who on that floor and above needs help."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from domain.alarms import Alarm, AlarmKind, Cause, Fact, Level, Stage
from domain.clock import HOUR
from domain.events import AnyEvent, SmokeSensed
from domain.register import DeviceKind, PersonFlag
from domain.rules.facts import fact, id_list
from domain.rules.finding import Finding, Judgement, Learned, count_of, last_code, open_alarms, running_alarms
from domain.rules.message import doubts, is_news
from domain.rules.places import device_place
from domain.rules.silence import unreliable
from domain.situation import Situation, state_code

KIND = AlarmKind.SMOKE
NEEDS_HELP = PersonFlag.NEEDS_HELP | PersonFlag.ELDER_ALONE
_ALARM = state_code("alarm")
SAME_SMOKE_MS = HOUR
"""A detector that repeats its alarm without having cleared tells of the same smoke, handled or not – but no longer than
this: some detectors never clear, and then a fire of the next day must not be taken for the old one."""
AGAIN_MAX = 12
"""How many lines an open alarm gives to clearing; what comes after the last of them is always told."""


class Smoke:
    """One alarm a detector and smoke, until it is fed back; a press of the test button raises none."""

    name = "smoke"
    hears = (SmokeSensed,)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """The alarm, its clearing, its return; and a line for open alarms of the same building."""
        if not isinstance(event, SmokeSensed) or event.test or not is_news(now, event):
            return
        open_ = open_alarms(situation, KIND, event.device)
        running = running_alarms(situation, KIND, event.device)
        if running or (open_ and not event.alarm):
            yield from _more(event, (running or open_)[-1])
        elif event.alarm and not _same_smoke(event, situation):
            yield _finding(now, event, situation)
            yield from _tell_neighbours(event, situation)


def _more(event: SmokeSensed, alarm: Alarm) -> Iterator[Learned]:
    """A line where clearing and smoke follow each other; smoke brings back an alarm that was put aside."""
    cleared = last_code(alarm, "smoke_sensed", "smoke_cleared", "smoke_again") == "smoke_cleared"
    if event.alarm and (cleared or alarm.stage is Stage.SHELVED):
        again = fact("smoke_again", event.judged, device=event.device)
        yield Learned(kind=KIND, source=event.device, fact=again, wakes=True)
    elif not event.alarm and not cleared and count_of(alarm, "smoke_cleared", "smoke_again") < AGAIN_MAX:
        yield Learned(kind=KIND, source=event.device, fact=fact("smoke_cleared", event.judged, device=event.device))


def _since(event: SmokeSensed, situation: Situation) -> int:
    """When this smoke began: a detector that repeats its alarm keeps the time of the first."""
    d, row = situation.devices, situation.register.devices.row(event.device)
    began = int(d.state_since[row])
    return began if d.state[row] == _ALARM and began <= event.judged else event.judged


def _cause_since(event: SmokeSensed, situation: Situation) -> int:
    """The smoke's beginning; the message's time where that beginning was alarmed long ago."""
    since, raised = _since(event, situation), situation.raised_since(KIND, event.device)
    return event.judged if raised is not None and raised >= since else since


def _same_smoke(event: SmokeSensed, situation: Situation) -> bool:
    """Whether this smoke was alarmed already, and that not too long ago."""
    raised = situation.raised_since(KIND, event.device)
    return raised is not None and raised >= _since(event, situation) and event.judged - raised < SAME_SMOKE_MS


def _finding(now: int, event: SmokeSensed, situation: Situation) -> Finding:
    row = situation.register.devices.row(event.device)
    place = device_place(situation.register, row)
    sensed = fact("smoke_sensed", event.judged, device=event.device, floor=place.floor)
    density = () if event.density is None else (fact("smoke_density", event.judged, density=event.density),)
    said, unknown = _neighbours(now, row, situation)
    return Finding(
        kind=KIND,
        level=Level.RED,
        cause=Cause(KIND, event.device, _cause_since(event, situation)),
        place=place,
        device=event.device,
        evidence=(sensed, *density, *said, *_people(now, row, place.floor, situation)),
        unknown=(fact("fire_or_steam_unknown"), *unknown, *doubts(now, event)),
    )


def _detectors(row: int, situation: Situation) -> list[int]:
    """Rows of the other smoke detectors of the building, nearest floors first."""
    d = situation.register.devices
    building = int(d.building_row[row])
    rows = np.flatnonzero((d.kind == DeviceKind.SMOKE) & (d.building_row == building) & (building >= 0))
    return sorted((int(r) for r in rows if r != row), key=lambda r: abs(int(d.floor[r]) - int(d.floor[row])))


def _neighbours(now: int, row: int, situation: Situation) -> tuple[list[Fact], list[Fact]]:
    """What the building's other detectors say, and which of them cannot be relied upon."""
    d, rows = situation.register.devices, _detectors(row, situation)
    if not rows:
        return [], [fact("no_neighbour_detector")]
    burning = [r for r in rows if situation.devices.state[r] == _ALARM]
    bad = unreliable(situation, now).bad
    silent = [d.ids[r] for r in rows if bad[r] and r not in burning]
    quiet = len(rows) - len(burning) - len(silent)
    since = situation.devices.state_since
    said = [fact("neighbour_in_alarm", int(since[r]), device=d.ids[r], floor=int(d.floor[r])) for r in burning]
    said += [fact("neighbours_quiet", now, count=quiet)] if quiet else []
    return said, [fact("neighbours_silent", now, count=len(silent), devices=id_list(silent))] if silent else []


def _people(now: int, row: int, floor: int, situation: Situation) -> Iterator[Fact]:
    register = situation.register
    building = int(register.devices.building_row[row])
    if building < 0 or not len(register.homes):
        return
    homes = register.people.home_row
    there = (homes >= 0) & (register.homes.building_row[homes] == building) & (register.homes.floor[homes] >= floor)
    needing = np.flatnonzero(there & ((register.people.flags & NEEDS_HELP) != 0))
    yield fact("people_on_floor_and_above", now, count=int(there.sum()))
    ids = [register.people.ids[p] for p in needing if register.people.ids[p] not in situation.erased]
    if ids:
        yield fact("people_need_help", now, count=len(ids), persons=id_list(ids))


def _tell_neighbours(event: SmokeSensed, situation: Situation) -> Iterator[Learned]:
    d = situation.register.devices
    row = d.row(event.device)
    line = fact("neighbour_in_alarm", event.judged, device=event.device, floor=int(d.floor[row]))
    for other in _detectors(row, situation):
        for alarm in open_alarms(situation, KIND, d.ids[other]):
            if not any(f.code == line.code and f.params["device"] == event.device for f in alarm.evidence):
                yield Learned(kind=KIND, source=d.ids[other], fact=line)

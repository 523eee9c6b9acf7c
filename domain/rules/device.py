"""Device silent: a device that is not heard, says that it is offline, or whose battery is dead."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from domain.alarms import AlarmKind, Cause, Fact, Level
from domain.clock import DAY, MINUTE
from domain.events import AnyEvent, DeviceReported, Event
from domain.register import DeviceKind
from domain.rules.elder import magnets_of
from domain.rules.facts import fact, id_list
from domain.rules.finding import Finding, Judgement, Learned, count_of, last_code, open_alarms
from domain.rules.groups import covered, groups
from domain.rules.places import device_place, site_place
from domain.rules.silence import BATTERY_DEAD, Silence, listening_well, proven
from domain.situation import Situation

KIND = AlarmKind.DEVICE_SILENT
AGAIN_MAX = 6
"""So often an open alarm tells that the device is heard again; then its last word is that it fell silent."""
FLAT_AGAIN_MS = DAY
"""A dead battery is told again after a day, not at every message."""
_SILENT = ("not_heard", "reported_offline", "device_offline", "battery_dead", "never_heard", "silent_again")


UNHEARD_MIN = 5
"""So many devices that were never heard are an installation that was not finished: one alarm with a list."""


class DeviceSilent:
    """One alarm a device while it is open; none while the link is down, none for what a group's alarm covers."""

    name = "device_silent"
    hears: tuple[type[Event], ...] = (Event,)

    def judge(self, now: int, event: AnyEvent | None, situation: Situation) -> Iterator[Judgement]:
        """Devices fallen silent; and that one with an open alarm is heard again."""
        if event is not None:
            yield from _heard(event, situation)
        elif listening_well(situation):
            silence = proven(situation, now)
            own = silence.flat | (silence.fallen & ~covered(situation, now, groups(situation, now)))
            unheard = np.flatnonzero(silence.never)
            if len(unheard) < UNHEARD_MIN:
                own |= silence.never
            else:
                yield from _unheard(now, unheard, situation)
            for row in np.flatnonzero(own):
                yield from _silent(now, int(row), silence, situation)


def _silent(now: int, row: int, silence: Silence, situation: Situation) -> Iterator[Judgement]:
    device = situation.register.devices.ids[row]
    running = open_alarms(situation, KIND, device)
    if running:
        if last_code(running[-1], "heard_again", *_SILENT) == "heard_again":
            yield Learned(kind=KIND, source=device, fact=fact("silent_again", now, device=device))
        return
    since = _since(now, row, silence, situation)
    raised = situation.raised_since(KIND, device)
    if raised is None or (raised != since and _worth_another(now, raised, row, silence)):
        yield _finding(now, row, since, silence, situation)


def _unheard(now: int, rows: npt.NDArray[np.int64], situation: Situation) -> Iterator[Finding]:
    """One alarm for devices that were never heard, until another one is installed and not heard either."""
    register = situation.register
    since, source = int(register.devices.installed[rows].max()), register.site.id
    raised = situation.raised_since(KIND, source)
    if raised is not None and raised >= since:
        return
    ids = [register.devices.ids[row] for row in rows]
    yield Finding(
        kind=KIND,
        level=Level.BLUE,
        cause=Cause(KIND, source, since),
        place=site_place(register),
        evidence=(fact("never_heard_together", now, count=len(ids), devices=id_list(ids)),),
    )


def _since(now: int, row: int, silence: Silence, situation: Situation) -> int:
    """When this silence began: the last word, else the install; a flat battery: when it was found."""
    d = situation.devices
    if not (silence.fallen[row] or silence.never[row]):
        return now
    return int(d.heard[row]) or int(situation.register.devices.installed[row])


def _worth_another(now: int, raised: int, row: int, silence: Silence) -> bool:
    return bool(silence.fallen[row]) or now - raised >= FLAT_AGAIN_MS


def _finding(now: int, row: int, since: int, silence: Silence, situation: Situation) -> Finding:
    register = situation.register
    device = register.devices.ids[row]
    elders = [register.people.ids[p] for magnet, p in magnets_of(register) if magnet == row]
    grave = bool(elders) or register.devices.kind[row] == DeviceKind.SMOKE
    unknown = [fact("battery_or_radio_unknown")] if not silence.flat[row] else []
    unknown += [
        fact("silence_cannot_be_judged", now, person=p, since=int(situation.life[register.people.row(p)]))
        for p in elders
    ]
    return Finding(
        kind=KIND,
        level=Level.YELLOW if grave else Level.BLUE,
        cause=Cause(KIND, device, since),
        place=device_place(register, row),
        device=device,
        evidence=tuple(_evidence(now, row, since, silence, situation)),
        unknown=tuple(unknown),
    )


def _evidence(now: int, row: int, since: int, silence: Silence, situation: Situation) -> Iterator[Fact]:
    d, r = situation.devices, situation.register.devices
    device = r.ids[row]
    if silence.never[row]:
        yield fact("never_heard", now, device=device, installed=int(r.installed[row]))
    if silence.mute[row]:
        minutes, period = (now - since) // MINUTE, int(r.period_s[row])
        yield fact("not_heard", now, device=device, since=since, minutes=minutes, period_s=period)
    if silence.offline[row]:
        yield fact("reported_offline", now, device=device, since=int(d.online_since[row]))
    if silence.flat[row]:
        yield fact("battery_dead", now, device=device, battery=int(d.battery[row]))


def _heard(event: AnyEvent, situation: Situation) -> Iterator[Learned]:
    if event.retained or (isinstance(event, DeviceReported) and not event.online):
        return
    for alarm in open_alarms(situation, KIND, event.device)[-1:]:
        row = situation.register.devices.row(event.device)
        flat = 0 <= situation.devices.battery[row] <= BATTERY_DEAD
        if count_of(alarm, "heard_again") >= AGAIN_MAX:
            return
        if not flat and event.judged > alarm.cause.since and last_code(alarm, "heard_again", *_SILENT) != "heard_again":
            again = fact("heard_again", event.judged, device=event.device)
            yield Learned(kind=KIND, source=event.device, fact=again)

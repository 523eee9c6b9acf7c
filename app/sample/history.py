"""Thirty days of events before `now`, ending where the opening situation begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import numpy as np

from app.sample import rhythm
from app.sample.devices import PERIOD_S, Fitted
from app.sample.enrol import Enrolled
from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.events import AnyEvent, Credential, DeviceReported, DoorMoved, GatePassed, LockOpened, SmokeSensed
from domain.register import DeviceKind, Devices

DAYS = 30
SILENCE = 11 * HOUR + 30 * MINUTE
_QUIET = tuple(h * HOUR + m * MINUTE for h, m in ((10, 41), (10, 9), (9, 52), (8, 37), (7, 55), (6, 26), (4, 48)))
"""How long some other elders have been quiet at `now`, so that the silence clock has something to show."""

MOST_EVENTS = 118_000
_LAG = 240


@dataclass
class Told:
    """Events while they are made. `last` device → judging time of the newest thing that happened there; `life` device
    → of the newest movement of a bedroom door; `battery` of the newest report.
    """

    now: int
    days: tuple[int, ...]
    events: list[AnyEvent] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    life: dict[str, int] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    battery: dict[str, int] = field(default_factory=dict)

    @property
    def begin(self) -> int:
        """Nothing is told from before."""
        return self.now - DAYS * DAY

    def tell(self, kind: Callable[..., AnyEvent], device: str, at: int, **fields: object) -> None:
        """One event at device time `at`, received and judged a moment later; nothing from after `now`."""
        judged = at + _LAG
        if judged > self.now:
            return
        nth = self.counts[device] = self.counts.get(device, 0) + 1
        self.events.append(kind(id=f"h{nth:05d}", device=device, at=at, received=judged, judged=judged, **fields))
        self.heard[device] = max(self.heard.get(device, 0), judged)
        if kind is not DeviceReported:
            self.last[device] = max(self.last.get(device, 0), judged)


@dataclass(frozen=True)
class Cast:
    """Which devices play a part when the sample opens."""

    silent: str
    offline: str
    offline_since: int
    weak: dict[str, int]


def choose(fitted: Fitted, devices: Devices, now: int, rng: Random) -> Cast:
    """The magnet of the elder at 11 h 30 min, a camera that is known to be broken, two batteries that are low."""
    magnets = list(fitted.magnets)
    silent = rng.choice(magnets)
    broken = fitted.cameras.ids or [
        d for d, kind in zip(devices.ids, devices.kind, strict=True) if kind != DeviceKind.TRACKER
    ]
    able = [d for d in (*magnets, *fitted.locks) if d != silent]
    weak = dict(zip(rng.sample(able, min(2, len(able))), (14, 9), strict=False))
    return Cast(silent, rng.choice(broken[-3:]), now - 26 * MINUTE - 14 * SECOND, weak)


def tell_all(fitted: Fitted, devices: Devices, keys: Enrolled, cast: Cast, *, now: int, seed: int) -> Told:
    """The month: events sorted by receipt, ids unique a device."""
    first = rhythm.midnight(now) - DAYS * DAY
    told = Told(now, tuple(first + d * DAY for d in range(DAYS + 1)))
    rng = Random(f"{seed}-history")
    _doors(told, fitted, cast, rng)
    for lock, subjects in keys.openers.items():
        _lock(told, lock, subjects, rng)
    _reports(told, devices, cast, rng)
    _gates(told, keys.passes, np.random.default_rng([seed, 31]))
    told.events.sort(key=lambda e: (e.received, e.device, e.id))
    return told


def _doors(told: Told, fitted: Fitted, cast: Cast, rng: Random) -> None:
    quiet = dict(zip([m for m in fitted.magnets if m != cast.silent], _QUIET, strict=False))
    quiet[cast.silent] = SILENCE
    for magnet in fitted.magnets:
        habit, end = rng.uniform(-1, 1), told.now - quiet.get(magnet, 0)
        times = [t for day in told.days for t in rhythm.elder_day(day, habit, rng)]
        times = [t for t in times if told.begin < t < end - (30 * MINUTE if magnet in quiet else 0)]
        for at, after in zip(times, [*times[1:], end], strict=True):
            _opening(told, magnet, at, min(rhythm.open_for(rng), (after - at) // 2))
        if magnet in quiet:
            _opening(told, magnet, end - _LAG - 2 * SECOND, 2 * SECOND)


def _opening(told: Told, magnet: str, at: int, span: int) -> None:
    told.tell(DoorMoved, magnet, at, open=True)
    told.tell(DoorMoved, magnet, at + span, open=False)
    told.life[magnet] = told.last.get(magnet, 0)


def _lock(told: Told, lock: str, subjects: list[str], rng: Random) -> None:
    kinds = (Credential.FINGERPRINT, Credential.FINGERPRINT, Credential.PIN, Credential.CARD)
    for at in (t for day in told.days for t in rhythm.lock_day(day, rng)):
        if at <= told.begin:
            continue
        if rng.random() < 0.02 or not subjects:
            told.tell(LockOpened, lock, at, credential=Credential.KEY)
        else:
            nth = rng.randrange(len(subjects))
            told.tell(LockOpened, lock, at, credential=kinds[nth % len(kinds)], subject=subjects[nth])


def _gates(told: Told, passes: dict[str, list[str]], rng: np.random.Generator) -> None:
    """Passes by day and hour, fewer where few are enrolled; all events together stay within MOST_EVENTS."""
    wish = {gate: min(len(subjects) * 0.5 + 6, 380.0) for gate, subjects in passes.items()}
    room = max(MOST_EVENTS - 4_000 - len(told.events), 0)
    share = min(1.0, room / max(sum(wish.values()) * len(told.days), 1.0))
    kinds = (Credential.FACE, Credential.FACE, Credential.FACE, Credential.CARD, Credential.PHONE)
    for gate, subjects in passes.items():
        for day in told.days:
            times = rhythm.pass_times(day, int(rng.poisson(wish[gate] * share)), rng)
            times = times[(times > told.begin) & (times <= told.now - _LAG)]
            if not len(times):
                continue
            who = rng.integers(0, max(len(subjects), 1), len(times)).tolist()
            refused = (rng.random(len(times)) < 0.012).tolist()
            for at, nth, no in zip(times.tolist(), who, refused, strict=True):
                known = subjects[nth] if subjects and not no else None
                credential = kinds[nth % 5] if subjects else Credential.QR
                told.tell(GatePassed, gate, at, allowed=not no, credential=credential, subject=known,
                          inbound=_inbound(at, nth))  # fmt: skip


def _inbound(at: int, nth: int) -> bool:
    """Out in the morning, home from noon on; every fifth goes the other way."""
    return rhythm.home_again(at) != (nth % 5 == 0)


def _reports(told: Told, devices: Devices, cast: Cast, rng: Random) -> None:
    """One status a day with the battery, a monthly press of every smoke detector's test button, and the newest
    heartbeat, which is younger than the period that the device promises.
    """
    for row, device in enumerate(devices.ids):
        kind = DeviceKind(int(devices.kind[row]))
        if kind is DeviceKind.TRACKER:
            continue
        powered = kind in (DeviceKind.GATE, DeviceKind.BARRIER, DeviceKind.CAMERA)
        end = cast.weak.get(device, rng.randrange(38, 100))
        stop = cast.offline_since if device == cast.offline else told.now
        hour = rng.randrange(DAY)
        for nth, day in enumerate(told.days):
            level = None if powered else min(end + (len(told.days) - nth) // 6, 100)
            if told.begin < day + hour < stop - HOUR:
                told.tell(DeviceReported, device, day + hour, online=True, battery=level)
        if kind is DeviceKind.SMOKE:
            pressed = told.days[3] + 9 * HOUR + rng.randrange(7 * HOUR)
            told.tell(SmokeSensed, device, pressed, alarm=True, test=True)
            told.tell(SmokeSensed, device, pressed + 6 * SECOND, alarm=False, test=True)
        well = device != cast.offline
        newest = told.now - rng.randrange(2 * SECOND, int(PERIOD_S[kind] * 900)) - _LAG if well else stop
        told.tell(DeviceReported, device, newest, online=well, battery=None if powered else end)
        if not powered:
            told.battery[device] = end

"""Thirty days of events before `now`, ending where the opening situation begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import numpy as np

from app.sample import rhythm
from app.sample.devices import PERIOD_S, Fitted
from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.events import AnyEvent, Credential, DeviceReported, DoorMoved, GatePassed, LockOpened, SmokeSensed
from domain.register import DeviceKind, Devices

DAYS = 30
SILENCE = 11 * HOUR + 30 * MINUTE
_QUIET = tuple(h * HOUR + m * MINUTE for h, m in ((10, 41), (10, 9), (9, 52), (8, 37), (7, 55), (6, 26), (4, 48)))
"""How long some other elders have been quiet at `now`, so that the silence clock has something to show."""

_MOST_PASSES = 88_000
_LAG = 240


@dataclass
class Told:
    """Events while they are made. `last` device → judging time of the newest thing that happened there; `life` device
    → of the newest movement of a bedroom door; `battery` of the newest report.
    """

    now: int
    events: list[AnyEvent] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    life: dict[str, int] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)
    battery: dict[str, int] = field(default_factory=dict)

    def tell(self, device: str, at: int, make: Callable[[str, int, int], AnyEvent]) -> None:
        """One event at device time `at`, received and judged a moment later; nothing from after `now`."""
        judged = at + _LAG
        if judged > self.now:
            return
        nth = self.counts[device] = self.counts.get(device, 0) + 1
        self.events.append(make(f"h{nth:05d}", at, judged))
        self.heard[device] = max(self.heard.get(device, 0), judged)


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


def tell_all(fitted: Fitted, devices: Devices, passes: dict[str, list[str]], openers: dict[str, list[str]], cast: Cast,
             now: int, seed: int) -> Told:  # fmt: skip
    """The month. `passes`: gate device → credentials that pass there; `openers`: lock → credentials enrolled at it.

    Sorted by receipt; ids are unique a device.
    """
    told = Told(now)
    rng = Random(f"{seed}-history")
    first = rhythm.midnight(now) - DAYS * DAY
    days = [first + d * DAY for d in range(DAYS + 1)]
    begin = now - DAYS * DAY
    _doors(told, fitted, cast, days, begin, rng)
    for lock, subjects in openers.items():
        _lock(told, lock, subjects, days, begin, rng)
    _gates(told, passes, days, begin, np.random.default_rng([seed, 31]))
    _reports(told, devices, cast, days, begin, rng)
    told.events.sort(key=lambda e: (e.received, e.device, e.id))
    return told


def _doors(told: Told, fitted: Fitted, cast: Cast, days: list[int], begin: int, rng: Random) -> None:
    quiet = dict(zip([m for m in fitted.magnets if m != cast.silent], _QUIET, strict=False))
    quiet[cast.silent] = SILENCE
    for magnet in fitted.magnets:
        habit, end = rng.uniform(-1, 1), told.now - quiet.get(magnet, 0)
        times = [t for day in days for t in rhythm.elder_day(day, habit, rng)]
        times = [t for t in times if begin < t < end - (30 * MINUTE if magnet in quiet else 0)]
        for at, after in zip(times, [*times[1:], end], strict=True):
            _opening(told, magnet, at, min(rhythm.open_for(rng), (after - at) // 2), rng)
        if magnet in quiet:
            _opening(told, magnet, end - _LAG - 2 * SECOND, 2 * SECOND, rng)


def _opening(told: Told, magnet: str, at: int, span: int, rng: Random) -> None:
    for when, is_open in ((at, True), (at + span, False)):
        told.tell(magnet, when, lambda key, t, judged, o=is_open: DoorMoved(
            id=key, device=magnet, at=t, received=judged, judged=judged, open=o))  # type: ignore[misc]  # fmt: skip
        if when + _LAG <= told.now:
            told.life[magnet] = told.last[magnet] = when + _LAG


def _lock(told: Told, lock: str, subjects: list[str], days: list[int], begin: int, rng: Random) -> None:
    kinds = (Credential.FINGERPRINT, Credential.FINGERPRINT, Credential.PIN, Credential.CARD)
    for at in (t for day in days for t in rhythm.lock_day(day, rng)):
        if not begin < at <= told.now - _LAG:
            continue
        if rng.random() < 0.02 or not subjects:
            credential, subject = Credential.KEY, None
        else:
            nth = rng.randrange(len(subjects))
            credential, subject = kinds[nth % len(kinds)], subjects[nth]
        told.tell(lock, at, lambda key, t, judged, c=credential, s=subject: LockOpened(
            id=key, device=lock, at=t, received=judged, judged=judged, credential=c, subject=s))  # type: ignore[misc]  # fmt: skip
        told.last[lock] = at + _LAG


def _gates(told: Told, passes: dict[str, list[str]], days: list[int], begin: int, rng: np.random.Generator) -> None:
    """Passes by day and hour, fewer where few are enrolled, and never more than _MOST_PASSES in all."""
    wish = {gate: min(len(subjects) * 0.5 + 6, 380.0) for gate, subjects in passes.items()}
    share = min(1.0, _MOST_PASSES / max(sum(wish.values()) * DAYS, 1.0))
    kinds = (Credential.FACE, Credential.FACE, Credential.FACE, Credential.CARD, Credential.PHONE)
    for gate, subjects in passes.items():
        for day in days:
            times = rhythm.pass_times(day, int(rng.poisson(wish[gate] * share)), rng)
            times = times[(times > begin) & (times <= told.now - _LAG)]
            if not len(times):
                continue
            who = rng.integers(0, max(len(subjects), 1), len(times)).tolist()
            refused = (rng.random(len(times)) < 0.012).tolist()
            for at, w, no in zip(times.tolist(), who, refused, strict=True):
                known = bool(subjects) and not no
                credential = kinds[w % 5] if subjects else Credential.QR
                _passage(told, gate, at, subjects[w] if known else None, credential, allowed=not no)


def _passage(told: Told, gate: str, at: int, subject: str | None, credential: Credential, *, allowed: bool) -> None:
    nth = told.counts[gate] = told.counts.get(gate, 0) + 1
    judged = at + _LAG
    told.events.append(GatePassed(
        id=f"h{nth:05d}", device=gate, at=at, received=judged, judged=judged, allowed=allowed, credential=credential,
        subject=subject, inbound=bool((at // HOUR + 8) % 24 >= 11) != (nth % 5 == 0),
    ))  # fmt: skip
    told.last[gate] = told.heard[gate] = max(told.last.get(gate, 0), judged)


def _reports(told: Told, devices: Devices, cast: Cast, days: list[int], begin: int, rng: Random) -> None:
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
        for nth, day in enumerate(days):
            level = None if powered else min(end + (len(days) - nth) // 6, 100)
            if begin < day + hour < stop - HOUR:
                _status(told, device, day + hour, level, True)
        if kind is DeviceKind.SMOKE:
            _test(told, device, days[3] + 9 * HOUR + rng.randrange(7 * HOUR))
        newest = told.now - rng.randrange(2 * SECOND, int(PERIOD_S[kind] * 900)) - _LAG
        _status(
            told, device, stop if device == cast.offline else newest, None if powered else end, device != cast.offline
        )
        if not powered:
            told.battery[device] = end


def _status(told: Told, device: str, at: int, level: int | None, online: bool) -> None:
    told.tell(device, at, lambda key, t, judged: DeviceReported(
        id=key, device=device, at=t, received=judged, judged=judged, online=online, battery=level))  # fmt: skip


def _test(told: Told, device: str, at: int) -> None:
    for when, alarm in ((at, True), (at + 6 * SECOND, False)):
        told.tell(device, when, lambda key, t, judged, a=alarm: SmokeSensed(
            id=key, device=device, at=t, received=judged, judged=judged, alarm=a, test=True))  # type: ignore[misc]  # fmt: skip

"""A day's rhythm: heartbeats of all devices, and how often gates, locks and doors open at each hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from app.simulator.homes import Homes, held_as
from app.simulator.stage import Stage
from domain.clock import HOUR, SECOND
from domain.events import Credential
from domain.register import DeviceKind, Register

BY_HOUR = (
    *(0.06, 0.04, 0.03, 0.03, 0.05, 0.20, 0.50, 0.95, 1.00, 0.70, 0.60, 0.65),
    *(0.65, 0.50, 0.50, 0.55, 0.70, 0.95, 1.00, 0.90, 0.70, 0.50, 0.30, 0.14),
)
"""Share of the busiest hour's movements, by local hour 0…23: a morning and an evening crest."""
BUSIEST_PER_H = {DeviceKind.GATE: 60.0, DeviceKind.LOCK: 2.0, DeviceKind.DOOR: 6.0}
MOVES_PER_S, HEARTBEATS_PER_S = 35.0, 30.0
"""All of them together, in real seconds; above, they are thinned."""
_EARLY = 0.8
"""Heartbeats come a little before they are due."""


class Rhythm:
    """Runs on the timeline's thread."""

    def __init__(self, register: Register, homes: Homes, stage: Stage) -> None:
        self._devices, self._homes = register.devices, homes
        self._timeline, self._voices, self._rng = stage.timeline, stage.voices, stage.rng
        self._zone = ZoneInfo(register.site.zone)
        self._battery = [self._rng.uniform(35, 100) for _ in self._devices.ids]

    def start(self) -> None:
        """Every device says that it lives within two real seconds, then by the clock; trackers speak for themselves."""
        rows = [row for row, kind in enumerate(self._devices.kind) if kind != DeviceKind.TRACKER]
        stretch = self._stretch()
        for n, row in enumerate(rows):
            self._timeline.after_real(2.0 * n / len(rows), self._heartbeat(row, stretch))
        moves: dict[DeviceKind, Callable[[int], None]] = {
            DeviceKind.GATE: self._pass,
            DeviceKind.LOCK: self._open_lock,
            DeviceKind.DOOR: self._open_door,
        }
        thin = self._thinning()
        for kind, move in moves.items():
            for row in self._moving(kind):
                self._movement(BUSIEST_PER_H[kind] * thin, row, move)

    def _heartbeat(self, row: int, stretch: float) -> Callable[[], None]:
        device, period_ms = self._devices.ids[row], int(self._devices.period_s[row]) * SECOND

        def beat() -> None:
            battery, signal = round(self._battery[row], 1), self._rng.randint(-90, -50)
            self._voices.say(device, "status", online=True, battery=battery, signal=signal)
            if period_ms:
                self._timeline.after(period_ms * _EARLY * stretch, beat)

        return beat

    def _movement(self, busiest_per_h: float, row: int, move: Callable[[int], None]) -> None:
        """Movements at random times, thinned to the hour's share."""

        def step() -> None:
            if self._rng.random() < self._share():
                move(row)
            self._timeline.after(self._rng.expovariate(busiest_per_h) * HOUR, step)

        self._timeline.after(self._rng.expovariate(busiest_per_h) * HOUR, step)

    def _share(self) -> float:
        return BY_HOUR[datetime.fromtimestamp(self._timeline.clock.now() / 1000, self._zone).hour]

    def _pass(self, row: int) -> None:
        enrolled = self._homes.enrolled(row)
        known = bool(enrolled) and self._rng.random() < 0.97
        who = {"subject": self._rng.choice(enrolled)} if known else {}
        credential = held_as(who["subject"]) if known else Credential.QR
        inbound = self._rng.random() < 0.5
        device = self._devices.ids[row]
        self._voices.say(device, "event", allowed=known, credential=str(credential), inbound=inbound, **who)

    def _open_lock(self, row: int) -> None:
        enrolled = self._homes.enrolled(row)
        if enrolled:
            subject = self._rng.choice(enrolled)
            self._voices.say(self._devices.ids[row], "event", credential=str(held_as(subject)), subject=subject)

    def _open_door(self, row: int) -> None:
        device = self._devices.ids[row]
        self._voices.say(device, "event", open=True)
        shut_ms = self._rng.uniform(5, 40) * SECOND
        self._timeline.after(shut_ms, lambda: self._voices.say(device, "event", open=False))

    def _moving(self, kind: DeviceKind) -> list[int]:
        """Devices that move with the hour: not the elders' magnets, nothing of the quiet one's, no locked gate."""
        rows = [row for row in self._homes.rows(kind) if not self._devices.bedroom[row]]
        return [row for row in rows if not self._homes.is_quiet(row) and not self._homes.is_shut(row)]

    def _thinning(self) -> float:
        per_h = sum(BUSIEST_PER_H[kind] * len(self._moving(kind)) for kind in BUSIEST_PER_H)
        return min(1.0, MOVES_PER_S / max(per_h / 3600 * self._timeline.clock.speed, 1e-9))

    def _stretch(self) -> float:
        """How much later heartbeats come where they would be too many; never twice as late."""
        beating = (self._devices.period_s > 0) & (self._devices.kind != DeviceKind.TRACKER)
        periods = self._devices.period_s[beating]
        per_s = float((1.0 / (periods * _EARLY)).sum()) * self._timeline.clock.speed
        return min(2.0, max(1.0, per_s / HEARTBEATS_PER_S))

"""Scripted incidents: smoke, a call for help, a stranger's key, devices that fall silent – and how each ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.simulator.elders import Elders
from app.simulator.ground import Ground
from app.simulator.homes import Homes
from app.simulator.stage import Stage
from devices.orders import OrderBody
from domain.alarms import AlarmKind
from domain.clock import MINUTE, SECOND
from domain.events import Credential
from domain.register import DeviceKind, Register

FIRST_FAST_S, EVERY_FAST_S = 6.0, 9.0
"""Real seconds to the first incident and between incidents when time runs faster than real."""
FIRST_CALM_S, EVERY_CALM_S = 25.0, 90.0
AT_ONCE = 4
"""Incidents that nobody has looked after yet: while there are so many, no new one begins."""
TOWER_LEVELS = 12
_NEAR_M = 60.0
_BY_ITSELF_MS = {AlarmKind.SMOKE: 30 * MINUTE, AlarmKind.DEVICE_SILENT: 90 * MINUTE}
_OTHERS_BY_THEMSELVES_MS = 20 * MINUTE


@dataclass(frozen=True)
class Running:
    """One incident under way; `end` restores the world."""

    kind: AlarmKind
    row: int
    end: Callable[[], None]


class Incidents:
    """Runs on the timeline's thread. One of each kind in turn, at devices where it makes sense."""

    def __init__(self, register: Register, homes: Homes, ground: Ground, elders: Elders, stage: Stage) -> None:
        self._devices, self._homes, self._elders = register.devices, homes, elders
        self._timeline, self._voices, self._rng = stage.timeline, stage.voices, stage.rng
        self._spots = ground.metres(register.devices.lon, register.devices.lat)
        self._ground = ground
        self._running: list[Running] = []
        self._turn = 0
        self._script = (self._smoke, self._call, self._stranger, self._drop_off)
        self.begun: list[tuple[AlarmKind, str]] = []

    def start(self) -> None:
        """One device falls silent at once, unseen until its heartbeat is missed; the others follow one by one."""
        fast = self._timeline.clock.speed > 1
        self._timeline.after_real(3.0, self._fall_silent)
        self._timeline.after_real(FIRST_FAST_S if fast else FIRST_CALM_S, self._next)

    def handled(self, order: OrderBody) -> None:
        """Someone has looked after it: the world is as before some seconds later."""
        self._timeline.after(self._rng.uniform(5, 20) * SECOND, lambda: self._restore(order))

    def _next(self) -> None:
        fast = self._timeline.clock.speed > 1
        self._timeline.after_real(EVERY_FAST_S if fast else EVERY_CALM_S, self._next)
        if len(self._running) < AT_ONCE:
            self._script[self._turn % len(self._script)]()
            self._turn += 1

    def _restore(self, order: OrderBody) -> None:
        if order.kind == AlarmKind.ELDER_SILENCE:
            self._elders.well(self._elders.silent)
            return
        running = [r for r in self._running if r.kind == order.kind]
        if running:
            place = self._ground.metres(order.place.lon, order.place.lat)[0]
            nearest = min(running, key=lambda r: float(np.hypot(*(self._spots[r.row] - place))))
            if np.hypot(*(self._spots[nearest.row] - place)) < _NEAR_M:
                self._end(nearest)
                return
        if order.kind == AlarmKind.DEVICE_SILENT:
            self._wake_near(order)

    def _wake_near(self, order: OrderBody) -> None:
        """A device that was silent before this run began: whoever was sent there has mended it."""
        gaps = np.hypot(*(self._spots - self._ground.metres(order.place.lon, order.place.lat)[0]).T)
        for row in np.flatnonzero(gaps < 1.0):
            if not self._voices.awake(self._devices.ids[row]):
                self._voices.wake(self._devices.ids[row])

    def _begin(self, kind: AlarmKind, row: int, end: Callable[[], None]) -> None:
        running = Running(kind, row, end)
        self._running.append(running)
        self.begun.append((kind, self._devices.ids[row]))
        self._timeline.after(_BY_ITSELF_MS.get(kind, _OTHERS_BY_THEMSELVES_MS), lambda: self._end(running))

    def _end(self, running: Running) -> None:
        if running in self._running:
            self._running.remove(running)
            running.end()

    # the script

    def _smoke(self) -> None:
        rows = self._free(DeviceKind.SMOKE)
        towers = [row for row in rows if self._homes.levels(row) >= TOWER_LEVELS]
        if row := self._one(towers or rows):
            device = self._devices.ids[row[0]]
            density = round(self._rng.uniform(4, 18), 1)
            self._voices.say(device, "event", alarm=True, density=density)
            clear = lambda: self._voices.say(device, "event", alarm=False, density=0.2)  # noqa: E731
            self._begin(AlarmKind.SMOKE, row[0], clear)

    def _call(self) -> None:
        if row := self._one(self._free(DeviceKind.SOS)):
            self._voices.say(self._devices.ids[row[0]], "event", battery=self._rng.randint(30, 95))
            self._begin(AlarmKind.SOS, row[0], _nothing)

    def _stranger(self) -> None:
        rows = [row for row in self._free(DeviceKind.LOCK) if self._homes.is_rental(row)]
        if row := self._one(rows):
            subject = f"new-{self._rng.randrange(16**6):06x}"
            self._voices.say(
                self._devices.ids[row[0]], "event", credential=str(Credential.FINGERPRINT), subject=subject
            )
            self._begin(AlarmKind.UNREGISTERED_OPENER, row[0], _nothing)

    def _drop_off(self) -> None:
        """A device is lost to its gateway, which says so at once."""
        if row := self._one(self._free(DeviceKind.SMOKE) + self._free(DeviceKind.LOCK)):
            device = self._devices.ids[row[0]]
            self._voices.gone(device)
            self._begin(AlarmKind.DEVICE_SILENT, row[0], lambda: self._voices.wake(device))

    def _fall_silent(self) -> None:
        """A device with a short heartbeat stops, and nobody says so."""
        rows = self._free(DeviceKind.GATE) + self._free(DeviceKind.CAMERA)
        beating = [row for row in rows if self._devices.period_s[row] > 0]
        if row := self._one(beating):
            device = self._devices.ids[row[0]]
            self._voices.sleep(device)
            self._begin(AlarmKind.DEVICE_SILENT, row[0], lambda: self._voices.wake(device))

    def _free(self, kind: DeviceKind) -> list[int]:
        """Devices of a kind with which nothing is the matter, and which are not the silent elder's."""
        taken = {running.row for running in self._running}
        rows = [row for row in self._homes.rows(kind) if row not in taken and not self._homes.is_quiet(row)]
        return [row for row in rows if self._voices.awake(self._devices.ids[row])]

    def _one(self, rows: list[int]) -> list[int]:
        """One of them by chance, in a list; an empty one where there is none (row 0 is a row)."""
        return [self._rng.choice(rows)] if rows else []


def _nothing() -> None:
    """A call or an opening is over as soon as it is made."""

"""All sample responders: who begins a shift, how often they may speak, and who may decline."""

from __future__ import annotations

from collections.abc import Callable

from app.simulator.ground import Ground, Points
from app.simulator.guard import FIX_MS, Guard, Tempo
from app.simulator.stage import Stage
from devices.orders import OrderBody
from domain.register import DeviceKind, Register, ResponderClass
from domain.situation import Situation

FIXES_PER_S = 60.0
"""All guards on shift together, in real seconds, on their rounds."""
LONGEST_MS = 40_000
"""Judging time between two fixes that no speed but a crowd of guards exceeds: later, a tracker would count as late."""
DECLINE = 0.15
_ON_SHIFT = {ResponderClass.VOLUNTEER: 0.6, ResponderClass.FIRE_POST: 1.0, ResponderClass.OFFICER: 1.0}
_OTHERS_ON_SHIFT = 0.9


def tempo(speed: float, guards: int) -> Tempo:
    """A fix in 5 s of judging time, but at most about one a real second and guard – two and a half to an alarm."""
    crowd_ms = guards / FIXES_PER_S * 1000 * speed
    round_ms = max(FIX_MS, min(1000 * speed, LONGEST_MS), crowd_ms)
    return Tempo(round_ms, min(round_ms, max(FIX_MS, 400 * speed)))


class Guards:
    """Responders with a tracker. `heard` may be called from any thread."""

    def __init__(
        self, register: Register, situation: Situation, ground: Ground, stage: Stage, done: Callable[[OrderBody], None]
    ) -> None:
        self._stage = stage
        self._asked: dict[str, set[str]] = {}
        self._guards: dict[str, Guard] = {}
        rows = [r for r, d in enumerate(register.responders.device) if _tracks(register.devices.row(d), register)]
        shift = [row for row in rows if self._on_shift(row, register, situation)]
        pace = tempo(stage.timeline.clock.speed, len(shift))
        for row in rows:
            where = _where(row, register, situation, ground)
            guard = Guard(
                register.responders.device[row],
                where,
                ground,
                stage.fork(),
                pace,
                declines=self._declines,
                done=done,
            )
            self._guards[guard.device] = guard
        self._shift = [self._guards[register.responders.device[row]] for row in shift]

    def _on_shift(self, row: int, register: Register, situation: Situation) -> bool:
        """As the desk's books have it; where they have nobody on duty, most are."""
        if situation.on_duty.any():
            return bool(situation.on_duty[row])
        kind = ResponderClass(int(register.responders.kind[row]))
        return self._stage.rng.random() < _ON_SHIFT.get(kind, _OTHERS_ON_SHIFT)

    def __len__(self) -> int:
        return len(self._guards)

    def start(self) -> None:
        """Begin the shifts, one after the other within two real seconds."""
        for n, guard in enumerate(self._shift):
            self._stage.timeline.after_real(0.2 + 1.5 * n / len(self._shift), guard.begin)

    def heard(self, device: str, order: OrderBody) -> None:
        """An order for one of the trackers."""
        guard = self._guards.get(device)
        if guard is not None:
            self._stage.timeline.soon(lambda: self._hear(guard, order))

    def _hear(self, guard: Guard, order: OrderBody) -> None:
        if order.verb == "offer":
            self._asked.setdefault(order.alarm, set()).add(order.order)
        guard.hear(order)

    def _declines(self, order: OrderBody) -> bool:
        """Now and then someone cannot come, but never the only one who was asked."""
        asked = self._asked.get(order.alarm, set())
        if len(asked) < 2 or self._stage.rng.random() >= DECLINE:
            return False
        asked.discard(order.order)
        return True


def _tracks(device_row: int, register: Register) -> bool:
    return device_row >= 0 and bool(register.devices.kind[device_row] == DeviceKind.TRACKER)


def _where(row: int, register: Register, situation: Situation, ground: Ground) -> tuple[Points, Points]:
    """Where a responder is at the start – the last fix that the desk knows, else the post – and the post."""
    people, fixes = register.responders, situation.fixes
    post = ground.metres(people.base_lon[row], people.base_lat[row])[0]
    device = register.devices.row(people.device[row])
    if not fixes.at[device]:
        return post, post
    return ground.metres(fixes.lon[device], fixes.lat[device])[0], post

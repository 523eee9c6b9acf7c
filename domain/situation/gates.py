"""Which gates are locked now: as its device or a person last said, whoever spoke last, else as built."""

from __future__ import annotations

from domain.drawings import Drawing, DrawingKind, bound_id
from domain.situation.situation import Situation
from domain.situation.states import state_code

_LOCKED, _UNLOCKED = state_code("locked"), state_code("unlocked")


def locked_gates(situation: Situation) -> frozenset[int]:
    """Gate rows that are locked now."""
    return frozenset(row for row in range(len(situation.register.gates)) if gate_locked(situation, row))


def gate_locked(situation: Situation, row: int) -> bool:
    """Whether one gate (a row of the register) is locked now."""
    gates, devices = situation.register.gates, situation.devices
    d = situation.register.devices.row(gates.device[row])
    state = int(devices.state[d]) if d >= 0 else -1
    by_hand = _by_hand(situation, row)
    if by_hand is not None and (state not in (_LOCKED, _UNLOCKED) or by_hand.at >= devices.state_since[d]):
        return by_hand.sketch.locked
    return state == _LOCKED or (state != _UNLOCKED and bool(gates.locked[row]))


def hand_spoke_since(situation: Situation, device: int) -> bool:
    """Whether a person has said how a gate is since its device (a row of the register) last did."""
    gates, since = situation.register.gates, situation.devices.state_since[device]
    ident = situation.register.devices.ids[device]
    said = [_by_hand(situation, row) for row, its in enumerate(gates.device) if its == ident]
    return any(one is not None and one.at >= since for one in said)


def _by_hand(situation: Situation, row: int) -> Drawing | None:
    return situation.drawings.get(bound_id(DrawingKind.GATE, situation.register.gates.ids[row]))

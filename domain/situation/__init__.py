"""The situation: everything true now, and what you get by applying changes in order. `apply` is its only writer."""

from domain.situation.gates import gate_locked, hand_spoke_since, locked_gates
from domain.situation.keyframe import Keyframe
from domain.situation.situation import Situation
from domain.situation.states import STATES, DeviceStates, Fixes, state_code

__all__ = [
    "STATES",
    "DeviceStates",
    "Fixes",
    "Keyframe",
    "Situation",
    "gate_locked",
    "hand_spoke_since",
    "locked_gates",
    "state_code",
]

"""Limits: how long a step of the closed loop may be missing until the desk says so."""

from __future__ import annotations

from dataclasses import dataclass

from domain.alarms import AlarmKind, Level
from domain.clock import HOUR, MINUTE, SECOND

_ACKNOWLEDGE = {Level.RED: MINUTE, Level.ORANGE: 3 * MINUTE, Level.YELLOW: 10 * MINUTE, Level.BLUE: HOUR}
_ACCEPT = {Level.RED: MINUTE, Level.ORANGE: 2 * MINUTE, Level.YELLOW: 5 * MINUTE, Level.BLUE: 30 * MINUTE}
ARRIVE_MIN_MS = 5 * MINUTE
ARRIVE_TIMES = 3.0
"""So many times the estimated walk."""
FEEDBACK_MS = HOUR

TECHNICAL = frozenset({AlarmKind.DEVICE_SILENT, AlarmKind.REGISTRATION_STALE, AlarmKind.LINK_DOWN})
"""Kinds whose level does not rise when nobody looks: a night's blue alarms creeping to red would hide the red ones."""


@dataclass(frozen=True)
class Limits:
    """What a control room is commonly held to. `pace` stretches them in a simulation, where judging time runs faster
    than the people who act: 60 for a clock of speed 60."""

    pace: float = 1.0

    def acknowledge(self, level: Level) -> int:
        """From raised to acknowledged, ms of judging time."""
        return round(_ACKNOWLEDGE[level] * self.pace)

    def accept(self, level: Level) -> int:
        """From offered to accepted."""
        return round(_ACCEPT[level] * self.pace)

    def arrive(self, estimate_s: float) -> int:
        """From accepted to on scene; walking is simulated at judging time and not stretched below its estimate."""
        return round(max(ARRIVE_MIN_MS * self.pace, ARRIVE_TIMES * estimate_s * SECOND))

    def feedback(self) -> int:
        """From on scene to fed back."""
        return round(FEEDBACK_MS * self.pace)

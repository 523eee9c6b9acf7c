"""One clock for desk, simulator and windows: a start, a speed, and a source of real seconds that is given in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Clock:
    """Judging time in UTC epoch milliseconds, `speed` times as fast as `real`.

    `start_ms` is the judging time at the moment when `real()` returned `start_real` (seconds). Processes that are
    given the same two figures and a common `real` (the system's wall clock) agree without talking to each other.
    Before `start_real` the clock stands (a demo's processes take seconds to start, which are minutes at speed 60).
    Safe to call from any thread.
    """

    start_ms: int
    start_real: float
    speed: float
    real: Callable[[], float]

    def now(self) -> int:
        """Judging time, UTC epoch ms."""
        return self.start_ms + round(max(0.0, self.real() - self.start_real) * 1000 * self.speed)

    def real_ms(self, judged_ms: float) -> float:
        """How many real milliseconds a span of judging time lasts."""
        return judged_ms / self.speed

    def judged_ms(self, real_ms: float) -> int:
        """How many judging milliseconds pass in a span of real time (a person's five seconds, for one)."""
        return round(real_ms * self.speed)

    def spell(self) -> str:
        """The clock as text for a child process's command line; `Clock.read` is its inverse."""
        return f"{self.start_ms}@{self.start_real!r}x{self.speed!r}"

    @classmethod
    def read(cls, text: str, real: Callable[[], float]) -> Clock:
        """Inverse of `spell`. Raises ValueError on anything else."""
        start, rest = text.split("@")
        start_real, speed = rest.split("x")
        return cls(int(start), float(start_real), float(speed), real)

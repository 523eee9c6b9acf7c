"""Whether the broker's queue for us has drained, judged by what can be seen of it: silence and a window not full."""

from __future__ import annotations


class Backlog:
    """Watches one connection; all times monotonic seconds. Not thread-safe but for plain assignments.

    Drained: nothing came for `quiet_s` and everything that came is acknowledged. A busy station is never quiet, so
    `cap_s` after the subscription it also counts as drained – unless the broker filled the whole window within the
    last second, as it does while it still has a queue to work off.
    """

    def __init__(self, quiet_s: float = 0.3, cap_s: float = 10.0) -> None:
        self._quiet_s = quiet_s
        self._cap_s = cap_s
        self._ready = 0.0
        self._last = 0.0
        self._full = 0.0

    def ready(self, now: float) -> None:
        """The subscription stands."""
        self._ready = self._last = now
        self._full = 0.0

    def heard(self, now: float, *, full: bool) -> None:
        """A message came; `full`: the window had no room left after it."""
        self._last = now
        if full:
            self._full = now

    def drained(self, now: float, *, waiting: int) -> bool:
        """Whether the backlog is gone; `waiting` messages are not yet acknowledged."""
        if now - self._last >= self._quiet_s and not waiting:
            return True
        return now - self._ready >= self._cap_s and now - self._full > 1.0

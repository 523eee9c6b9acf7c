"""How late a stream's frame is, told by its own clock: a reader that had no time gets old frames first."""

from __future__ import annotations

DRIFT = 0.01
"""Seconds a second by which the promptest frame is forgotten: clocks drift, and a cheap camera's counts frames."""


class Lag:
    """Of one opened stream; one thread."""

    def __init__(self) -> None:
        self._least = float("inf")
        self._last = 0.0

    def of(self, now: float, stamp: float) -> float:
        """Seconds by which a frame that was read at `now` (monotonic) with the stream's time `stamp` is later than the
        promptest frame so far; 0 where the stream has no time of its own."""
        if stamp <= 0:
            return 0.0
        off = now - stamp
        self._least = min(off, self._least + (now - self._last) * DRIFT)
        self._last = now
        return off - self._least

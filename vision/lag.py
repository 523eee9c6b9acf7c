"""How late a stream's frame is, told by its own clock: a reader that had no time gets old frames first."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

DRIFT = 0.01
"""Seconds a second by which the promptest frame is forgotten: clocks drift, and a cheap camera's counts frames."""
WAITED_S = 0.025
"""Who slept so long over a frame had to wait for it: one that lies ready takes its decoding and no sleep but for a turn
or two of the interpreter's lock. Cameras that are slower than they count let wait for 40 ms and more."""
BUSY = Path("/proc/thread-self/schedstat")


class Lag:
    """Of one opened stream; one thread."""

    def __init__(self) -> None:
        self._least = float("inf")
        self._last = 0.0
        self._since = float("-inf")

    def of(self, now: float, stamp: float, waiting: float | None = None) -> float:
        """Seconds by which a frame that was read at `now` (monotonic) with the stream's time `stamp` is later than the
        promptest frame so far; 0 where the stream has no time of its own.

        `waiting`: since when the reader waited for it, None for a frame that lay ready. No frame is older than the last
        such wait, whatever the stream says: a camera that is slower at night may count its frames as by day.
        """
        if stamp <= 0:
            return 0.0
        if waiting is not None:
            self._since = waiting
        off = now - stamp
        self._least = min(off, self._least + (now - self._last) * DRIFT)
        self._last = now
        return min(off - self._least, now - self._since)


class Wait:
    """From its making on, of the thread that made it."""

    def __init__(self) -> None:
        self._begun, self._busy = time.monotonic(), _busy_s()

    @property
    def since(self) -> float | None:
        """Its beginning (monotonic) where the thread has slept since, None where it was busy."""
        slept = time.monotonic() - self._begun - (_busy_s() - self._busy)
        return self._begun if slept > WAITED_S else None


def _busy_s() -> float:
    """Seconds that this thread ran; on Linux also those in which it stood in the queue for a processor, which is no
    waiting for a camera."""
    with contextlib.suppress(OSError, ValueError):
        ran, queued, _ = BUSY.read_bytes().split()
        return (int(ran) + int(queued)) / 1e9
    return time.thread_time()

"""`Timeline`: what happens when, in judging time, on one thread."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from itertools import count

import structlog

from domain.clock import Clock

log = structlog.get_logger()

Action = Callable[[], None]
_LONGEST_NAP_S = 0.2


class Timeline:
    """Actions run in order of their time on the thread that calls `run`; `soon` and `stop` may be called from any.

    An action that is late runs once, at the time it is: nothing is made up for, so a slow machine sends less, not
    bursts. One that fails is logged and counted, and the others go on.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.failures = 0
        self._heap: list[tuple[int, int, Action]] = []
        self._number = count()
        self._lock = threading.Lock()
        self._poke = threading.Event()
        self._running = True

    def after(self, ms: float, action: Action) -> None:
        """In so many milliseconds of judging time."""
        self._put(self.clock.now() + round(ms), action)

    def after_real(self, seconds: float, action: Action) -> None:
        """In so many real seconds."""
        self._put(self.clock.now() + self.clock.judged_ms(seconds * 1000), action)

    def soon(self, action: Action) -> None:
        """As soon as may be; from any thread."""
        self._put(0, action)
        self._poke.set()

    def stop(self) -> None:
        """Let `run` return; from any thread or a signal handler."""
        self._running = False
        self._poke.set()

    def run(self) -> None:
        """Until `stop`."""
        while self._running:
            nap_s = self._step()
            if nap_s > 0:
                self._poke.wait(nap_s)
                self._poke.clear()

    def _put(self, due: int, action: Action) -> None:
        with self._lock:
            heapq.heappush(self._heap, (due, next(self._number), action))

    def _step(self) -> float:
        """Do what is due first; the real seconds until the next look, 0 for at once."""
        now = self.clock.now()
        with self._lock:
            if not self._heap or self._heap[0][0] > now:
                due = self._heap[0][0] if self._heap else now + 10_000
                return min(self.clock.real_ms(due - now) / 1000, _LONGEST_NAP_S)
            action = heapq.heappop(self._heap)[2]
        try:
            action()
        except Exception:
            self.failures += 1
            log.exception("simulator.action_failed")
        return 0.0

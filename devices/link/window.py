"""The un-acknowledged messages of one connection: tokens out, broker message numbers back in the order of receipt."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable


class Window:
    """Thread-safe. A token is good for the connection on which its message came, and for that one alone.

    Message numbers are released in the order of receipt (MQTT 5, 4.6: required; the embedded broker disconnects a
    client that does otherwise), so a message whose token is late holds back those after it.
    """

    def __init__(self, size: int, release: Callable[[list[int]], None]) -> None:
        """`release` sends acknowledgements; called with the window's lock held, so that the order stays."""
        self._size = size
        self._release = release
        self._lock = threading.Lock()
        self._next = 1
        self._queue: deque[tuple[int, int]] = deque()
        self._settled: set[int] = set()
        self._progress = 0.0

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def full(self) -> bool:
        """Whether the broker may send no more before something is acknowledged."""
        return len(self._queue) >= self._size

    def add(self, mid: int, now: float) -> int:
        """A message came with the broker's number `mid` at `now` (monotonic seconds); its token."""
        with self._lock:
            token = self._next
            self._next += 1
            self._queue.append((token, mid))
            if len(self._queue) == self._size:
                self._progress = now
            return token

    def settle(self, tokens: Iterable[int], now: float) -> int:
        """These were committed; acknowledges what has become first in line, and says how many that were.

        Tokens of an earlier connection are passed over: their messages come again and are then duplicates.
        """
        with self._lock:
            self._settled.update(tokens)
            first: list[int] = []
            while self._queue and self._queue[0][0] in self._settled:
                token, mid = self._queue.popleft()
                self._settled.discard(token)
                first.append(mid)
            if first:
                self._release(first)
                self._progress = now
            self._forget_old()
            return len(first)

    def reset(self) -> None:
        """The connection is gone: what was not acknowledged will come again."""
        with self._lock:
            self._queue.clear()
            self._settled.clear()

    def stuck_for(self, now: float) -> float:
        """Seconds for which the window has been full without an acknowledgement; 0 while it is not full."""
        with self._lock:
            return now - self._progress if len(self._queue) >= self._size else 0.0

    def _forget_old(self) -> None:
        first = self._queue[0][0] if self._queue else self._next
        self._settled = {token for token in self._settled if token >= first}

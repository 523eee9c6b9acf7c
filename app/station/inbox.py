"""`Inbox`: what the link heard and the desk has not yet taken – urgent first; only positions are ever folded."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

from domain.events import AnyEvent, Refusal

BULK_LIMIT = 20_000
"""Messages waiting without a token (QoS 0) before the oldest of the same device is folded: two seconds at 10k/s."""


class HeardLike(Protocol):
    """One message as the device link hands it over."""

    @property
    def events(self) -> tuple[AnyEvent, ...]: ...
    @property
    def refusal(self) -> Refusal | None: ...
    @property
    def token(self) -> int | None: ...
    @property
    def urgent(self) -> bool: ...


class Inbox:
    """Filled by link threads, emptied by the desk thread; `wake` is called after every urgent message.

    A message with a token is never folded: the broker's un-acknowledged window bounds how many there can be.
    """

    def __init__(self, wake: Callable[[], None] = lambda: None, *, bulk_limit: int = BULK_LIMIT) -> None:
        self.wake = wake
        self._limit = bulk_limit
        self._lock = threading.Lock()
        self._urgent: deque[HeardLike] = deque()
        self._bulk: OrderedDict[str, deque[HeardLike]] = OrderedDict()
        self._waiting = 0
        self.received = 0
        self.folded = 0

    def put(self, heard: HeardLike) -> None:
        """Any thread; never blocks, never raises."""
        with self._lock:
            self.received += 1
            if heard.urgent:
                self._urgent.append(heard)
            else:
                self._put_bulk(heard)
        if heard.urgent:
            self.wake()

    def urgent(self, limit: int) -> list[HeardLike]:
        """Up to `limit` urgent messages, oldest first."""
        with self._lock:
            return [self._urgent.popleft() for _ in range(min(limit, len(self._urgent)))]

    def bulk(self, limit: int) -> list[HeardLike]:
        """Up to `limit` other messages; each device's in the order they came, the longest waiting device first."""
        taken: list[HeardLike] = []
        with self._lock:
            while self._bulk and len(taken) < limit:
                device, waiting = self._bulk.popitem(last=False)
                taken.extend(waiting.popleft() for _ in range(min(len(waiting), limit - len(taken))))
                if waiting:
                    self._bulk[device] = waiting
            self._waiting -= len(taken)
        return taken

    def __len__(self) -> int:
        return len(self._urgent) + self._waiting

    def _put_bulk(self, heard: HeardLike) -> None:
        device = heard.events[0].device if heard.events else (heard.refusal.device if heard.refusal else "")
        waiting = self._bulk.setdefault(device, deque())
        if self._waiting >= self._limit and self._fold(waiting):
            self._waiting -= 1
            self.folded += 1
        waiting.append(heard)
        self._waiting += 1

    def _fold(self, waiting: deque[HeardLike]) -> bool:
        """Drop this device's oldest message that the broker does not keep for us; False where there is none."""
        for place, heard in enumerate(waiting):
            if heard.token is None and heard.refusal is None:
                del waiting[place]
                return True
        return False

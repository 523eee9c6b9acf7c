"""Which events were taken in the last day: a message that comes twice is one message (wire.md)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from domain.clock import DAY, HOUR

SPAN_MS = 4 * HOUR
"""The newest ids stand in a set; older spans are sorted arrays of 8 bytes an id: a day of 20 messages a second is
14 MB there, ten times that as a set."""
FIXES = 20_000
"""So many ids of positions, and as many again: two seconds at 10,000 a second. A position comes twice, if at all, at
once (QoS 0); one that comes later is older than what is known, and the ledger has a row for it already.
"""


class SeenIds:
    """64-bit hashes of (device, event id) over at least 24 h, of positions over the last FIXES of them at least.

    A chance collision loses one message in 10^13.
    """

    def __init__(self, now: int, known: Iterable[tuple[str, str]] = ()) -> None:
        """`known`: what the ledger has of the last day, all taken to be received at `now`."""
        self._began = now
        self._new: set[int] = set()
        self._old: list[tuple[int, npt.NDArray[np.int64]]] = []
        self._fixes: set[int] = set()
        self._fixes_before: set[int] = set()
        for device, key in known:
            self._new.add(hash((device, key)))

    def add(self, device: str, key: str, *, fix: bool = False) -> bool:
        """Whether this was not seen before; it is now. `fix`: a mere position, remembered for a shorter time."""
        number = hash((device, key))
        if number in self._new or any(_holds(old, number) for _, old in self._old):
            return False
        if fix:
            return self._add_fix(number)
        self._new.add(number)
        return True

    def _add_fix(self, number: int) -> bool:
        if number in self._fixes or number in self._fixes_before:
            return False
        if len(self._fixes) >= FIXES:
            self._fixes_before, self._fixes = self._fixes, set()
        self._fixes.add(number)
        return True

    def tick(self, now: int) -> None:
        """Close a span, and forget those that ended more than a day ago."""
        if now - self._began >= SPAN_MS:
            self._old.append((now, np.sort(np.fromiter(self._new, dtype=np.int64, count=len(self._new)))))
            self._new, self._began = set(), now
        self._old = [(ended, ids) for ended, ids in self._old if now - ended <= DAY]


def _holds(ids: npt.NDArray[np.int64], number: int) -> bool:
    at = int(np.searchsorted(ids, number))
    return at < len(ids) and int(ids[at]) == number

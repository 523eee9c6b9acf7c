"""Judging time: when an event happened, from the device's time, the receipt, and the offset learned between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.clock import MINUTE, SECOND
from domain.events import AnyEvent
from domain.situation import Situation

AGREE_MS = 30 * SECOND
"""Live messages of one device differ by what the air and the broker add; a whole backlog differs by far more."""
PROVEN_COUNT = 3
PROVEN_SPAN_MS = 10 * MINUTE
"""An offset is believed after three agreeing messages whose receipts lie so far apart: a backlog that a device sends
after a break arrives within seconds, a wrong clock stays equally wrong."""
NOTICE_MS = 2 * SECOND
"""A change of the offset below this is not worth a change in the ledger."""
FORGET_PPM = 100
"""The minimum rises so fast with time, so that a drifting crystal (20 to 50 ppm) is followed upwards too."""
FUTURE_MS = 10 * SECOND
"""A time so far ahead of the receipt is a wrong clock, not a fast network."""


@dataclass
class Run:
    """Receipt − device time of messages that agree; `low` ms is the least of them, which had the least delay."""

    low: float
    first: int
    last: int
    count: int = 1

    def take(self, delta: int, received: int) -> bool:
        """Take one more if it agrees."""
        risen = self.low + (received - self.last) * FORGET_PPM / 1e6
        if abs(delta - risen) > AGREE_MS:
            return False
        self.low, self.last, self.count = min(risen, delta), received, self.count + 1
        return True

    @property
    def proven(self) -> bool:
        """Believed."""
        return self.count >= PROVEN_COUNT and self.last - self.first >= PROVEN_SPAN_MS


@dataclass
class Offset:
    """What is being learned of one device's clock: the run that holds, and one that may replace it."""

    main: Run | None = None
    other: Run | None = None

    def learn(self, delta: int, received: int) -> int | None:
        """One live message's receipt − device time (ms); the offset that is proven now, None for none yet."""
        if self.main is not None and self.main.take(delta, received):
            self.other = None
        elif self.other is None or not self.other.take(delta, received):
            self.other = Run(delta, received, received)
        if self.other is not None and (self.main is None or self.other.proven):
            self.main, self.other = self.other, None
        return round(self.main.low) if self.main is not None and self.main.proven else None


@dataclass
class Timing:
    """Judges times and learns offsets; what it has learned stands in the situation, only the runs are kept here."""

    _offsets: dict[str, Offset] = field(default_factory=dict)

    def judge(self, event: AnyEvent, row: int, situation: Situation) -> tuple[int, bool]:
        """(judging time, whether the clock is doubtful) of an event of device `row`; see wire.md.

        min(receipt, device time + offset). Without a device time: the receipt, doubtful while the broker's queue is
        not drained. A time ahead of the receipt, or before the device was installed, is doubtful: the receipt again.
        """
        d = situation.devices
        if event.at <= 0:
            return event.received, not situation.link_caught_up
        offset = int(d.offset_ms[row]) if d.offset_known[row] else 0
        guess = event.at + offset
        if guess > event.received + FUTURE_MS or guess < int(situation.register.devices.installed[row]):
            return event.received, True
        return min(event.received, guess), False

    def learn(self, event: AnyEvent, row: int, situation: Situation) -> int | None:
        """The device's offset where this event, if it is live, has changed it noticeably; else None."""
        if event.retained or event.at <= 0 or not situation.link_caught_up:
            return None
        d = situation.devices
        if event.device not in self._offsets:
            self._offsets[event.device] = Offset(_remembered(event, row, situation))
        found = self._offsets[event.device].learn(event.received - event.at, event.received)
        if found is None or (d.offset_known[row] and abs(found - int(d.offset_ms[row])) < NOTICE_MS):
            return None
        return found


def _remembered(event: AnyEvent, row: int, situation: Situation) -> Run | None:
    """The run behind an offset that was learned before the desk's start."""
    d = situation.devices
    if not d.offset_known[row]:
        return None
    return Run(float(d.offset_ms[row]), event.received - PROVEN_SPAN_MS, event.received, PROVEN_COUNT)

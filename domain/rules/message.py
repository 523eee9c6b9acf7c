"""What the message itself leaves open: that it came late, or that its clock cannot be relied upon."""

from __future__ import annotations

from collections.abc import Iterator

from domain.alarms import Fact
from domain.clock import HOUR, MINUTE, SECOND
from domain.events import AnyEvent
from domain.rules.facts import fact

LATE_MS = 2 * MINUTE
"""From here on the delay is told."""
RETAINED_MS = HOUR
"""How old a retained message may be to be news still: older ones were judged when they were sent."""


def doubts(now: int, event: AnyEvent) -> Iterator[Fact]:
    """Lines for an alarm's `unknown`: a late message, a doubtful clock."""
    if now - event.judged > LATE_MS:
        yield fact("heard_late", event.judged, late_s=(now - event.judged) // SECOND)
    if event.clock_doubtful:
        yield fact("clock_doubtful", event.judged, device=event.device)


def is_news(now: int, event: AnyEvent) -> bool:
    """Whether a call for help or a smoke message is to be judged: all but retained ones of long ago."""
    return not event.retained or now - event.judged <= RETAINED_MS

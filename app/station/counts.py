"""`Counts`: what became of the messages that the desk took – each under exactly one fate, after its commit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.station.inbox import HeardLike

JUDGING_FAILED = "judging_failed"
"""Quarantine reason: the desk's own fault, not the message's."""


@dataclass
class Counts:
    """Messages since the desk started, each counted under exactly one fate, after its commit."""

    stored: int = 0
    duplicates: int = 0
    dropped: int = 0
    """Positions of responders off duty: counted, kept nowhere (R6)."""
    not_leased: int = 0
    """What a watch said of a camera that was leased to another: counted, kept nowhere."""
    quarantined: Counter[str] = field(default_factory=Counter)

    @property
    def empty(self) -> bool:
        """No message."""
        return not self.total

    @property
    def total(self) -> int:
        """All messages."""
        return self.stored + self.duplicates + self.dropped + self.not_leased + self.quarantined.total()

    def message(self, heard: HeardLike, taken: list[str]) -> None:
        """One message and what the desk said to each of its events."""
        if heard.refusal is not None:
            self.quarantined[heard.refusal.reason] += 1
        elif JUDGING_FAILED in taken:
            self.quarantined[JUDGING_FAILED] += 1
        elif "taken" in taken:
            self.stored += 1
        elif "refused" in taken:
            self.quarantined["unknown_device"] += 1
        elif "dropped" in taken:
            self.dropped += 1
        elif "not_leased" in taken:
            self.not_leased += 1
        else:
            self.duplicates += 1

    def add(self, other: Counts) -> None:
        """Take another's figures over."""
        self.stored += other.stored
        self.duplicates += other.duplicates
        self.dropped += other.dropped
        self.not_leased += other.not_leased
        self.quarantined.update(other.quarantined)

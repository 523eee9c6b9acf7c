"""Elders living alone: their bedroom doors keep opening well within twelve hours – but for the one who falls silent."""

from __future__ import annotations

from app.simulator.stage import Stage
from app.simulator.timeline import Action
from domain.clock import HOUR, MINUTE, SECOND

LIMIT = 12 * HOUR
_NEVER_LATER = 9 * HOUR
_AT_LAST = 150 * MINUTE
"""After so long the silent one opens the door even if nobody came: the alarm has been raised long before."""


def most_silent(life: dict[str, int]) -> str | None:
    """The elder (by id) whose last sign of life is oldest; None where there is none. `life` in epoch ms, 0 never."""
    known = {person: at for person, at in life.items() if at > 0}
    return min(known, key=known.__getitem__) if known else next(iter(sorted(life)), None)


class Elders:
    """`doors` are bedroom magnets by elder's id, `life` their last signs of life. Runs on the timeline's thread."""

    def __init__(self, doors: dict[str, list[str]], life: dict[str, int], silent: str | None, stage: Stage) -> None:
        self._doors, self._life, self._silent = doors, life, silent
        self._timeline, self._voices, self._rng = stage.timeline, stage.voices, stage.rng

    def start(self) -> None:
        """Each opens before nine hours are over; who is overdue, soon."""
        now = self._timeline.clock.now()
        for person in self._doors:
            if person == self._silent:
                self._timeline.after(_AT_LAST, lambda: self.well(self._silent))
            else:
                left = max(MINUTE, self._life.get(person, 0) + _NEVER_LATER - now)
                self._open_in(person, self._rng.uniform(0.1, 1.0) * min(left, 3 * HOUR))

    def well(self, person: str | None) -> None:
        """Someone looked after the silent one: the door opens, and the day goes on as everybody's."""
        if person is not None and person == self._silent:
            self._silent = None
            self._open(person)

    @property
    def silent(self) -> str | None:
        """Who is silent now."""
        return self._silent

    def _open_in(self, person: str, ms: float) -> None:
        self._timeline.after(ms, lambda: self._open(person))

    def _open(self, person: str) -> None:
        for device in self._doors[person]:
            self._voices.say(device, "event", open=True)
            self._timeline.after(self._rng.uniform(20, 90) * SECOND, self._shut(device))
        self._open_in(person, self._rng.uniform(0.5, 5) * HOUR)

    def _shut(self, device: str) -> Action:
        return lambda: self._voices.say(device, "event", open=False)

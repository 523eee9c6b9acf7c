"""When the map may fly to a new alarm by itself, and which alarms wait because it may not. Plain values, no widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.alarms import Alarm, Level, Stage


@dataclass
class Follow:
    """`on`: auto-follow, taken away by a manual pan, given back by the star. `waiting`: alarms not yet looked at."""

    on: bool = True
    dragging: bool = False
    waiting: list[str] = field(default_factory=list)

    def came(self, alarm: Alarm, *, busy: bool) -> bool:
        """A new alarm: whether to go there now. `busy`: an alarm of this seat waits for its order. Else it waits."""
        if alarm.level > Level.ORANGE:
            return False
        if self.on and not self.dragging and not busy:
            return True
        self.waiting.append(alarm.id)
        return False

    def panned(self) -> None:
        """A hand has moved the map."""
        self.on = False

    def give_back(self) -> None:
        """The star was pressed."""
        self.on = True

    def looked_at(self, alarm: str) -> None:
        """This alarm was chosen."""
        self.waiting = [key for key in self.waiting if key != alarm]

    def settle(self, alarms: dict[str, Alarm]) -> None:
        """Alarms that somebody has taken up, or that are over, do not wait any more."""
        self.waiting = [key for key in self.waiting if key in alarms and alarms[key].stage is Stage.RAISED]

    def next(self, alarms: dict[str, Alarm], now_at: str) -> str:
        """The next alarm to look at: one that waits, else the worst open one after `now_at`; "" none."""
        self.settle(alarms)
        if self.waiting:
            return self.waiting[0]
        ordered = [a.id for a in sorted((a for a in alarms.values() if a.open), key=lambda a: (a.level, a.at, a.id))]
        if not ordered:
            return ""
        place = ordered.index(now_at) + 1 if now_at in ordered else 0
        return ordered[place % len(ordered)]

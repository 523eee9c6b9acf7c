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

    def found(self, alarms: dict[str, Alarm], looked_at: str) -> None:
        """A window opens: what nobody has taken up yet waits here, but the one that is looked at."""
        self.waiting = [
            a.id for a in alarms.values() if a.stage is Stage.RAISED and a.level <= Level.ORANGE and a.id != looked_at
        ]

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

    def next_waiting(self, alarms: dict[str, Alarm]) -> str:
        """The worst and oldest of those that wait; "" none."""
        self.settle(alarms)
        return min(self.waiting, key=lambda key: (alarms[key].level, alarms[key].at, key), default="")

    def next(self, alarms: dict[str, Alarm], now_at: str, user: str = "") -> str:
        """The next alarm to look at after `now_at`: round those nobody has taken, as long as there is another one.

        Then round all: what `user` must send for or close, what is under way, and last what is shelved; "" none.
        """
        ordered = sorted((a for a in alarms.values() if a.open), key=lambda a: (_turn(a, user), a.level, a.at, a.id))
        untaken = [a.id for a in ordered if a.stage is Stage.RAISED]
        keys = untaken if any(key != now_at for key in untaken) else [a.id for a in ordered]
        if not keys:
            return ""
        return keys[(keys.index(now_at) + 1 if now_at in keys else 0) % len(keys)]


def _turn(alarm: Alarm, user: str) -> int:
    if alarm.stage is Stage.RAISED:
        return 0
    if alarm.stage is Stage.SHELVED:
        return 3
    return 1 if alarm.owner == user and alarm.stage in (Stage.ACKNOWLEDGED, Stage.FED_BACK) else 2

"""When the map may fly to a new alarm by itself, and which alarms wait because it may not. Plain values, no widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.alarms import Alarm, Level, Stage


@dataclass
class Follow:
    """`on`: auto-follow, taken away by a manual pan, given back by the star. `waiting`: alarms of levels 1–2 that
    nobody has taken, but the one that is looked at – one to which the map flew, and that was left again, waits too."""

    on: bool = True
    dragging: bool = False
    waiting: list[str] = field(default_factory=list)
    _toured: str = ""  # where the last `next` led

    def may_go(self, alarm: Alarm, alarms: dict[str, Alarm], *, busy: bool) -> bool:
        """A new alarm: whether to go there now. `busy`: an alarm of this seat has its hand. Never past a worse one that
        nobody has taken."""
        if alarm.level > Level.ORANGE or not self.on or self.dragging or busy:
            return False
        return not any(a.stage is Stage.RAISED and a.level < alarm.level for a in alarms.values())

    def settle(self, alarms: dict[str, Alarm], looked_at: str) -> None:
        """Count anew who waits."""
        self.waiting = [
            a.id for a in alarms.values() if a.stage is Stage.RAISED and a.level <= Level.ORANGE and a.id != looked_at
        ]

    def panned(self) -> None:
        """A hand has moved the map."""
        self.on = False

    def give_back(self) -> None:
        """The star was pressed."""
        self.on = True

    def next_waiting(self, alarms: dict[str, Alarm], looked_at: str) -> str:
        """The worst and oldest of those that wait; "" none."""
        self.settle(alarms, looked_at)
        return min(self.waiting, key=lambda key: (alarms[key].level, alarms[key].at, key), default="")

    def next(self, alarms: dict[str, Alarm], now_at: str, user: str = "") -> str:
        """The next alarm to look at: the worst and oldest that nobody has taken; asked again there, the one after it,
        and so round, as long as there is another one.

        Then round all: what `user` must send for or close, what is under way, and last what is shelved; "" none.
        """
        ordered = sorted((a for a in alarms.values() if a.open), key=lambda a: (_turn(a, user), a.level, a.at, a.id))
        untaken = [a.id for a in ordered if a.stage is Stage.RAISED]
        keys = untaken if any(key != now_at for key in untaken) else [a.id for a in ordered]
        if now_at in keys and now_at in (self._toured, keys[0]):
            self._toured = keys[(keys.index(now_at) + 1) % len(keys)]
        else:
            self._toured = keys[0] if keys else ""
        return self._toured


def _turn(alarm: Alarm, user: str) -> int:
    if alarm.stage is Stage.RAISED:
        return 0
    if alarm.stage is Stage.SHELVED:
        return 3
    return 1 if alarm.owner == user and alarm.stage in (Stage.ACKNOWLEDGED, Stage.FED_BACK) else 2

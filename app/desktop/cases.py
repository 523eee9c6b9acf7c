"""What this seat is looking at and has ticked: the chosen alarm, candidates, check lists. Local; no one else knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from app.desktop.case_view import Ranked
from domain.alarms import Alarm, IncidentKind, Level, Stage
from domain.register.codes import ResponderClass
from domain.situation import Situation

_FRESH = frozenset({Stage.RAISED, Stage.ACKNOWLEDGED})


@dataclass
class Desk:
    """The seat's own notes on one alarm. `touched`: a hand has ticked, so nothing is ticked by itself any more.

    `places`: the responders on show in the order of their keys; it is held from a hand's first tick to the sending.
    """

    ranks: tuple[Ranked, ...] = ()
    ranked: bool = False
    ticked: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    touched: bool = False
    done: frozenset[str] = field(default_factory=frozenset)


class Cases(QObject):
    """Signals: `chosen(alarm)` another alarm is looked at ("" none); `altered()` its ticks or ranks have changed."""

    chosen = Signal(str)
    altered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.alarm = ""
        self._desks: dict[str, Desk] = {}

    @property
    def desk(self) -> Desk:
        """The notes on the chosen alarm."""
        return self._desks.setdefault(self.alarm, Desk())

    def choose(self, alarm: str) -> None:
        """Look at this alarm; "" at none."""
        if alarm != self.alarm:
            self.alarm = alarm
            self.desk.places = ()
            self.chosen.emit(alarm)

    def forget(self, alarms: Mapping[str, Alarm]) -> None:
        """Drop the notes on alarms that are no more, and whom the desk once ranked for those that have ended."""
        self._desks = {key: desk for key, desk in self._desks.items() if key in alarms or key == self.alarm}
        for key, desk in self._desks.items():
            if key != self.alarm and not alarms[key].open:
                desk.ranks, desk.ranked = (), False

    def toggle(self, responder: str) -> None:
        """Tick a candidate, or untick."""
        desk = self.desk
        desk.ticked = desk.ticked ^ {responder}
        desk.touched = True
        self.altered.emit()

    def tick_item(self, item: str, on: bool) -> None:
        """Tick a line of the check list."""
        desk = self.desk
        desk.done = desk.done | {item} if on else desk.done - {item}

    def settle(self, alarm: Alarm | None) -> None:
        """Once somebody has been sent, those who were ticked by themselves are no suggestion any more."""
        desk = self._desks.get(alarm.id) if alarm is not None else None
        if alarm is not None and desk is not None and alarm.stage is Stage.SHELVED:
            desk.ticked, desk.touched = frozenset(), False  # taken up again it starts anew: nobody goes by an old tick
        if alarm is not None and desk is not None and not desk.touched and alarm.stage not in _FRESH:
            desk.ticked = frozenset()

    def sent(self) -> None:
        """Those who were ticked are on their way: nobody is ticked any more."""
        self.desk.ticked, self.desk.touched, self.desk.places = frozenset(), True, ()
        self.altered.emit()

    def rank(self, alarm: str, ranks: tuple[Ranked, ...], situation: Situation) -> None:
        """A new ranking; before a hand has ticked anyone, the best are ticked."""
        desk = self._desks.setdefault(alarm, Desk())
        desk.ranks, desk.ranked = ranks, True
        found = situation.alarms.get(alarm)
        if found is not None and not desk.touched and found.stage in _FRESH:
            desk.ticked = frozenset(first_choice(found, ranks, situation))
        desk.ticked &= {r.responder for r in ranks}
        self.settle(found)
        if alarm == self.alarm:
            self.altered.emit()


def first_choice(alarm: Alarm, ranks: tuple[Ranked, ...], situation: Situation) -> list[str]:
    """Whom to tick for a start: the nearest two for levels 1–2, else one; two officers against violence (N-22)."""
    allowed = [r.responder for r in ranks if r.allowed]
    if alarm.incident is IncidentKind.VIOLENCE:
        register = situation.register.responders
        officers = [r for r in allowed if register.kind[register.row(r)] == ResponderClass.OFFICER]
        return officers[:2]
    return allowed[: 2 if alarm.level <= Level.ORANGE else 1]

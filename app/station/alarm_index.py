"""`AlarmIndex`: of every alarm that a change may still name, what decides who may know of it."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from domain.alarms import Alarm, AlarmKind, IncidentKind
from domain.changes import AlarmRaised, Batch, OrderMade
from domain.situation import Situation

KEEP = 50_000
"""Alarms and orders remembered; far more than a window's resume reaches back."""


class Known(NamedTuple):
    """What an alarm is and where (ids, "" unknown)."""

    kind: AlarmKind
    community: str
    grid: str
    device: str
    incident: IncidentKind | None = None


class AlarmIndex:
    """Fed with every batch before the batch is cut; used on the door's thread."""

    def __init__(self, situation: Situation) -> None:
        self._alarms: OrderedDict[str, Known] = OrderedDict()
        self._orders: OrderedDict[str, str] = OrderedDict()
        for alarm in situation.alarms.values():
            self._learn(alarm)
        for order in situation.orders.values():
            self._orders[order.id] = order.alarm

    def feed(self, batch: Batch) -> None:
        """Learn a batch's new alarms and orders."""
        for change in batch.changes:
            if isinstance(change, AlarmRaised):
                self._learn(change.alarm)
            elif isinstance(change, OrderMade):
                self._orders[change.order.id] = change.order.alarm
                _trim(self._orders)

    def get(self, alarm: str) -> Known | None:
        """None for an alarm never heard of: nobody's."""
        return self._alarms.get(alarm)

    def alarm_of(self, order: str) -> str:
        """The alarm of an order, "" unknown."""
        return self._orders.get(order, "")

    def _learn(self, alarm: Alarm) -> None:
        place = alarm.place
        self._alarms[alarm.id] = Known(alarm.kind, place.community, place.grid, alarm.device, alarm.incident)
        _trim(self._alarms)


def _trim(table: OrderedDict[str, Known] | OrderedDict[str, str]) -> None:
    if len(table) > KEEP:
        table.popitem(last=False)

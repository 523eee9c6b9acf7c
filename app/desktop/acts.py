"""What a hand at this seat may do to an alarm: each act is one command, and says so when the desk refuses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QObject, Signal

from app.desktop.bridge import Bridge, Then
from app.desktop.case_view import NEXT, Next, Ranked
from app.desktop.cases import Cases
from app.desktop.offered import ASKED
from domain.access import may
from domain.alarms import Alarm, OrderStage, Stage
from domain.commands import (
    Acknowledge,
    Close,
    Contacts,
    Dispatch,
    FalseAlarm,
    MarkDuplicate,
    Rank,
    RelayAnswer,
    Reply,
    ReportIncident,
    Resume,
    Reveal,
    SearchPeople,
    Shelve,
    TakeBack,
)
from domain.events import Answer

AWAY = frozenset({"link_lost", "link_unsure", "ledger_stuck", "store_fault"})
"""Answers that tell of the desk and not of the responders: a ranking that stood before still stands."""

Once: TypeAlias = Acknowledge | Dispatch | Close | FalseAlarm | Shelve | MarkDuplicate | Resume


class Acts(QObject):
    """Goes through the bridge. `relay_wished(order)`: the next step is an answer that a person has to choose."""

    relay_wished = Signal(str)

    def __init__(self, bridge: Bridge, cases: Cases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._cases = cases
        self._asking: set[Once] = set()
        bridge.opened.connect(self._asking.clear)  # what an older line was asked is not answered any more

    # the chosen alarm

    def step(self, note: str = "", override: str = "") -> None:
        """The next step of the chosen alarm, whatever it is; `note` for closing, `override` for sending."""
        alarm = self._alarm(self._cases.alarm)
        if alarm is None or not alarm.open:
            return
        match NEXT[alarm.stage]:
            case Next.ACKNOWLEDGE:
                self.acknowledge(alarm.id)
            case Next.SEND:
                self.send_ticked(override)
            case Next.WAIT:
                self._relay(alarm)
            case Next.CLOSE:
                self.close(alarm.id, note)
            case Next.RESUME:
                self._once(Resume(alarm=alarm.id))
            case _:
                return

    def _relay(self, alarm: Alarm) -> None:
        situation = self._bridge.situation
        orders = [o for o in situation.orders_of(alarm.id) if o.open] if situation else []
        if orders:
            self.relay_wished.emit(orders[0].id)

    def send_ticked(self, override: str = "") -> None:
        """Send those who are ticked for the chosen alarm; `override`: a supervisor's reason against the matrix."""
        ticked, alarm = self._cases.desk.ticked, self._alarm(self._cases.alarm)
        if ticked and alarm is not None and alarm.stage is not Stage.SHELVED:
            ordered = [r.responder for r in self._cases.desk.ranks if r.responder in ticked]
            self.send(self._cases.alarm, ordered, override, lambda reply: self._cases.sent() if reply.done else None)

    def take_back(self) -> bool:
        """Take back every order of the chosen alarm that has not left yet; False where there is none but some left."""
        situation = self._bridge.situation
        orders = [o for o in situation.orders_of(self._cases.alarm) if o.open] if situation else []
        held = [o for o in orders if o.stage is OrderStage.HELD]
        for order in held:
            self.take_back_order(order.id)
        return bool(held) or not orders

    # any alarm

    def acknowledge(self, alarm: str) -> None:
        """接警."""
        self._once(Acknowledge(alarm=alarm))

    def send(self, alarm: str, responders: Iterable[str], override: str = "", then: Then | None = None) -> None:
        """派警."""
        self._once(Dispatch(alarm=alarm, responders=tuple(responders), override=override), then)

    def take_back_order(self, order: str) -> None:
        """Take one order back."""
        self._bridge.ask(TakeBack(order=order))

    def relay(self, order: str, answer: str, result: str = "") -> None:
        """Enter what a responder said by radio."""
        self._bridge.ask(RelayAnswer(order=order, answer=Answer(answer), result=result))

    def close(self, alarm: str, note: str = "") -> None:
        """结警."""
        self._once(Close(alarm=alarm, note=note))

    def false_alarm(self, alarm: str, reason: str, note: str = "") -> None:
        """误报."""
        self._once(FalseAlarm(alarm=alarm, reason=reason, note=note))

    def shelve(self, alarm: str, minutes: int, reason: str) -> None:
        """挂起."""
        self._once(Shelve(alarm=alarm, minutes=minutes, reason=reason))

    def duplicate(self, alarm: str, of: str) -> None:
        """重复警情."""
        self._once(MarkDuplicate(alarm=alarm, of=of))

    def contacts(self, alarm: str, then: Then) -> None:
        """The contacts of the alarm's subject."""
        self._bridge.ask(Contacts(alarm=alarm), then)

    def reveal(self, person: str, fields: tuple[str, ...], reason: str, then: Then) -> None:
        """A person's fields, for a reason."""
        self._bridge.ask(Reveal(person=person, fields=fields, reason=reason), then)

    def search(self, text: str, then: Then) -> None:
        """People by name or initials."""
        self._bridge.ask(SearchPeople(text=text), then)

    def report(self, incident: ReportIncident, then: Then) -> None:
        """An incident by telephone."""
        self._bridge.ask(incident, then)

    def rank(self, alarm: str, then: Callable[[tuple[Ranked, ...]], None] | None = None) -> None:
        """Ask for the nearest responders; the cases are told, and `then`."""

        def came(reply: Reply) -> None:
            ranks = ranks_of(reply)
            if self._bridge.situation is not None and (reply.done or reply.code not in AWAY):
                self._cases.rank(alarm, ranks, self._bridge.situation)
            if then is not None:
                then(ranks)

        picture = self._bridge.picture
        if picture is not None and may(picture.seat, Rank.verb):
            self._bridge.ask(Rank(alarm=alarm, limit=ASKED), came)
        else:
            came(
                Reply(code="not_allowed")
            )  # not asked for: every asking of a seat that may not is an attempt in the books

    # within

    def _alarm(self, key: str) -> Alarm | None:
        situation = self._bridge.situation
        return situation.alarms.get(key) if situation else None

    def _once(
        self,
        command: Once,
        then: Then | None = None,
    ) -> None:
        """A second press before the answer is no second command; another command to the same alarm is one."""
        if command in self._asking:
            return
        self._asking.add(command)

        def answered(reply: Reply) -> None:
            self._asking.discard(command)
            if then is not None:
                then(reply)

        self._bridge.ask(command, answered)


def ranks_of(reply: Reply) -> tuple[Ranked, ...]:
    """The rows of a Rank reply; none where it was refused or cannot be read."""
    try:
        return tuple(Ranked.of(row) for row in reply.data.get("ranks", ()))
    except (msgspec.ValidationError, KeyError, TypeError, ValueError):
        return ()

"""`Looking`: the detail card, residents, incidents at a place, and pages of rows – all that is looked at but alarms."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.desktop.acts import Acts
from app.desktop.bridge import Bridge
from app.desktop.cases import Cases
from app.desktop.finder import Hit
from app.desktop.replies import refused_words
from app.desktop.revealed import lines_of
from app.desktop.rows_page import RowsPage
from app.desktop.screen import Screen
from app.desktop.workbench import Workbench
from domain.commands import ReadAudit, ReadQuarantine, Reply, ReportIncident
from layers.target import Kind

REVEALED = ("name", "phone")


class Looking(QObject):
    """GUI thread. `alarm_wished(id)`: what was asked for is an alarm; `drawing_wished(id)`: something drawn."""

    alarm_wished = Signal(str)
    drawing_wished = Signal(str)

    def __init__(self, bench: Workbench, bridge: Bridge, cases: Cases, acts: Acts, screen: Screen) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases, self._acts, self._screen = bench, bridge, cases, acts, screen

    def picked(self, kind: str, ident: str) -> None:
        """Something on the map was clicked."""
        if kind == "alarm":
            self.alarm_wished.emit(ident)
        elif kind == "order":
            order = self._bridge.situation.orders.get(ident) if self._bridge.situation else None
            if order is not None:
                self.look_at("responder", order.responder)
        elif kind == "drawing":
            self.drawing_wished.emit(ident)
        elif ident:
            self.look_at(kind, ident)
        else:
            self.close_detail()

    def look_at(self, kind: Kind | str, ident: str) -> None:
        """Open the card of one thing and mark it on the map; an alarm opens its case."""
        if kind == "alarm":
            self.alarm_wished.emit(ident)
        elif self._screen.show_detail(kind, ident):  # type: ignore[arg-type]  # a signal carries plain text
            self._bench.board.select(kind, ident)  # type: ignore[arg-type]  # as above
            self._bench.show_detail(True, case=bool(self._cases.alarm))

    def close_detail(self) -> None:
        """No card any more."""
        if self._bench.detail.showing:
            self._screen.close_detail()
            self._bench.board.select(None)
            self._bench.show_detail(False, case=bool(self._cases.alarm))

    def fly(self, kind: str, ident: str) -> None:
        """Fly there."""
        self._bench.board.fly_to(kind, ident)  # type: ignore[arg-type]  # a signal carries plain text

    def went(self, kind: str, ident: str) -> None:
        """Open the card and fly there."""
        self.look_at(kind, ident)
        self.fly(kind, ident)

    def elder(self, person: str, home: str) -> None:
        """An elder, by person and home."""
        if home:
            self.went("home", home)
        elif person:
            self.look_at("person", person)

    def reveal(self, person: str, reason: str) -> None:
        """Ask for a person’s fields."""
        self._acts.reveal(
            person,
            REVEALED,
            reason,
            lambda reply: self._bench.detail.show_revealed(
                person, lines_of(reply.data) if reply.done else [refused_words(reply, self._bridge.situation)]
            ),
        )

    def report_at(self, kind: str, ident: str) -> None:
        """Offer incidents at a place."""
        hits = self._screen.finder
        if hits is not None:
            self._bench.commands.offer_incident(Hit(kind, ident, self._bench.detail.title.text()))  # type: ignore[arg-type]

    def incident(self, command: ReportIncident) -> None:
        """Report it."""
        self._acts.report(command, self.reported)

    def reported(self, reply: Reply) -> None:
        """Go to the new alarm."""
        situation = self._bridge.situation
        alarm = str(reply.data.get("alarm", ""))
        if reply.done and situation is not None and alarm in situation.alarms:
            self.alarm_wished.emit(alarm)

    def people(self, reply: Reply) -> None:
        """The answer to a search."""
        rows = reply.data.get("people", []) if reply.done else []
        register = self._bridge.situation.register if self._bridge.situation else None
        if register is not None:
            rows = [{**r, "address": register.address(register.homes.row(str(r.get("home", ""))))} for r in rows]
        self._bench.commands.show_people(rows)

    def rows(self, title: str, columns: tuple[str, ...], command: ReadAudit | ReadQuarantine) -> None:
        """A page of rows that this seat may read."""
        page = RowsPage(title, columns, self._screen.tz, self._bench)
        page.show()

        def came(reply: Reply) -> None:
            if not isValid(page):
                return
            if reply.done:
                page.show_rows(reply.data.get("rows", []))
            else:
                page.show_trouble(refused_words(reply, self._bridge.situation))

        self._bridge.ask(command, came)

    def refused(self, reply: Reply) -> None:
        """Say why nothing was done."""
        self._bench.status.show_remark(refused_words(reply, self._bridge.situation))

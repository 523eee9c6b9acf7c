"""`Hands`: what keys and buttons do to the case that is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor

from app.desktop.acts import Acts
from app.desktop.case_view import may_tick
from app.desktop.cases import Cases
from app.desktop.i18n import translate
from app.desktop.revealed import lines_of
from app.desktop.workbench import Workbench
from domain.commands import Reply


class Hands:
    """GUI thread. `go` chooses an alarm."""

    def __init__(self, bench: Workbench, cases: Cases, acts: Acts, go: Callable[[str], None]) -> None:
        self._bench, self._cases, self._acts, self._go = bench, cases, acts, go

    def step(self) -> None:
        """The next step of the chosen alarm."""
        self._acts.step(self._bench.case.note.text().strip(), self._bench.case.dispatch.reason)

    def send(self) -> None:
        """Send those who are ticked."""
        self._acts.send_ticked(self._bench.case.dispatch.reason)

    def take_back(self) -> None:
        """Take back what has not left; what has is never called back by a late key, but the hand is told how."""
        if not self._acts.take_back():
            self._bench.status.show_remark(
                translate(
                    "Hands", "It has left: taking it back tells the responder – click the order under way, Take back"
                )
            )

    def step_on(self, alarm: str) -> None:
        """The next step of a card."""
        if self._cases.alarm != alarm:
            self._go(alarm)
        self.step()

    def tick_number(self, n: int) -> None:
        """The candidate of a number key."""
        view = self._bench.case.view
        if self._cases.alarm and view is not None and n <= len(view.candidates) and may_tick(view, n - 1):
            self._cases.toggle(view.candidates[n - 1].responder)

    def relay_menu(self, order: str) -> None:
        """What a responder may have said by radio."""
        menu = self._bench.case.dispatch.order_menu(order)
        if menu is not None:
            step = self._bench.case.next
            menu.popup(step.mapToGlobal(QPoint(0, step.height())) if step.isVisible() else QCursor.pos())

    def contacts(self) -> None:
        """Show the contacts, or mask them again."""
        alarm, shown = self._cases.alarm, self._bench.case.contacts
        if alarm and shown.showing:
            shown.forget()
        elif alarm:
            self._acts.contacts(alarm, lambda reply: self.show_contacts(alarm, reply))

    def show_contacts(self, alarm: str, reply: Reply) -> None:
        """The answer, if the case is still the same."""
        if reply.done and self._cases.alarm == alarm:
            self._bench.case.contacts.show_lines(lines_of(reply.data))

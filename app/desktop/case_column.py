"""The case column: one alarm from what is known to what is next, in the order in which a person needs it."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desktop.case_actions import CaseActions
from app.desktop.case_parts import Header, NextStep
from app.desktop.case_view import CaseView, Next
from app.desktop.check_line import CheckLine
from app.desktop.checklists import Item
from app.desktop.dispatch_panel import DispatchPanel
from app.desktop.named import named
from app.desktop.rail import scroll
from app.desktop.revealed import Revealed
from app.desktop.theme import Theme
from app.desktop.timeline import Timeline

LINES = 6
"""Lines of a check list that are made at the start."""


class CaseColumn(QWidget):
    """Shows a CaseView. `dispatch`, `exits`, `contacts` are its panels; it emits wishes only."""

    step_wished = Signal()
    note_edited = Signal(str)
    item_ticked = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case")
        self._view: CaseView | None = None
        self._items: list[Item] = []
        self._brought: tuple[str, bool, frozenset[str]] = ("", False, frozenset())
        self._boxes: list[CheckLine] = []
        self.header = Header(theme)
        self.evidence = named(QLabel(wordWrap=True), "evidence")
        self.unknown = named(QLabel(wordWrap=True), "unknown")
        self.note = named(QLineEdit(maxLength=500), "note")
        self.next = NextStep(theme)
        self.contacts = Revealed()
        self.dispatch = DispatchPanel(theme)
        self.checks = QWidget()
        self._check_box = QVBoxLayout(self.checks)
        self.check_heading = named(QLabel(), "heading")
        self.exits = CaseActions()
        self.trail_heading = named(QLabel(), "heading")
        self.trail = named(QLabel(wordWrap=True), "trail")
        self.timeline = Timeline(theme)
        self.foot = QWidget()
        self.foot.setFixedHeight(112)
        self.foot.hide()
        self._lay_out()
        self.next.clicked.connect(self.step_wished)
        self.note.textEdited.connect(self.note_edited)
        self.note.returnPressed.connect(self.step_wished)
        self.retranslate()

    def _lay_out(self) -> None:
        inner = named(QWidget(), "caseInner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        self._check_box.setContentsMargins(0, 0, 0, 0)
        self._check_box.setSpacing(2)
        for _ in range(LINES):
            self._add_box()
        parts = (
            self.header,
            self.evidence,
            self.unknown,
            self.note,
            self.next,
            self.contacts,
            self.dispatch,
            self.check_heading,
            self.checks,
            self.exits,
            self.trail_heading,
            self.trail,
        )
        for part in parts:
            column.addWidget(part)
        column.insertSpacing(3, 4)
        column.addStretch(1)
        self.layout_ = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.area = scroll(inner, "caseScroll")
        outer.addWidget(self.area, 1)
        outer.addWidget(self.foot)
        self._foot_row = QHBoxLayout(self.foot)
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._foot_row.setSpacing(0)
        self._foot_row.addWidget(self.timeline, 1)

    @property
    def view(self) -> CaseView | None:
        """What it shows."""
        return self._view

    def show_case(
        self, view: CaseView, ticked: frozenset[str], items: list[Item], done: frozenset[str], now: int, *, asking: bool
    ) -> None:
        """Show one alarm: whom the seat has ticked to be sent, and which lines of the check list are ticked."""
        other = self._view is None or self._view.id != view.id
        self._view = view
        self.header.show_case(view, now)
        self.evidence.setText("\n".join(view.evidence))
        self.evidence.setToolTip("\n".join(view.more) if len(view.more) > len(view.evidence) else "")
        self.evidence.setVisible(bool(view.evidence))
        self.unknown.setText(self.tr("Not known: {what}").format(what=" · ".join(view.unknown)))
        self.unknown.setVisible(bool(view.unknown))
        self.dispatch.show_case(view, ticked, now, asking=asking)
        self.exits.show_case(view)
        self._show_items(items, done)
        self._show_step(view, ticked)
        self.trail.setText("\n".join(reversed(view.trail)))
        if other:
            self._start_over()
        self._bring_ticked(view, ticked)

    def _bring_ticked(self, view: CaseView, ticked: frozenset[str]) -> None:
        """On a low screen: whoever is newly ticked to be sent comes into sight before anybody presses send."""
        sends = (view.id, view.next is Next.SEND or bool(view.sent))
        new = ticked - self._brought[2] if sends == self._brought[:2] else ticked
        self._brought = (*sends, ticked)
        if new and sends[1]:
            QTimer.singleShot(0, self, lambda: self._bring(new))

    def _bring(self, responders: frozenset[str]) -> None:
        for row in reversed(self.dispatch.rows):  # the nearest last: it wins where not all have room
            if row.isVisible() and row.candidate is not None and row.candidate.responder in responders:
                self.area.ensureWidgetVisible(row, 0, 4)

    def _start_over(self) -> None:
        self.contacts.forget()
        self.note.clear()
        self.area.verticalScrollBar().setValue(0)

    def _show_items(self, items: list[Item], done: frozenset[str]) -> None:
        self._items = items
        while len(self._boxes) < len(items):
            self._add_box()
        for box, item in zip(self._boxes, items, strict=False):
            box.show_item(item.id, item.text, done=item.id in done)
        for i, box in enumerate(self._boxes):
            box.setVisible(i < len(items))
        self.check_heading.setVisible(bool(items))

    def _add_box(self) -> None:
        """Lines are kept for the next case: making and styling one costs three milliseconds."""
        box = CheckLine()
        box.toggled.connect(self.item_ticked)
        self._check_box.addWidget(box)
        self._boxes.append(box)

    def _show_step(self, view: CaseView, ticked: frozenset[str]) -> None:
        self.note.setVisible(view.next is Next.CLOSE)
        self.next.setVisible(view.next is not Next.NONE)
        text, sub = self._words(view, ticked)
        self.next.setEnabled(self._may_step(view, ticked))
        self.next.show_step(text, sub, view.level, urgent=view.next is not Next.WAIT)

    def _may_step(self, view: CaseView, ticked: frozenset[str]) -> bool:
        verb = {
            Next.ACKNOWLEDGE: "acknowledge",
            Next.SEND: "dispatch",
            Next.WAIT: "relay_answer",
            Next.CLOSE: "close",
            Next.RESUME: "resume",
            Next.NONE: "",
        }[view.next]
        return verb in view.may and (view.next is not Next.SEND or bool(ticked))

    def _words(self, view: CaseView, ticked: frozenset[str]) -> tuple[str, str]:
        first = next((i.text for i in self._items), "")
        match view.next:
            case Next.ACKNOWLEDGE:
                return self.tr("Next: acknowledge"), self.tr("Enter – this alarm becomes yours")
            case Next.SEND:
                text = self.tr("Next: send {n}").format(n=len(ticked)) if ticked else self.tr("Next: choose who goes")
                return text, first
            case Next.WAIT:
                return self._waiting(view)
            case Next.CLOSE:
                return self.tr("Next: close"), self.tr("Feedback is in; add a note if there is more to say")
            case Next.RESUME:
                return self.tr("Next: take it up again"), self.tr("It comes back by itself when its time is over")
            case _:
                return "", ""

    def _waiting(self, view: CaseView) -> tuple[str, str]:
        under_way = [s for s in view.sent if s.open]
        if not under_way:
            return self.tr("Nobody is under way"), self.tr("Send someone below")
        lead = under_way[0]
        text = self.tr("{who}: {stage}").format(who=lead.call_sign, stage=lead.text)
        if lead.held:
            return text, self.tr("T takes it back before it leaves")
        return text, self.tr("Enter – put in the answer given by radio")

    def tick(self, now: int) -> None:
        """Times run on."""
        if self._view is not None:
            self.header.tick(now)
            self.dispatch.tick(now)

    def fold_strip(self, fold: bool, cameras: QWidget) -> None:
        """On a small screen cameras and timeline stand at the foot of the column, and over them what sends."""
        self.foot.setVisible(fold)
        if fold:
            self._foot_row.insertWidget(0, cameras)
            self.layout_.insertWidget(1, self.dispatch.buttons)
        else:
            self.dispatch.take_buttons()
        side = 16 if fold else 0
        self.dispatch.buttons.setContentsMargins(side, 0, side, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put the fixed texts into the window's language (the rest comes with the next CaseView)."""
        self.check_heading.setText(self.tr("Check list"))
        self.trail_heading.setText(self.tr("What was done"))
        self.note.setPlaceholderText(self.tr("Note for closing (optional, sealed)"))

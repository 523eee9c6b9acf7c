"""The quieter ways out of a case: contacts, false alarm, shelve, duplicate – each with its reason."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from app.desktop import texts
from app.desktop.case_view import CaseView, Next
from app.desktop.named import named
from domain.alarms import Stage

MINUTES = (10, 30, 60, 240)


class CaseActions(QWidget):
    """Four small buttons; those that the seat may not press, or that lead nowhere from here, are not there."""

    contacts_wished = Signal()
    false_alarm_wished = Signal(str)
    shelve_wished = Signal(int, str)
    duplicate_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._there: tuple[QPushButton, ...] = ()
        self._others: tuple[tuple[str, str], ...] = ()
        self.contacts = named(QPushButton(), "small")
        self.false_alarm = named(QPushButton(), "small")
        self.shelve = named(QPushButton(), "small")
        self.duplicate = named(QPushButton(), "small")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._grid = grid
        for button in self._buttons():
            button.setFixedHeight(32)
        self.contacts.clicked.connect(self.contacts_wished)
        for button in (self.false_alarm, self.shelve, self.duplicate):
            button.setMenu(QMenu(button))
        self.say()

    def show_case(self, view: CaseView) -> None:
        """Offer what this seat may do to this alarm from where it stands."""
        open_ = view.next is not Next.NONE
        self.contacts.setVisible("contacts" in view.may and view.has_subject)
        self.false_alarm.setVisible(open_ and "false_alarm" in view.may)
        self.shelve.setVisible("shelve" in view.may and view.stage in (Stage.RAISED, Stage.ACKNOWLEDGED))
        duplicable = open_ and view.stage is not Stage.FED_BACK
        self.duplicate.setVisible(duplicable and "duplicate" in view.may and bool(view.others))
        self._arrange()
        self._fill_duplicate(view.others)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.contacts, self.false_alarm, self.shelve, self.duplicate

    def _arrange(self) -> None:
        """Two in a row, without gaps for those that are not there."""
        there = tuple(b for b in self._buttons() if not b.isHidden())
        if there == self._there:
            return
        self._there = there
        for button in self._buttons():
            self._grid.removeWidget(button)
        for i, button in enumerate(there):
            self._grid.addWidget(button, i // 2, i % 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)

    def say(self) -> None:
        """Put every text into the window's language, menus too."""
        self.contacts.setText(self.tr("Contacts"))
        self.contacts.setToolTip(self.tr("Show the contacts for 30 seconds; this is logged"))
        self.false_alarm.setText(self.tr("False alarm"))
        self.shelve.setText(self.tr("Shelve"))
        self.duplicate.setText(self.tr("Duplicate of"))
        self._fill_false()
        self._fill_shelve()

    def _fill_false(self) -> None:
        menu = self.false_alarm.menu()
        menu.clear()
        for code, text in texts.FALSE_REASONS.items():
            menu.addAction(texts.say("FalseReasons", text), partial(self.false_alarm_wished.emit, code))

    def _fill_shelve(self) -> None:
        menu = self.shelve.menu()
        menu.clear()
        for code, text in texts.SHELVE_REASONS.items():
            times = menu.addMenu(texts.say("ShelveReasons", text))
            for minutes in MINUTES:
                label = (
                    self.tr("{n} min").format(n=minutes) if minutes < 60 else self.tr("{n} h").format(n=minutes // 60)
                )
                times.addAction(label, partial(self.shelve_wished.emit, minutes, code))

    def _fill_duplicate(self, others: tuple[tuple[str, str], ...]) -> None:
        if others == self._others:
            return
        self._others = others
        menu = self.duplicate.menu()
        menu.clear()
        for alarm, words in others:
            menu.addAction(words, partial(self.duplicate_wished.emit, alarm))

"""The status bar: how the messages flow, what is stored, what waits, what is wrong; and whose map this is."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.desktop import figures
from app.desktop.faults import fault_words
from app.desktop.named import named
from app.seat.messages import Pulse

HEIGHT = 24
REMARK_MS = 8_000
MANY = 50
"""Waiting messages and orders from which on the figure is coloured: the desk does not keep up."""


class StatusBar(QWidget):
    """Figures, each with a dot that takes colour only when wrong; a note; whose map it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._pulse: Pulse | None = None
        self._lost = ""
        self._now = 0
        self._note = ""
        self._remark, self._remark_wrong = "", False
        self._remark_over = QTimer(self, singleShot=True, interval=REMARK_MS)
        self._remark_over.timeout.connect(lambda: self.show_remark(""))
        self.flow = named(QLabel(), "status")
        self.store = named(QLabel(), "status")
        self.outbox = named(QLabel(), "status")
        self.refused = named(QLabel(), "status")
        self.refused.hide()
        self.note = named(QLabel(), "statusNote")
        self.source = named(QLabel(), "statusFaint")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        for label in (self.flow, self.store, self.outbox, self.refused):
            row.addWidget(label)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # pushes nothing aside
        row.addWidget(self.note, 1)
        row.addWidget(self.source)
        self.retranslate()

    def show_pulse(self, pulse: Pulse, now: int) -> None:
        """The desk's newest figures."""
        self._pulse, self._now = pulse, now
        self._say()

    def show_lost(self, reason: str) -> None:
        """The line to the desk is down ("" it is back)."""
        self._lost = reason
        self._say()

    def show_note(self, text: str) -> None:
        """A quiet remark, no sound device for one ("" none)."""
        self._note = text
        self._say()

    def show_remark(self, text: str, *, wrong: bool = True) -> None:
        """What a person should know now, why a command was refused for one; gone after some seconds."""
        self._remark, self._remark_wrong = text, wrong and bool(text)
        if text:
            self._remark_over.start()
        self._say()

    def hold(self, figure: QWidget) -> None:
        """One more figure, before whose map this is."""
        self._row.insertWidget(self._row.indexOf(self.source), figure)

    def show_source(self, attribution: str) -> None:
        """Whose map data this is."""
        self.source.setText(attribution)

    def tick(self, now: int) -> None:
        """The age of the last message moves on."""
        self._now = now
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put every text into the window's language."""
        self.flow.setToolTip(self.tr("Messages from devices a second, and the age of the last one"))
        self.store.setToolTip(self.tr("Messages in the ledger since the desk started"))
        self.outbox.setToolTip(self.tr("Messages and orders that are not yet committed or sent"))
        self.refused.setToolTip(
            self.tr("Messages that could not be read since the desk started; kept, an administrator sees why")
        )
        self._say()

    def _say(self) -> None:
        pulse = self._pulse
        if pulse is None:
            self._put(self.flow, self.tr("Waiting for the desk"), wrong=bool(self._lost))
            self.store.setText("")
            self.outbox.setText("")
        else:
            self._put(self.flow, self._flow_text(pulse), wrong=not pulse.link_up)
            self._put(self.store, self.tr("Stored {n}").format(n=figures.count(pulse.stored)), wrong=bool(pulse.fault))
            self._put(
                self.outbox, self.tr("Outbox {n}").format(n=figures.count(pulse.outbox)), wrong=pulse.outbox >= MANY
            )
            self._say_refused(pulse.quarantined)
        self.note.setText(self._trouble() or self._remark or self._note)
        self.note.setToolTip(self.note.text())
        self._mark(self.note, wrong=bool(self._trouble()) or self._remark_wrong)

    def _say_refused(self, n: int) -> None:
        """Nothing to say while every message could be read."""
        if n:
            self._put(self.refused, self.tr("Refused {n}").format(n=figures.count(n)), wrong=True)
        self.refused.setVisible(n > 0)

    def _flow_text(self, pulse: Pulse) -> str:
        if not pulse.link_up:
            return self.tr("Device link down")
        age = self.tr("none yet")
        if pulse.last_message_at:
            seconds = max(0.0, (self._now - pulse.last_message_at) / 1000)
            age = f"{seconds:.1f} s" if seconds < 10 else figures.span(seconds * 1000)
        rate = f"{pulse.messages_per_s:.0f}" if pulse.messages_per_s >= 10 else f"{pulse.messages_per_s:.1f}"
        return self.tr("Messages {n}/s · last {age}").format(n=rate, age=age)

    def _trouble(self) -> str:
        if self._lost:
            return self.tr("No line to the desk: what you see is as old as its times; it is tried again by itself")
        if self._pulse is not None and self._pulse.fault:
            return self.tr("The ledger cannot write – {fault}. Nothing is lost yet, messages wait.").format(
                fault=fault_words(self._pulse.fault)
            )
        return ""

    def _put(self, label: QLabel, text: str, *, wrong: bool) -> None:
        label.setText(f"● {text}")
        self._mark(label, wrong=wrong)

    @staticmethod
    def _mark(label: QLabel, *, wrong: bool) -> None:
        if label.property("wrong") != wrong:
            label.setProperty("wrong", wrong)
            label.style().polish(label)

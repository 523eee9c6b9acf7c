"""The band over the map while what it shows may be old: amber, large, with its age – to be read from five metres."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.desktop import figures
from app.desktop.faults import fault_words
from app.seat.messages import Pulse


class StaleBand(QLabel):
    """Stands at the top of `over` while the line to the desk is lost or the ledger cannot write. GUI thread.

    `stale(bool)` on change: whether the picture itself may be old (the line is lost). Ages are real time.
    """

    stale = Signal(bool)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("staleBand")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lost_at = self._stuck_at = 0.0
        self._fault = ""
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.say)
        over.installEventFilter(self)
        self.hide()

    def show_lost(self, reason: str) -> None:
        """The line to the desk is down ("" it is back)."""
        was = bool(self._lost_at)
        self._lost_at = (self._lost_at or time.monotonic()) if reason else 0.0
        if was is not bool(reason):
            self.stale.emit(bool(reason))
        self.say()

    def show_pulse(self, pulse: Pulse) -> None:
        """The desk lives; perhaps its ledger cannot write."""
        self._fault = pulse.fault
        self._stuck_at = (self._stuck_at or time.monotonic()) if pulse.fault else 0.0
        self.say()

    def say(self) -> None:
        """Put the sentence and its age up, or go."""
        since = self._lost_at or self._stuck_at
        if not since:
            self._second.stop()
            self.hide()
            return
        age = figures.timer((time.monotonic() - since) * 1000)
        if self._lost_at:
            self.setText(self.tr("NO LINE TO THE DESK for {age} – this picture is old").format(age=age))
        else:
            self.setText(
                self.tr("THE LEDGER CANNOT WRITE for {age} – {why}").format(age=age, why=fault_words(self._fault))
            )
        self._place()
        self.show()
        self.raise_()
        if not self._second.isActive():
            self._second.start()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(0, 0, parent.width(), self.heightForWidth(parent.width()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)

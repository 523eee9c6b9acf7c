"""The real window of a bench, in this process: signed in at a desk, with a timer that tells how late its thread is."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from bench_look import Check, coloured, pixels_of
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.desktop import options
from app.desktop.session import Session
from app.logs import set_up_logs
from domain.alarms import Alarm, AlarmKind
from domain.changes import AlarmRaised, AnyChange
from domain.commands import Acknowledge, FalseAlarm

BEAT_MS = 16


class Late(QObject):
    """A 16 ms timer on the window's thread; `late` ms beyond it, of every beat since `start`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late = array("f")  # half an hour of boxed numbers would be a growth of its own
        self._last = 0.0
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Count from now on."""
        self.late, self._last = array("f"), time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """No more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append((now - self._last) * 1000 - BEAT_MS)
        self._last = now


class Arrivals(QObject):
    """When each alarm that a device told of was in the window's situation, and when its card had been painted.

    Both in ms since the device's message was given to the broker: an alarm's cause begins at the device's own time,
    which is the sender's clock on this machine. Each alarm is ended as a false one once it has been painted.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._cards: dict[QObject, Alarm] = {}
        self.known: list[float] = []
        self.painted: list[float] = []
        self.others = 0
        session.bridge.changed.connect(self._changed)
        session.wiring.screen.shown.connect(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 – Qt's name
        """A card is about to be painted: it is on the screen once this turn is over."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            alarm = self._cards.pop(watched)
            QTimer.singleShot(0, self, lambda: self._seen(alarm))
        return super().eventFilter(watched, event)

    def _changed(self, changes: Iterable[AnyChange]) -> None:
        now = time.time() * 1000
        for alarm in (change.alarm for change in changes if isinstance(change, AlarmRaised)):
            if alarm.kind is AlarmKind.SMOKE:
                self.known.append(now - alarm.cause.since)
            else:
                self.others += 1

    def _shown(self, alarm: Alarm) -> None:
        card = self._session.bench.rail.cards.get(alarm.id)
        if alarm.kind is AlarmKind.SMOKE and card is not None:
            self._cards[card] = alarm
            card.installEventFilter(self)

    def _seen(self, alarm: Alarm) -> None:
        self.painted.append(time.time() * 1000 - alarm.cause.since)
        ask, ident = self._session.bridge.ask, alarm.id
        ask(Acknowledge(alarm=ident), lambda _reply: ask(FalseAlarm(alarm=ident, reason="test")))


class Window:
    """Opened at a desk's runtime file; `more` of its command line. GUI thread. `close` it."""

    def __init__(self, app: QApplication, runtime: Path, *more: str) -> None:
        set_up_logs("bench-window", folder=runtime.parent)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(runtime.parent))
        self._app = app
        given = options.read(["--runtime", str(runtime), "--user", "demo", "--size", "1920x1080", *more])
        self.session = Session(app, given)
        self.session.start()
        self.canvas = self.session.bench.canvas
        self.run_until(lambda: self.session.bridge.picture is not None and self.canvas.sharp(), 60, "the picture")
        self.run_for(3.0)
        self.late = Late(self.session)

    def run_until(self, true: Callable[[], object], seconds: float, what: str) -> None:
        """Let the window live until something holds. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"the window waited {seconds:.0f} s in vain for {what}")
            self.run_for(0.05)

    def run_for(self, seconds: float) -> None:
        """Let the window live: an event loop, as in its own process."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def picture(self) -> QImage:
        """The map as it is on show."""
        return self.canvas.grab_picture()

    def guards_seen(self) -> Check:
        """The guards whose fixes are in the window's situation, green where they must be."""
        picture = self.session.bench.board.picture
        assert picture is not None  # noqa: S101 – opened
        fixes = picture.situation.fixes
        rows = [row for row in range(len(fixes.at)) if fixes.at[row] > 0]
        at = self.canvas.view.project(picture.plan.metres(fixes.lon[rows], fixes.lat[rows])) * self.canvas.scale
        green = self.canvas.palette_now.green
        return coloured(pixels_of(self.picture()), at, green, 9, what="guards", least=0.8)

    def close(self) -> None:
        """As a closed window does."""
        self.session.end()
        self.session.bench.hide()
        self.canvas.close_pictures()
        self.session.deleteLater()
        self._app.processEvents()

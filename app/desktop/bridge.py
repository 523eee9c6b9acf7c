"""`Bridge`: where the link's threads end – messages cross one queue into the window's own Situation."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.desktop.finder import Finder
from app.seat.messages import Answered, Changed, Lost, Message, Opened, Pulse, Refused, Resumed
from domain.access import Seat
from domain.changes import AnyChange, Batch
from domain.clock import Clock
from domain.commands import AnyCommand, Reply
from domain.register import Register, Site
from domain.situation import Situation
from layers.estate import Estate
from layers.plan import Plan

SLICE_S = 0.005
"""How long one turn on the GUI thread may apply changes before it lets the window breathe (goal: 8 ms lateness)."""

Then = Callable[[Reply], None]


class Line(Protocol):
    """What the bridge needs of `app.seat.SeatLink`."""

    def ask(self, command: AnyCommand) -> int:
        """Send; the number of its answer."""
        ...

    def resync(self) -> None:
        """A whole picture anew."""
        ...


@dataclass(frozen=True)
class Picture:
    """A whole picture, built off the GUI thread: from here on it belongs to the GUI thread alone."""

    situation: Situation
    seat: Seat
    clock: Clock
    site: Site
    finder: Finder
    estate: Estate


class Bridge(QObject):
    """Holds the window's Situation. `deliver` may be called from any one thread; everything else is the GUI thread's.

    Signals: `opened(Picture)` a new picture, also after a break that could not be resumed; `changed(tuple[AnyChange])`
    what has just become true; `pulse(Pulse)`; `lost(reason)`, `resumed()`; `refused(code, text)`: the link has ended;
    `refused_command(Reply)`: a command came back undone.
    """

    opened = Signal(object)
    changed = Signal(object)
    pulse = Signal(object)
    lost = Signal(str)
    resumed = Signal()
    refused = Signal(str, str)
    refused_command = Signal(object)
    _ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self._line: Line | None = None
        self._queue: deque[tuple[int, Message | Picture]] = deque()
        self._line_number = 0
        self._waiting: dict[int, Then | None] = {}
        self._scheduled = False
        self._ready.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def attach(self, line: Line) -> None:
        """Use this line for commands from now on."""
        self._line = line
        self._waiting.clear()

    # any thread

    def deliver(self, message: Message) -> None:
        """Take a message from the line of now; a whole picture is built here, on the link's thread."""
        self._take(self._line_number, message)

    def _take(self, number: int, message: Message) -> None:
        item: Message | Picture = message
        if isinstance(message, Opened):
            situation = Situation.thaw(message.register, message.keyframe)
            warm(message.register)
            finder = Finder(message.register)
            finder.warm()
            estate = Estate(Plan(message.register))
            estate.warm()
            item = Picture(situation, message.seat, message.clock, message.site, finder, estate)
        self._queue.append((number, item))
        if not self._scheduled:
            self._scheduled = True
            self._ready.emit()

    # GUI thread

    def way_in(self) -> Callable[[Message], None]:
        """A `deliver` for a new line. What an earlier one still brings is dropped: nobody waits for its threads."""
        self._line_number += 1
        return partial(self._take, self._line_number)

    @property
    def situation(self) -> Situation | None:
        """The picture's Situation; None before the first opening."""
        return self.picture.situation if self.picture else None

    @property
    def now(self) -> int:
        """Judging time, epoch ms; 0 before the first opening."""
        return self.picture.clock.now() if self.picture else 0

    def forget(self) -> None:
        """Nobody sits here any more: the picture and everything under way is dropped."""
        self._line_number += 1
        self._queue.clear()
        self._waiting.clear()
        self._line = None
        self.picture = None

    def ask(self, command: AnyCommand, then: Then | None = None) -> None:
        """Send a command; `then` is called with its Reply, done or not. Without a line the answer comes at once."""
        if self._line is None:
            self._answer(then, Reply(code="link_lost"))
            return
        self._waiting[self._line.ask(command)] = then

    def _answer(self, then: Then | None, reply: Reply) -> None:
        if not reply.done:
            self.refused_command.emit(reply)
        if then is not None:
            then(reply)

    def _drain(self) -> None:
        self._scheduled = False
        done: list[AnyChange] = []
        until = time.perf_counter() + SLICE_S
        while self._queue:
            number, message = self._queue.popleft()
            if number != self._line_number:
                continue
            if isinstance(message, Changed):
                done.extend(self._apply(message.batch))
            else:
                self._tell(done)
                done = []
                self._other(message)
            if time.perf_counter() > until:
                break
        self._tell(done)
        if self._queue and not self._scheduled:
            self._scheduled = True
            QTimer.singleShot(0, self._drain)

    def _tell(self, changes: list[AnyChange]) -> None:
        if changes:
            self.changed.emit(tuple(changes))

    def _apply(self, batch: Batch) -> tuple[AnyChange, ...]:
        if self.picture is None:
            return ()
        try:
            self.picture.situation.apply(batch)
        except (ValueError, KeyError):  # a number missing in between, or a row of another register: ask for it whole
            if self._line is not None:
                self._line.resync()
            return ()
        return batch.changes

    def _other(self, message: Message | Picture) -> None:
        match message:
            case Picture():
                self.picture = message
                self.opened.emit(message)
            case Answered():
                self._answer(self._waiting.pop(message.request, None), message.reply)
            case Pulse():
                self.pulse.emit(message)
            case Lost():
                self.lost.emit(message.reason)
            case Resumed():
                self.resumed.emit()
            case Refused():
                self.refused.emit(message.code, message.text)
            case _:
                return


def warm(register: Register) -> None:
    """Build the register's indexes where it costs the window nothing (each is a dict over one table)."""
    for table in (register.people, register.devices, register.homes, register.buildings, register.responders):
        table.row("")
    _ = register.responder_of_device

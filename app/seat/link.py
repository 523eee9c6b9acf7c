"""`SeatLink`: one window's line to its desk – a socket in its own threads, resuming by itself, no Qt."""

from __future__ import annotations

import itertools
import ssl
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import structlog
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from app.seat import wire
from app.seat.door import Door, DoorShut, Way
from app.seat.memory import Memory
from app.seat.messages import Answered, Login, Lost, Message, Refused
from domain.commands import AnyCommand, Reply

log = structlog.get_logger()

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 3.0
"""A far desk that comes back is found within five seconds, its answer included."""

NEAR_WAIT_S = 0.5
"""A desk on this machine is looked for as often as this: it costs nobody anything, and it is back within seconds."""

OPEN_S = 5.0
BEAT_S = 5.0
"""Keep-alive: a desk that answers no ping for as long again is gone (monotonic seconds)."""

_VERSION_CODES = {wire.TOO_OLD: "window_too_old", wire.TOO_NEW: "window_too_new"}


class SeatLink:
    """Signs in, keeps the line, delivers messages in order.

    `deliver` is called on the link's threads, one call at a time, and should only put the message into a queue.
    """

    def __init__(self, door: Door, login: Login, deliver: Callable[[Message], None]) -> None:
        self._door, self._login, self._deliver_to = door, login, deliver
        self._memory = Memory()
        self._numbers = itertools.count(1)
        self._asks: SimpleQueue[wire.Ask | None] = SimpleQueue()
        self._open_asks: set[int] = set()
        self._delivering = threading.RLock()
        self._stop = threading.Event()
        self._line: ClientConnection | None = None
        self._ready = self._let_in = self._near = False
        self._threads = [
            threading.Thread(target=self._run, name="seat-link", daemon=True),
            threading.Thread(target=self._send, name="seat-asks", daemon=True),
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the line; after it returns nothing is delivered any more. Waits, OPEN_S a thread at most, for one that
        is being made. Never call it from `deliver`."""
        self.leave()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=OPEN_S)

    def leave(self) -> None:
        """End the line and return at once: one message that is on its way may still be delivered."""
        self._stop.set()
        self._asks.put(None)
        self._hang_up()

    def ask(self, command: AnyCommand) -> int:
        """Send a command; never blocks. Its `Answered` carries the number returned here."""
        request = next(self._numbers)
        self._asks.put(wire.Ask(request, command))
        return request

    def resync(self) -> None:
        """Ask for a whole picture anew (`Opened` follows): for a window whose own picture does not fit a batch."""
        self._memory.forget()
        self._hang_up()

    @property
    def resumes(self) -> int:
        """How often the line came back after a loss."""
        return self._memory.resumes

    # the line

    def _run(self) -> None:
        wait = FIRST_WAIT_S
        while not self._stop.is_set():
            self._let_in = False
            reason = self._once()
            if reason is None or self._stop.is_set():
                return
            self._deliver(Lost(reason))
            wait = FIRST_WAIT_S if self._let_in else min(wait * 2, NEAR_WAIT_S if self._near else LONGEST_WAIT_S)
            self._stop.wait(wait)

    def _once(self) -> str | None:
        """One connection from its beginning to its end: why it ended, or None when it is not to be tried again."""
        try:
            way = self._door.look()
            self._near = bool(way.token)
            with self._connect(way) as line:
                return self._talk(line, way)
        except DoorShut as error:
            return str(error)
        except ConnectionClosed as error:
            return self._closed(error)
        except (OSError, WebSocketException, TimeoutError) as error:
            return f"The desk cannot be reached ({type(error).__name__})."
        except (wire.BadFrame, ValueError) as error:
            self._memory.forget()
            log.warning("seat.bad_frame", error=str(error))
            return "The desk sent something that cannot be read; the picture is asked for anew."

    def _connect(self, way: Way) -> ClientConnection:
        tls = ssl.create_default_context(cafile=way.ca) if way.url.startswith("wss:") else None
        options: dict[str, Any] = {"compression": None, "max_size": wire.MAX_FRAME, "proxy": None}
        line: ClientConnection = connect(
            way.url, ssl=tls, open_timeout=OPEN_S, close_timeout=1, ping_interval=BEAT_S, ping_timeout=BEAT_S, **options
        )
        return line

    def _talk(self, line: ClientConnection, way: Way) -> str | None:
        self._line = line
        try:
            line.send(self._hello(way))
            for data in line:
                message = self._memory.take(wire.unpack_down(_whole(data)))
                if isinstance(message, Refused):
                    return self._refused(message)
                self._note(message)
            return "The desk ended the line."
        finally:
            self._line, self._ready = None, False
            self._answer_unsure()

    def _hello(self, way: Way) -> bytes:
        login = self._login
        seq, register = self._memory.known()
        return wire.pack(wire.Hello(login.user, login.password, way.token, login.first, seq, register))

    def _note(self, message: Message | None) -> None:
        if isinstance(message, Answered):
            with self._delivering:
                self._open_asks.discard(message.request)
        if message is not None:
            self._deliver(message)
            self._ready = self._let_in = True

    def _refused(self, message: Refused) -> str | None:
        if message.code == "bad_token":  # a desk that has just been restarted: its runtime file is read anew
            return "The desk was restarted."
        self._stop.set()
        self._tell(message)
        return None

    def _closed(self, error: ConnectionClosed) -> str | None:
        close = error.rcvd
        if close is not None and close.code in _VERSION_CODES:
            return self._refused(Refused(_VERSION_CODES[close.code], close.reason))
        return (close.reason if close is not None else "") or "The line to the desk broke."

    def _hang_up(self) -> None:
        line = self._line
        if line is not None:
            threading.Thread(target=line.close, name="seat-hang-up", daemon=True).start()

    # commands

    def _send(self) -> None:
        for ask in iter(self._asks.get, None):
            line = self._line
            if line is None or not self._ready:
                self._deliver(Answered(ask.request, Reply(code="link_lost")))
                continue
            with self._delivering:
                self._open_asks.add(ask.request)
            try:
                line.send(wire.pack(ask))
            except (OSError, WebSocketException):
                self._answer_unsure()

    def _answer_unsure(self) -> None:
        with self._delivering:
            lost, self._open_asks = sorted(self._open_asks), set()
            for request in lost:
                self._deliver(Answered(request, Reply(code="link_unsure")))

    # delivering

    def _deliver(self, message: Message) -> None:
        if not self._stop.is_set():
            self._tell(message)

    def _tell(self, message: Message) -> None:
        with self._delivering:
            self._deliver_to(message)


def _whole(data: str | bytes) -> bytes:
    if isinstance(data, str):
        raise wire.BadFrame(-1, "a text frame")
    return data
